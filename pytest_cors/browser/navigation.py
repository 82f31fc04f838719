"""A top-level navigation: how a person signs in. Cookies travel, redirects are followed, CORS has no say."""

from __future__ import annotations

from collections.abc import Generator

from pytest_cors.cookies.jar import CookieJar
from pytest_cors.fetch.headers import get_all
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.params import CookieContext
from pytest_cors.fetch.redirect import LIMIT, is_rewritten
from pytest_cors.fetch.url import Url, parse

BODY_HEADERS = frozenset({"content-type", "content-length", "content-encoding", "content-language"})


def navigate(
    cookies: CookieJar, request: HttpRequest, now: float
) -> Generator[HttpRequest, HttpResponse, HttpResponse]:
    """Yield the requests of one navigation, first-party from end to end.

    :param request: the first; its headers are the navigation's own.
    :param now: seconds since the epoch.
    """
    url = parse(request.url)
    method, headers, body = request.method, list(request.headers), request.body
    for _ in range(LIMIT + 1):
        context = CookieContext(url, None, (url,), method, now)
        cookie = cookies.cookie_header(context, [])
        sent = [*headers, ("Cookie", cookie)] if cookie else headers
        response = yield HttpRequest(method, url.wire, sent, body)
        lines = get_all(response.headers, "set-cookie")
        if lines:
            cookies.store(lines, context, [])
        target = _location(url, response)
        if target is None:
            break
        if is_rewritten(response.status, method):
            method, body = "GET", b""
            headers = [pair for pair in headers if pair[0].lower() not in BODY_HEADERS]
        url = target
    return response


def _location(url: Url, response: HttpResponse) -> Url | None:
    lines = get_all(response.headers, "location")
    if response.status not in {301, 302, 303, 307, 308} or not lines:
        return None
    try:
        return parse(lines[0], url)
    except ValueError:
        return None
