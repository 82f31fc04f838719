"""The wire, exchange by exchange: only the headers that matter, and the spot that decided underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from pytest_cors.browser.story.masks import masked_header, masked_url
from pytest_cors.browser.story.spot import MISSING, Mark, Spot
from pytest_cors.browser.story.subject import Situation, Told, cached_preflights
from pytest_cors.browser.story.text import EMPTY, Line, Span, capped, of_bytes, plain, wrapped
from pytest_cors.browser.story.underline import ABSENT, INDENT, carets, header_lines, stands_below, wanted_value
from pytest_cors.fetch.http import HeaderList, HttpResponse
from pytest_cors.fetch.params import Exchange
from pytest_cors.fetch.profile import Profile, profile
from pytest_cors.fetch.safelists import cors_unsafe_request_header_names

_MOST_PARTS = 5

_REQUEST_HEADERS = frozenset(
    "access-control-request-headers access-control-request-method authorization cookie origin".split()
)
_RESPONSE_HEADERS = frozenset("location set-cookie vary".split())
_BROWSER_HEADERS = frozenset("accept referer sec-fetch-dest sec-fetch-mode sec-fetch-site".split())


def wire(
    told: Told, situation: Situation | None, *, judged: Exchange | None, spot: Spot | None, width: int
) -> list[Line]:
    """Every exchange, and the request that was not sent if that is how it ended.

    :param situation: None when the fetch was allowed.
    :param judged: the exchange that decided.
    :param spot: what is underlined in it, or in the request that was not sent.
    """
    sheet = _Sheet(width, profile(told.profile), judged, spot)
    cached = cached_preflights(told)
    parts: list[list[Line]] = []
    hop = 0
    for exchange in told.exchanges:
        part = list(sheet.exchange(exchange))
        if exchange.kind == "request":
            part = [*_from_cache(hop, cached), *part]
            hop += 1
        parts.append(part)
    if situation is not None and situation.judged is None:
        parts.append([*_from_cache(hop, cached), *sheet.unsent(situation)])
    if not parts:
        return [plain("  nothing was sent")]
    return [line for part in _without_the_middle(parts) for line in (*part, EMPTY)][:-1]


def _from_cache(hop: int, cached: frozenset[int]) -> list[Line]:
    if hop not in cached:
        return []
    return [(Span("  ---", "arrow"), Span(" no preflight: an earlier answer still holds (cache)"))]


def _without_the_middle(parts: list[list[Line]]) -> list[list[Line]]:
    """The first and the last; twenty redirects are read by nobody."""
    if len(parts) <= _MOST_PARTS:
        return parts
    half = _MOST_PARTS // 2
    left_out = [plain(f"  ... {len(parts) - 2 * half} more exchanges ...")]
    return [*parts[:half], left_out, *parts[-half:]]


def request_headers_that_matter(headers: HeaderList, profile: Profile) -> frozenset[str]:
    """The names, in lower case, of what a person who asks about CORS wants to see of a request."""
    names = {name.lower() for name, _ in headers}
    unsafe = names.intersection(cors_unsafe_request_header_names(headers, profile))
    return frozenset((names & _REQUEST_HEADERS) | (unsafe - _BROWSER_HEADERS))


def response_header_matters(name: str) -> bool:
    """Whether a header is what a person who asks about CORS wants to see of a response."""
    low = name.lower()
    return low in _RESPONSE_HEADERS or low.startswith("access-control-")


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """What the exchanges are written on.

    :param judged: the exchange that decided.
    :param spot: what is underlined in it, or in the request that was not sent.
    """

    width: int
    profile: Profile
    judged: Exchange | None
    spot: Spot | None

    def exchange(self, exchange: Exchange) -> Iterator[Line]:
        request = exchange.request
        matters = request_headers_that_matter(request.headers, self.profile)
        note = "  (preflight)" if exchange.kind == "preflight" else ""
        yield (Span("  -->", "arrow"), Span(f" {request.method} {_url(request.url)}{note}"))
        for name, value in request.headers:
            if name.lower() in matters:
                yield from self._header(name, value)
        yield from self._response(exchange.response, self.spot if exchange is self.judged else None)

    def unsent(self, situation: Situation) -> Iterator[Line]:
        """The request that never left, or that nobody answered."""
        url = _url(situation.request.current_url.without_fragment)
        method = "OPTIONS" if situation.reason.preflight else situation.request.method
        yield (Span("  -x-", "wrong"), Span(f" {method} {url}"))
        assert self.spot is not None, "a denial has a spot"
        for mark in self.spot.marks:
            start = INDENT + len(method) + 1 + mark.start
            yield from carets(start, mark.end - mark.start, mark.label, width=self.width)
        for line in wrapped(what_happened(situation), self.width - INDENT):
            yield plain(" " * INDENT + line)

    def _response(self, response: HttpResponse, decided: Spot | None) -> Iterator[Line]:
        yield (Span("  <--", "arrow"), Span(f" {response.status} {phrase(response)}"))
        if decided is not None and decided.place == "status":
            yield from carets(INDENT, len(str(response.status)), decided.marks[0].label, width=self.width)
        marked = decided.name.lower() if decided is not None else ""
        left = sum(name.lower() == marked for name, _ in response.headers)
        if decided is not None and marked and not left:
            yield from self._header(decided.name, None, [Mark(0, 0, len(ABSENT), MISSING)])
            yield from self._wanted(decided, ABSENT)
        line = 0
        for name, value in response.headers:
            low = name.lower()
            if decided is not None and low == marked:
                yield from self._header(name, value, [mark for mark in decided.marks if mark.line == line])
                line += 1
                if line == left:
                    yield from self._wanted(decided, value)
            elif response_header_matters(name):
                yield from self._header(name, value)

    def _header(self, name: str, value: str | None, marks: Sequence[Mark] = ()) -> Iterator[Line]:
        shown = ABSENT if value is None else masked_header(name, value.strip(" \t"))
        return header_lines(of_bytes(name), shown, marks, width=self.width)

    def _wanted(self, decided: Spot, seen: str) -> Iterator[Line]:
        if decided.wanted:
            below = any(stands_below(decided.name, text, width=self.width) for text in (seen, decided.wanted))
            yield from wanted_value(decided.name, decided.wanted, below=below)


def what_happened(situation: Situation) -> str:
    """Why there is no answer to the last request, as a clause."""
    reason = situation.reason
    if reason.code == "ConnectionFailed":
        return f"no HTTP response came back: {reason.parameter}" if reason.parameter else "no HTTP response came back"
    if reason.code == "NoCorsRedirectModeNotFollow":
        return f"nothing was sent: redirect mode is {situation.request.redirect_mode}, and mode no-cors wants follow"
    return "not sent" if situation.told.exchanges else "nothing was sent"


def _url(url: str) -> str:
    return capped(masked_url(url))


def phrase(response: HttpResponse) -> str:
    """What stands behind the status: the server's words, else the usual ones."""
    if response.reason:
        return capped(of_bytes(response.reason))
    try:
        return HTTPStatus(response.status).phrase
    except ValueError:
        return ""
