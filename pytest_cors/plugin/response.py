"""What a client's request returns: Flask's test response, as far as script may see it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import Response
from werkzeug.datastructures import Headers

from pytest_cors.browser import FetchResult
from pytest_cors.fetch.http import HeaderList

__tracebackhide__ = True

# These need the body, which may be a stream without an end: only they read it.
_OF_THE_BODY = frozenset({"data", "get_data", "get_json", "json", "response", "iter_encoded"})


class CorsResponse:
    """A response as script sees it: exposed headers only, and after a denial nothing at all.

    It has the attributes of Flask's test response. After a denial, each of them but ``cors`` raises
    ``CorsDenied``.

    :param cors: the whole story: the verdict, the reason, every exchange.
    """

    def __init__(self, cors: FetchResult) -> None:
        self.cors = cors

    @property
    def status_code(self) -> int:
        """The status; 0 when the response is opaque."""
        return self.cors.response.status

    @property
    def status(self) -> str:
        """The status with its phrase, as ``"200 OK"``."""
        return self._head.status

    @property
    def headers(self) -> Headers:
        """Those that the server exposes to script."""
        return self._head.headers

    @property
    def data(self) -> bytes:
        """The body."""
        data: bytes = self._whole.data
        return data

    @property
    def text(self) -> str:
        """The body as text."""
        return self._whole.text

    @property
    def json(self) -> Any:
        """The body read as JSON; None when it does not say that it is JSON."""
        return self._whole.json

    def get_json(self, *, force: bool = False, silent: bool = False) -> Any:
        """The body read as JSON, as Flask's response does."""
        return self._whole.get_json(force=force, silent=silent)

    def get_data(self, *, as_text: bool = False) -> bytes | str:
        """The body."""
        return self.text if as_text else self.data

    @cached_property
    def _head(self) -> WholeResponse:
        return self._with(b"")

    @cached_property
    def _whole(self) -> WholeResponse:
        return self._with(self.cors.response.body)

    def _with(self, body: bytes) -> WholeResponse:
        seen = self.cors.response
        return WholeResponse(seen.status, seen.status_text, seen.headers, body)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._whole if name in _OF_THE_BODY else self._head, name)

    def __repr__(self) -> str:
        return f"<CorsResponse: {self.cors!r}>"


class WholeResponse(Response):
    """A response of Flask's with exactly the headers that came, and the ``text`` that a test response has."""

    def __init__(self, status: int, phrase: str, headers: HeaderList, body: bytes) -> None:
        super().__init__(body)
        self.status = f"{status} {phrase}".rstrip()
        # Flask's own Content-Type and Content-Length are none of the server's.
        self.headers = Headers(headers)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.get_data(as_text=True)
