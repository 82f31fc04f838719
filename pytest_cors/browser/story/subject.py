"""What a story is told about: as much of a fetch's result as the story looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pytest_cors.fetch.headers import get, get_all
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.params import CookieNote, Exchange
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.response import NetworkError, Response
from pytest_cors.fetch.trace import PREFLIGHT_CACHED, REDIRECTED, Trace


class Told(Protocol):
    """The part of ``FetchResult`` that stories are about; they are written below it, and do not know it."""

    @property
    def request(self) -> Request:
        """As script made it."""

    @property
    def outcome(self) -> Response | NetworkError:
        """What the engine came to."""

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What crossed the wire."""

    @property
    def trace(self) -> Trace:
        """The steps taken."""

    @property
    def profile(self) -> str:
        """The browser's name."""

    @property
    def cookies(self) -> tuple[CookieNote, ...]:
        """Cookies that did not travel."""

    @property
    def reason(self) -> Reason | None:
        """Why it was denied."""

    @property
    def error(self) -> BaseException | None:
        """What the application raised."""

    @property
    def mask(self) -> frozenset[str]:
        """Names in lower case whose values are not to be told."""

    @property
    def same_origin(self) -> bool:
        """Whether the page asked its own origin."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A denial, with what the advice about it needs.

    :param reason: why.
    :param judged: the exchange whose answer was judged; None when nothing was sent or nothing came back.
    :param told: the whole result.
    """

    reason: Reason
    judged: Exchange | None
    told: Told

    @property
    def request(self) -> Request:
        """As it was at the step that decided, after any redirects."""
        return self.reason.request

    @property
    def wanted_origin(self) -> str:
        """What Access-Control-Allow-Origin has to be."""
        return self.reason.origin

    @property
    def page_origin(self) -> str:
        """The page's, serialised, whatever redirects made of it."""
        return self.request.client.origin.serialized

    @property
    def include(self) -> bool:
        """Whether credentials are included."""
        return self.request.credentials_mode == "include"

    @property
    def path(self) -> str:
        """Of the URL that was asked last."""
        return self.request.current_url.path

    @property
    def response(self) -> HttpResponse | None:
        """The one that was judged."""
        return self.reason.response

    @property
    def status(self) -> int:
        """Its status, 0 when there was none."""
        return self.reason.status or 0

    @property
    def error(self) -> BaseException | None:
        """What the application raised while it made that response."""
        return None if self.response is None else self.response.error

    def lines(self, name: str) -> list[str]:
        """The lines of a header of the response that was judged; ``name`` is lower-case."""
        return [] if self.response is None else list(get_all(self.response.headers, name))

    def items(self, name: str) -> list[str]:
        """The items of a list header of that response."""
        return [item.strip() for line in self.lines(name) for item in line.split(",") if item.strip()]

    def asked_names(self) -> list[str]:
        """The header names that the preflight asked for, as the author wrote them."""
        assert self.judged is not None, "what a preflight refuses was asked"
        asked = get(self.judged.request.headers, "access-control-request-headers") or ""
        written = {name.lower(): name for name, _ in self.request.headers}
        return [written.get(name, name) for name in dict.fromkeys(asked.split(",")) if name]


def situation_of(told: Told, reason: Reason) -> Situation:
    """A denial, ready for advice."""
    return Situation(reason, exchange_of(told, reason), told)


def exchange_of(told: Told, reason: Reason) -> Exchange | None:
    """The exchange whose response was judged, None when none was."""
    for exchange in reversed(told.exchanges):
        if exchange.response is reason.response:
            return exchange
    return None


def cached_preflights(told: Told) -> frozenset[int]:
    """Before which request exchanges, counted from 0, an earlier preflight's answer was taken from the cache."""
    hop = 0
    cached: set[int] = set()
    for step, *_ in told.trace:
        if step is REDIRECTED:
            hop += 1
        elif step is PREFLIGHT_CACHED:
            cached.add(hop)
    return frozenset(cached)
