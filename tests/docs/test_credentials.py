"""The tables in docs/explanation/credentials.md."""

from __future__ import annotations

import pytest

from pytest_cors import Browser
from pytest_cors.fetch.site import same_site
from pytest_cors.fetch.url import parse_origin
from pytest_cors.transport import HttpResponse, ScriptedTransport

from .tables import table

PAGE = "explanation/credentials.md"
BROWSERS = ["chromium", "firefox", "webkit"]
APP = "https://app.example.com"
ELSEWHERE, BESIDE = "https://api.example.net/", "https://api.example.com/"


def server() -> ScriptedTransport:
    headers = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    return ScriptedTransport(lambda _: HttpResponse(200, headers))


def first_party(browser: str, cookie: str, api: str) -> bool:
    """Whether a cookie that was got at the API's own address goes along from a page."""
    transport = server()
    user = Browser(transport, profile=browser)
    user.set_cookie(api, cookie)
    assert user.page(APP).fetch(api, credentials="include").allowed
    return "Cookie" in dict(transport.requests[0].headers)


def from_the_page(browser: str, cookie: str, api: str) -> bool:
    """Whether a cookie that came in an answer to the page goes along with its next request."""
    headers = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    transport = ScriptedTransport(lambda _: HttpResponse(200, [*headers, ("Set-Cookie", cookie)]))
    page = Browser(transport, profile=browser).page(APP)
    page.fetch(api, credentials="include")
    page.fetch(api, credentials="include")
    return "Cookie" in dict(transport.requests[1].headers)


def cookie(cell: str) -> str:
    return "a=1; Secure" if cell == "nothing" else f"a=1; {cell.strip('`')}; Secure".replace("Secure; Secure", "Secure")


@pytest.mark.parametrize("row", range(4))
def test_which_cookies_go_along(row: int) -> None:
    _, *rows = table(PAGE, "the cookie says")
    said, *cells = rows[row]
    assert len(rows) == 4
    for browser, cell in zip(BROWSERS, cells, strict=True):
        seen = {
            (False, False): "no",
            (False, True): "yes, partitioned",
            (True, True): "yes",
        }[first_party(browser, cookie(said), ELSEWHERE), from_the_page(browser, cookie(said), ELSEWHERE)]
        assert seen == cell, browser


@pytest.mark.parametrize("browser", BROWSERS)
def test_on_the_same_site_all_of_them_do(browser: str) -> None:
    _, *rows = table(PAGE, "the cookie says")
    assert all(first_party(browser, cookie(said), BESIDE) for said, *_ in rows)


def test_modes() -> None:
    _, *rows = table(PAGE, "`credentials`")
    for mode, own, others, star in rows:
        word = mode.split('"')[1]
        for origin, cell in ((f"{APP}/", own), (ELSEWHERE, others)):
            transport = server()
            user = Browser(transport)
            user.set_cookie(origin, "a=1; SameSite=None; Secure")
            user.page(APP).fetch(origin, credentials=word)
            assert ("Cookie" in dict(transport.requests[0].headers)) is (cell != "no"), mode
        transport = ScriptedTransport([HttpResponse(200, [("Access-Control-Allow-Origin", "*")])])
        assert Browser(transport).page(APP).fetch(ELSEWHERE, credentials=word).allowed is (star == "yes"), mode


def test_sites() -> None:
    _, *rows = table(PAGE, "page")
    for page, api, origin, site in rows[:-1]:
        one, other = parse_origin(page.strip("`")), parse_origin(api.strip("`"))
        assert (one.serialized == other.serialized) is (origin == "same")
        assert same_site(one, other) is (site == "same"), (page, api)
