"""What crossed the wire, as plain values: credentials masked, what is long cut."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pytest_cors.browser.result import FetchResult
from pytest_cors.browser.story.masks import masked_header, masked_url
from pytest_cors.browser.story.subject import Told
from pytest_cors.browser.story.wire import phrase, request_headers_that_matter, response_header_matters
from pytest_cors.fetch.headers import get_all
from pytest_cors.fetch.http import HeaderList
from pytest_cors.fetch.params import Exchange
from pytest_cors.fetch.profile import profile
from pytest_cors.fetch.trace import PREFLIGHT_KEPT, PREFLIGHT_NEEDED
from pytest_cors.survey.story import LONGEST_VALUE, RecordedExchange, RecordedHeader, RecordedKept

Detail = Literal["brief", "story", "wire"]
"""How much is kept: no headers; the headers that matter, and a story; every header, and a story."""

_BROWSERS = ("chromium", "firefox", "webkit")


def recorded_exchanges(told: Told, *, detail: Detail) -> tuple[RecordedExchange, ...]:
    """Every exchange, in order.

    :param told: a fetch without the values that nobody may tell.
    """
    if detail == "brief":
        return tuple(
            RecordedExchange(seen.kind, seen.request.method, masked_url(seen.request.url), seen.response.status)
            for seen in told.exchanges
        )
    return tuple(_exchange(seen, told.profile, whole=detail == "wire") for seen in told.exchanges)


def _exchange(seen: Exchange, browser: str, *, whole: bool) -> RecordedExchange:
    request, response = seen.request, seen.response
    asking = request_headers_that_matter(request.headers, profile(browser))
    answering = {name.lower() for name, _ in response.headers if response_header_matters(name)}
    return RecordedExchange(
        kind=seen.kind,
        method=cut(request.method),
        url=cut(masked_url(request.url)),
        status=response.status,
        phrase=cut(phrase(response)),
        request_headers=_headers(request.headers, asking, whole=whole),
        response_headers=_headers(response.headers, answering, whole=whole),
        body_size=len(request.body),
    )


def _headers(headers: HeaderList, matter: Collection[str], *, whole: bool) -> tuple[RecordedHeader, ...]:
    return tuple(
        RecordedHeader(cut(name), cut(masked_header(name, value.strip(" \t"))), name.lower() in matter)
        for name, value in headers
        if whole or name.lower() in matter
    )


def cut(text: str) -> str:
    """A text of any length, or its beginning and how long it is."""
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}... ({len(text)} characters)"


def preflight_causes(result: FetchResult) -> tuple[str, ...]:
    """What made the browser ask first, such as ``"method PUT"``; empty when it did not."""
    needed = (entry[2] for entry in result.trace if entry[0] is PREFLIGHT_NEEDED)
    return tuple(dict.fromkeys(cut(str(cause)) for causes in needed for cause in causes))


def kept(result: FetchResult) -> tuple[RecordedKept, ...]:
    """How long each browser would keep the answer of the last preflight; empty when none was good."""
    if not any(entry[0] is PREFLIGHT_KEPT for entry in result.trace):
        return ()
    answers = [seen.response.headers for seen in result.exchanges if seen.kind == "preflight"]
    lines = get_all(answers[-1], "access-control-max-age")
    opaque = result.page.origin == "null"
    return tuple(
        RecordedKept(name, 0.0 if opaque and not browser.caches_opaque_origins else browser.max_age(lines))
        for name, browser in ((name, profile(name)) for name in _BROWSERS)
    )
