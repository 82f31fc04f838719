"""The limit: an app called with environs that lie ready, and its answer taken, with nobody judging it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from pytest_cors.transport.base import Environ, WsgiApp


def bare_calls(app: WsgiApp, environs: Sequence[Environ]) -> Callable[[], None]:
    """Calls the app once with each environ."""
    prepared = [(environ, environ["wsgi.input"].getvalue()) for environ in environs]

    def call() -> None:
        for environ, body in prepared:
            fresh = environ.copy()  # an app writes into its environ
            fresh["wsgi.input"] = BytesIO(body)
            iterable: Any = app(fresh, _start_response)
            b"".join(iterable)
            close = getattr(iterable, "close", None)
            if close is not None:
                close()

    return call


def _start_response(_status: str, _headers: list[tuple[str, str]], _exc_info: object = None) -> Callable[[bytes], None]:
    return _write


def _write(_data: bytes) -> None:
    assert False, "because Flask does not write()"
