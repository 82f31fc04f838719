"""One case, asked of one browser: the same way for a marker, an assertion and a client's request."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.contract.model import Case
from pytest_cors.contract.verify import verify
from pytest_cors.errors import InvalidArgument, NotModelled
from pytest_cors.fetch.url import Url, parse
from pytest_cors.survey.routes import UNKNOWN, RouteAnswer, find_route

SANDBOXED_PAGE = "https://sandboxed.example/"
"""Where a page lives whose origin is ``null``; the origin of this URL is not sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What came of a case in one browser.

    :param browser: the profile's name.
    :param route: what the app says of the URL and the method.
    :param result: None when ``unmodelled``.
    :param mismatches: what is not as declared, one sentence each.
    :param unmodelled: the engine has no answer.
    :param seconds: it took.
    """

    case: Case
    browser: str
    url: str
    route: RouteAnswer
    result: FetchResult | None
    mismatches: tuple[str, ...] = ()
    unmodelled: NotModelled | None = None
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        """Whether it is as declared; a case without expectation is, when it has an answer."""
        return self.result is not None and not self.mismatches


def check(browser: Browser, case: Case) -> Check:
    """Let a page of ``case.origin`` fetch, and hold the result against what is expected.

    :raises RequestError: script could not construct such a request.
    :raises InvalidArgument: the route cannot be resolved.
    """
    started = perf_counter()
    url = resolve(browser, case.route, page_origin=case.origin)
    page = browser.page(page_url(case.origin), sandboxed=case.origin == "null")
    try:
        result = page.fetch(
            url,
            method=case.method,
            headers=case.headers,
            body=case.body,
            mode=case.mode,
            credentials=case.credentials,
            redirect=case.redirect,
        )
    except NotModelled as unmodelled:
        seconds = perf_counter() - started
        return Check(case, browser.profile.name, url, UNKNOWN, None, (), unmodelled, seconds)
    route = ask_for_route(browser, result.request.url, result.request.method)
    mismatches = () if case.expectation is None else verify(case.expectation, result, route=route)
    return Check(case, browser.profile.name, url, route, result, mismatches, None, perf_counter() - started)


def page_url(origin: str) -> str:
    """The document of a page on an origin."""
    return SANDBOXED_PAGE if origin == "null" else f"{origin}/"


def resolve(browser: Browser, route: str, *, page_origin: str) -> str:
    """The URL that a page on ``page_origin`` asks for.

    :param route: absolute already, or a path of the app. Where the app is served by http and by https, it is
        asked on the scheme of the page.
    :raises InvalidArgument: the browser knows of no one place where the app lives.
    """
    if route.startswith(("http://", "https://")):
        return route
    if not browser.base_url:
        reason = "is relative, and this browser has no base URL: write https://… or give it base_url="
        raise InvalidArgument("route", route, reason)
    base = parse(browser.base_url)
    origin = base.origin.serialized
    scheme = "https" if page_origin == "null" else parse(page_url(page_origin)).scheme
    on_page_scheme = f"{scheme}{origin[len(base.scheme) :]}"
    if on_page_scheme in getattr(browser.transport, "origins", ()):
        origin = on_page_scheme
    return f"{origin}{route}"


def app_at(browser: Browser, url: str) -> Any:
    """The app that this browser would ask at a URL; None when it asks something else, as a live server."""
    find = getattr(browser.transport, "app_at", None)
    return None if find is None else find(url)


def ask_for_route(browser: Browser, url: Url, method: str) -> RouteAnswer:
    """What the app at this URL says of the method."""
    return find_route(app_at(browser, url.wire), url, method)
