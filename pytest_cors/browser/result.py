"""What a fetch came to: the verdict, what script sees, and everything that crossed the wire."""

from __future__ import annotations

import json as json_module
from dataclasses import dataclass
from typing import Any, NamedTuple

from pytest_cors.errors import CorsDenied
from pytest_cors.fetch.headers import get
from pytest_cors.fetch.http import Body, HeaderList
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.params import CookieNote, Exchange
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.response import NetworkError, Response, exposed_names
from pytest_cors.fetch.safelists import CORS_SAFELISTED_RESPONSE_HEADERS, FORBIDDEN_RESPONSE_HEADERS
from pytest_cors.fetch.trace import Trace, TraceLine, render
from pytest_cors.fetch.verdict import reason_of


@dataclass(frozen=True, slots=True)
class PageInfo:
    """The document that fetched.

    :param url: absolute.
    :param origin: serialised; ``null`` when the document is sandboxed.
    """

    url: str
    origin: str
    sandboxed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ScriptResponse:
    """What script holds after ``await fetch(...)``: the members of ``Response``, in snake_case.

    Source: https://fetch.spec.whatwg.org/#response-class
    """

    _response: Response

    @property
    def type(self) -> str:
        """``basic``, ``cors``, ``opaque`` or ``opaqueredirect``."""
        return self._response.type

    @property
    def status(self) -> int:
        """The status; 0 when the response is opaque."""
        return self._response.status

    @property
    def status_text(self) -> str:
        """The reason phrase."""
        return self._response.status_text

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status <= 299

    @property
    def headers(self) -> HeaderList:
        """The ``(name, value)`` pairs that script may read, in the order sent, repeated lines kept apart."""
        return self._response.headers

    def header(self, name: str) -> str | None:
        """One header as ``response.headers.get(name)`` gives it: repeated lines joined, None when not to be seen."""
        return get(self.headers, name.lower())

    @property
    def body(self) -> bytes:
        """The body, up to the transport's cap."""
        body: bytes | Body = self._response.body
        return body if isinstance(body, bytes) else body.read()

    @property
    def text(self) -> str:
        """The body read as UTF-8, as ``response.text()`` does: a byte order mark dropped, bad bytes replaced."""
        return self.body.decode("utf-8", "replace").removeprefix("\ufeff")

    def json(self) -> Any:
        """The body read as JSON.

        :raises ValueError: it is not JSON.
        """
        return json_module.loads(self.text)

    @property
    def url(self) -> str:
        """The URL it came from, after redirects, without fragment; empty when the response is opaque."""
        urls = self._response.url_list
        return "" if self.type == "opaque" else urls[-1].without_fragment

    @property
    def redirected(self) -> bool:
        """Whether a redirect was followed on the way; never told of an opaque response."""
        return self.type != "opaque" and len(self._response.url_list) > 1


class _FetchResult(NamedTuple):
    request: Request
    outcome: Response | NetworkError
    exchanges: tuple[Exchange, ...]
    trace: Trace
    profile: str
    max_age: float | None = None
    timing_allowed: bool = False
    cookies: tuple[CookieNote, ...] = ()
    mask: frozenset[str] = frozenset()


class FetchResult(_FetchResult):
    """One fetch, from the page's call to its promise.

    :param request: as script made it.
    :param outcome: what the engine came to.
    :param exchanges: every request that reached a server, with its response, in order.
    :param trace: the steps taken; the verdict is read from it.
    :param profile: whose behaviour it is: ``chromium``, ``firefox``, ``webkit`` or ``standard``.
    :param max_age: seconds that the browser keeps the preflight's answer, after its cap; None without a preflight.
    :param timing_allowed: whether script may see the timing of every hop (Timing-Allow-Origin).
    :param cookies: cookies that did not travel, and why.
    :param mask: names in lower case whose values no story and no report may tell.
    """

    __slots__ = ()

    # Two fetches are two, however alike.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    @property
    def reason(self) -> Reason | None:
        """Why script got a network error; None when it got the response."""
        return reason_of(self.trace)

    @property
    def allowed(self) -> bool:
        """Whether script gets the response, whatever its status."""
        return bool(self.trace[-1][1])

    @property
    def denied(self) -> bool:
        """The opposite of ``allowed``."""
        return not self.allowed

    @property
    def response(self) -> ScriptResponse:
        """What script sees.

        :raises CorsDenied: script sees nothing.
        """
        if isinstance(self.outcome, NetworkError):
            raise CorsDenied(self.explain(), self)
        return ScriptResponse(self.outcome)

    @property
    def page(self) -> PageInfo:
        """The document that fetched."""
        client = self.request.client
        origin = client.origin.serialized
        return PageInfo(client.url.href, origin, origin == "null")

    @property
    def same_origin(self) -> bool:
        """Whether the URL is of the page's own origin, where CORS has no say."""
        return same_origin(self.request.origin, self.request.url.origin)

    @property
    def preflighted(self) -> bool:
        """Whether the server was asked first."""
        return any(exchange.kind == "preflight" for exchange in self.exchanges)

    @property
    def sent(self) -> bool:
        """Whether the request itself reached a server; a denied one may well have."""
        return any(exchange.kind == "request" for exchange in self.exchanges)

    @property
    def error(self) -> BaseException | None:
        """The exception that the application raised while it made the last response."""
        return self.exchanges[-1].response.error if self.exchanges else None

    def exposes(self, name: str) -> bool:
        """Whether script could read this response header, whether or not the last response carries it."""
        low = name.lower()
        if self.denied or low in FORBIDDEN_RESPONSE_HEADERS or isinstance(self.outcome, NetworkError):
            return False
        if self.outcome.type != "cors":
            return self.outcome.type == "basic"
        if self.outcome.exposes_all:
            return True
        include = self.request.credentials_mode == "include"
        exposed = exposed_names(self.outcome.internal.headers, credentials_included=include)
        return exposed is None or low in exposed or low in CORS_SAFELISTED_RESPONSE_HEADERS

    def steps(self) -> list[TraceLine]:
        """The trace as lines a person can follow."""
        return render(self.trace)

    def explain(self, **options: Any) -> str:
        """The story as text: the page, the wire, the verdict, the consoles, what to change."""
        from pytest_cors.browser.explain import explain  # noqa: PLC0415  a story costs nothing until it is told

        return explain(self, **options)

    def __repr__(self) -> str:
        verdict = "allowed" if self.allowed else f"denied ({self.reason.code})" if self.reason else ""
        return f"<FetchResult {self.request.method} {self.request.url.href} from {self.page.origin}: {verdict}>"
