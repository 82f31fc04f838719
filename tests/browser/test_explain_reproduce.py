"""The same request by hand: a command for a shell, a call for a console."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors import Browser
from pytest_cors.browser.story.masks import mask
from pytest_cors.browser.story.reproduce import curl, fetch_call, shell
from pytest_cors.fetch.http import HttpRequest
from pytest_cors.transport import HttpResponse, ScriptedTransport

URL = "https://api.example.net/users"


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (HttpRequest("GET", URL), f"curl -i {URL}"),
        (HttpRequest("HEAD", URL), f"curl -I {URL}"),
        (HttpRequest("PUT", URL, [("Accept", "*/*"), ("Origin", "null")]), f"curl -i -X PUT {URL} -H 'Origin: null'"),
        (HttpRequest("GET", URL, [("Accept", "text/csv")]), f"curl -i {URL} -H 'Accept: text/csv'"),
        (HttpRequest("GET", f"{URL}?a[]=1&b=it's"), f"curl -i -g '{URL}?a[]=1&b=it'\"'\"'s'"),
        (HttpRequest("GET", URL, [("X-A", "")]), f"curl -i {URL} -H 'X-A;'"),
        (HttpRequest("GET", URL, [("X-A", "\x01é'")]), f"curl -i {URL} -H $'X-A: \\x01\\xe9\\''"),
        (HttpRequest("POST", URL, [], b"@x"), f"curl -i -X POST {URL} -H 'Content-Type:' --data-raw @x"),
        (
            HttpRequest("POST", URL, [("Content-Type", "text/csv")], b"a\nb"),
            f"curl -i -X POST {URL} -H 'Content-Type: text/csv' --data-raw $'a\\nb'",
        ),
        (
            HttpRequest("GET", URL, [("Authorization", "Bearer x"), ("Cookie", "sid=1")]),
            f"curl -i {URL} -H 'Authorization: Bearer {mask('x')}' -H 'Cookie: sid={mask('1')}'",
        ),
        (
            HttpRequest("GET", URL, [("Referer", "https://a.example/"), ("Sec-Fetch-Site", "cross-site")]),
            f"curl -i {URL}",
        ),
        (
            HttpRequest("POST", URL, [("Content-Type", "x/y")], b"x" * 5000),
            "--data-raw '(5000 characters, left out here)'",
        ),
    ],
)
def test_a_request_as_a_command(request_: HttpRequest, command: str) -> None:
    lines = curl(request_, width=1000)
    assert len(lines) == 1
    assert lines[0].endswith(command)


def test_a_long_command_is_continued_where_a_shell_continues_it() -> None:
    request = HttpRequest("PUT", URL, [("Origin", "https://app.example.com"), ("X-A", "1")])
    lines = curl(request, width=60)
    assert lines == [
        f"curl -i -X PUT {URL} \\",
        "  -H 'Origin: https://app.example.com' \\",
        "  -H 'X-A: 1'",
    ]
    assert shlex.split(" ".join(line.removesuffix("\\") for line in lines)) == shlex.split(curl(request, width=1000)[0])


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_printable_text_survives_a_shell(text: str) -> None:
    assert shlex.split(shell(text)) == [text]


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\0")))
def test_any_bytes_survive_a_shell(text: str) -> None:
    quoted = shell(text)
    if quoted.startswith("$'"):
        escaped = quoted[2:-1].replace("\\'", "'")
        assert escaped.encode().decode("unicode_escape") == text
        assert escaped.isascii()
        assert escaped.isprintable()


def call(**init: Any) -> str:
    page = Browser(ScriptedTransport(lambda _: HttpResponse(200)), profile="standard").page("https://app.example.com/")
    lines = fetch_call(page.fetch(init.pop("url", URL), **init).request, width=1000)
    assert lines[0] == "// in the console of https://app.example.com/"
    return "\n".join(lines[1:])


@pytest.mark.parametrize(
    ("init", "told"),
    [
        ({}, "await fetch({url})"),
        ({"method": "PUT"}, 'await fetch({url}, {{ method: "PUT" }})'),
        (
            {"credentials": "include", "redirect": "manual", "mode": "cors", "cache": "no-store"},
            'await fetch({url}, {{ credentials: "include", redirect: "manual", cache: "no-store" }})',
        ),
        ({"referrer_policy": "origin"}, 'await fetch({url}, {{ referrerPolicy: "origin" }})'),
        ({"headers": [("X-A", 'é"')]}, 'await fetch({url}, {{ headers: {{ "X-A": "\\u00e9\\"" }} }})'),
        (
            {"headers": [("X-A", "1"), ("x-a", "2")]},
            'await fetch({url}, {{ headers: [["X-A", "1"], ["x-a", "2"]] }})',
        ),
        (
            {"method": "POST", "headers": [("Content-Type", "a/b")], "body": b"\xe2\x80\xa8"},
            'await fetch({url}, {{ method: "POST", headers: {{ "Content-Type": "a/b" }}, body: "\\u2028" }})',
        ),
        (
            {"method": "POST", "body": b"abc"},
            'await fetch({url}, {{ method: "POST", body: new TextEncoder().encode("abc") }})',
        ),
        (
            {"method": "POST", "body": b"\xff\x00"},
            'await fetch({url}, {{ method: "POST", body: new Uint8Array([255, 0]) }})',
        ),
        (
            {"method": "POST", "body": b"\xff" * 33},
            'await fetch({url}, {{ method: "POST", body: new Uint8Array(33) /* 33 bytes, left out here */ }})',
        ),
        (
            {"method": "POST", "body": b"x" * 1001},
            'await fetch({url}, {{ method: "POST", body: new Uint8Array(1001) /* 1001 bytes, left out here */ }})',
        ),
        (
            {"headers": [("Authorization", "Bearer x")]},
            'await fetch({url}, {{ headers: {{ "Authorization": "Bearer ' + mask("x") + '" }} }})',
        ),
    ],
)
def test_a_request_as_a_call(init: dict[str, Any], told: str) -> None:
    assert call(**init) == told.format(url=json.dumps(URL))


def test_a_long_call_has_a_member_on_each_line() -> None:
    page = Browser(ScriptedTransport(lambda _: HttpResponse(200))).page("https://app.example.com/")
    headers = [("X-Alpha", "1" * 20), ("X-Beta", "2" * 20), ("X-Gamma", "3")]
    request = page.fetch(URL, method="PUT", headers=headers).request
    assert fetch_call(request, width=68)[1:] == [
        f'await fetch("{URL}", {{',
        '  method: "PUT",',
        "  headers: {",
        '    "X-Alpha": "11111111111111111111",',
        '    "X-Beta": "22222222222222222222",',
        '    "X-Gamma": "3",',
        "  },",
        "})",
    ]


def test_a_sandboxed_page_has_another_console() -> None:
    page = Browser(ScriptedTransport(lambda _: HttpResponse(200))).page("https://app.example.com/", sandboxed=True)
    lines = fetch_call(page.fetch(URL).request, width=68)
    assert lines[0] == "// in the console of a sandboxed frame, whose origin is null"


def test_what_fetch_cannot_do_is_said() -> None:
    page = Browser(ScriptedTransport(lambda _: HttpResponse(200, [("Access-Control-Allow-Origin", "*")])))
    request = page.page("https://app.example.com/").fetch(URL, method="POST", use_cors_preflight=True).request
    assert "XMLHttpRequest" in fetch_call(request, width=68)[1]
