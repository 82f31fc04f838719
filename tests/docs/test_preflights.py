"""The tables in docs/explanation/preflights.md."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.fetch.http import HttpRequest
from pytest_cors.transport import HttpResponse, ScriptedTransport

from .tables import table

PAGE, API = "https://app.example.com", "https://api.example.net/"
BROWSERS = ["chromium", "firefox", "webkit"]
ALLOWED = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "PUT, PATCH, DELETE, PURGE"),
    (
        "Access-Control-Allow-Headers",
        "Accept, Authorization, Content-Type, If-None-Match, User-Agent, X-Requested-With, X-Any",
    ),
]

Init = dict[str, Any]


def header(line: str) -> Init:
    name, _, value = line.partition(": ")
    return {"headers": [(name, value)]}


SENT: dict[str, list[Init]] = {
    "GET, HEAD, POST, nothing else set": [{"method": method} for method in ("GET", "HEAD", "POST")],
    "PUT, PATCH, DELETE, any other method": [{"method": method} for method in ("PUT", "PATCH", "DELETE", "PURGE")],
    "`Content-Type: application/json`": [header("Content-Type: application/json") | {"method": "POST", "body": "{}"}],
    "`Content-Type: application/x-www-form-urlencoded`": [
        header("Content-Type: application/x-www-form-urlencoded") | {"method": "POST", "body": "a=1"}
    ],
    "`Authorization`": [header("Authorization: Bearer x")],
    "`X-Requested-With`, any `X-...`": [header("X-Requested-With: XMLHttpRequest"), header("X-Any: 1")],
    "`Accept: application/json`": [header("Accept: application/json")],
    "`Accept` with more than 128 characters": [header(f"Accept: {'x' * 129}")],
    "`Range: bytes=0-99`": [header("Range: bytes=0-99")],
    "`If-None-Match`": [header('If-None-Match: "x"')],
    "`User-Agent`": [header("User-Agent: x")],
    "`XMLHttpRequest` with a listener on `upload`": [{"method": "POST", "use_cors_preflight": True}],
}

KEPT = {5: "5 s", 600: "10 min", 7200: "2 h", 86400: "1 day", 0: "not kept"}


def fetch(profile: str, init: Init, *headers: tuple[str, str]) -> Any:
    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(200, [*ALLOWED, *headers])

    return Browser(ScriptedTransport(answer), profile=profile).page(PAGE).fetch(API, **init)


def is_asked_first(profile: str, init: Init) -> bool:
    result = fetch(profile, init)
    assert result.allowed
    return bool(result.exchanges[0].kind == "preflight")


def test_every_row_is_checked() -> None:
    assert [row[0] for row in table("explanation/preflights.md", "the page sends")[1:]] == list(SENT)


@pytest.mark.parametrize("row", SENT)
def test_what_is_asked_first(row: str) -> None:
    (cells,) = [cells for cells in table("explanation/preflights.md", "the page sends") if cells[0] == row]
    assert [{"yes" if is_asked_first(browser, init) else "no" for init in SENT[row]} for browser in BROWSERS] == [
        {cell} for cell in cells[1:]
    ]


def test_how_long_an_answer_is_kept() -> None:
    _, *rows = table("explanation/preflights.md", "")
    assert len(rows) == 5
    for first, *cells in rows:
        line = first.strip("`").partition(": ")
        headers = [(line[0], line[2])] if line[2] else []
        kept = [fetch(browser, {"method": "PUT"}, *headers).max_age for browser in BROWSERS]
        assert [KEPT[seconds] for seconds in kept] == cells, first
