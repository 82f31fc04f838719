"""The table in docs/explanation/browsers.md, cell by cell: each test gives one row back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.http import HttpRequest
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE, API = "https://app.example.com", "https://api.example.net/"
ANY = ("Access-Control-Allow-Origin", "*")
DURATIONS = {7200: "2 hours", 86400: "1 day", 600: "10 minutes"}


def fetch(profile: str, *headers: tuple[str, str], url: str = API, **init: Any) -> Any:
    transport = ScriptedTransport(lambda _: HttpResponse(200, [ANY, *headers]))
    return Browser(transport, profile=profile).page(PAGE).fetch(url, **init)


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


def longest_max_age(profile: str) -> str:
    headers = [("Access-Control-Max-Age", "1000000"), ("Access-Control-Allow-Methods", "PUT")]
    seconds = fetch(profile, *headers, method="PUT").max_age
    return "no limit" if seconds == 1000000 else DURATIONS[seconds]


def authorization_under_the_wildcard(profile: str) -> str:
    allow = ("Access-Control-Allow-Headers", "*")
    return yes(fetch(profile, allow, headers=[("Authorization", "x")]).allowed)


def sent_cookie(profile: str, cookie: str) -> str | None:
    """The cookie that a page of another site sends, None when it stays."""
    allow = [("Access-Control-Allow-Origin", PAGE), ("Access-Control-Allow-Credentials", "true")]
    transport = ScriptedTransport([HttpResponse(200, allow)])
    browser = Browser(transport, profile=profile, third_party_cookies="allowed")
    browser.set_cookie(API, cookie)
    assert browser.page(PAGE).fetch(API, credentials="include").allowed
    return dict(transport.requests[0].headers).get("Cookie")


def cookie_without_samesite(profile: str) -> str:
    return "`Lax`" if sent_cookie(profile, "a=1; Secure") is None else "`None`"


def cookie_none_without_secure(profile: str) -> str:
    try:
        return yes(sent_cookie(profile, "a=1; SameSite=None") == "a=1")
    except InvalidArgument:
        return "no"


def third_party_cookies(profile: str) -> str:
    return Browser(ScriptedTransport([]), profile=profile).profile.third_party_cookies


def localhost_from_https(profile: str) -> str:
    return yes(fetch(profile, url="http://localhost/").allowed)


def preflight_after_303(profile: str) -> str:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "PUT":
            return HttpResponse(303, [ANY, ("Location", "/elsewhere")])
        return HttpResponse(200, [ANY, ("Access-Control-Allow-Methods", "PUT")])

    result = Browser(ScriptedTransport(answer), profile=profile).page(PAGE).fetch(API, method="PUT")
    assert result.allowed
    return yes([exchange.kind for exchange in result.exchanges].count("preflight") == 2)


ROWS = [
    longest_max_age,
    authorization_under_the_wildcard,
    cookie_without_samesite,
    cookie_none_without_secure,
    third_party_cookies,
    localhost_from_https,
    preflight_after_303,
]


def table() -> list[list[str]]:
    page = Path(__file__).parents[2].joinpath("docs/explanation/browsers.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if len(row) == 5]


def test_every_row_is_checked() -> None:
    assert len(table()) == len(ROWS) + 2


@pytest.mark.parametrize("row", range(len(ROWS)), ids=[row.__name__ for row in ROWS])
def test_a_row_is_so(row: int) -> None:
    head, _, *body = table()
    assert body[row][1:] == [ROWS[row](profile) for profile in head[1:]], body[row][0]
