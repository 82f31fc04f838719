"""``new Request()``: what script cannot even say, and what it says in vain."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.errors import RequestError
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"


def fetched(url: str = "/x", *, name: str = "standard", **keywords: Any) -> FetchResult:
    browser = Browser(ScriptedTransport(lambda _: HttpResponse(200)), profile=name)
    return browser.page(f"{APP}/dir/page").fetch(url, **keywords)


NOT_A_TOKEN = "is not a token, as a method must be"
FORBIDDEN = "is forbidden: browsers let no script send it"
REFUSED: list[tuple[str, object, dict[str, Any], str]] = [
    ("url", "http://[", {}, "cannot be parsed"),
    ("url", "https://", {}, "cannot be parsed"),
    ("url", "https://u@api.example.net/", {}, "has user info, which a request may not carry"),
    ("url", "https://:p@api.example.net/", {}, "has user info, which a request may not carry"),
    ("method", "", {}, NOT_A_TOKEN),
    ("method", "G T", {}, NOT_A_TOKEN),
    ("method", "GET\n", {}, NOT_A_TOKEN),
    ("method", "\u00e9", {}, NOT_A_TOKEN),
    ("method", "CONNECT", {}, FORBIDDEN),
    ("method", "trace", {}, FORBIDDEN),
    ("method", "Track", {}, FORBIDDEN),
    ("method", "PUT", {"mode": "no-cors"}, "is not one of GET, HEAD, POST, as mode 'no-cors' demands"),
    ("mode", "navigate", {}, "is not one of 'cors', 'no-cors', 'same-origin'"),
    ("mode", "CORS", {}, "is not one of 'cors', 'no-cors', 'same-origin'"),
    ("credentials", "always", {}, "is not one of 'omit', 'same-origin', 'include'"),
    ("redirect", "bogus", {}, "is not one of 'follow', 'error', 'manual'"),
    (
        "cache",
        "never",
        {},
        "is not one of 'default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'",
    ),
    ("mode", ["cors"], {}, "is not one of 'cors', 'no-cors', 'same-origin'"),
    ("credentials", {}, {}, "is not one of 'omit', 'same-origin', 'include'"),
    ("redirect", ["follow"], {}, "is not one of 'follow', 'error', 'manual'"),
    ("cache", "only-if-cached", {}, "needs mode 'same-origin'"),
    (
        "referrer_policy",
        "never",
        {},
        (
            "is not one of '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',"
            " 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'"
        ),
    ),
    ("body", "x", {}, "cannot go with method GET"),
    ("body", b"", {"method": "HEAD"}, "cannot go with method HEAD"),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("argument", "value", "others", "why"), REFUSED)
def test_what_script_cannot_say(argument: str, value: object, others: dict[str, Any], why: str, name: str) -> None:
    server = ScriptedTransport([])
    page = Browser(server, profile=name).page(f"{APP}/")
    keywords = {"url": f"{API}/", **others, argument: value}
    with pytest.raises(RequestError) as caught:
        page.fetch(**keywords)
    error = caught.value
    assert (error.argument, error.value, error.reason) == (argument, value, why)
    assert str(error) == f"{argument} {value!r}: {why}"
    assert isinstance(error, TypeError)
    assert server.requests == []


NO_NAME = "is not a token, as a header's name must be"
BAD_HEADERS: list[tuple[object, object, str]] = [
    (("", "1"), "", NO_NAME),
    (("X A", "1"), "X A", NO_NAME),
    (("X:", "1"), "X:", NO_NAME),
    (("caf\u00e9", "1"), "caf\u00e9", NO_NAME),
    (("X-A", "1\x002"), "1\x002", "has a NUL or a line break; X-A cannot be that"),
    (("X-A", "1\n2"), "1\n2", "has a NUL or a line break; X-A cannot be that"),
    (("X-A", "1\r2"), "1\r2", "has a NUL or a line break; X-A cannot be that"),
    (("X-A", 1), ("X-A", 1), "is not a pair of strings, (name, value)"),
    ((1, "X-A"), (1, "X-A"), "is not a pair of strings, (name, value)"),
    (("X-A",), ("X-A",), "is not a pair of strings, (name, value)"),
    (("X-A", "1", "2"), ("X-A", "1", "2"), "is not a pair of strings, (name, value)"),
    ("X-A: 1", "X-A: 1", "is not a pair of strings, (name, value)"),
]


@pytest.mark.parametrize(("header", "value", "why"), BAD_HEADERS)
def test_headers_that_cannot_be(header: object, value: object, why: str) -> None:
    with pytest.raises(RequestError) as caught:
        fetched(headers=[("X-B", "2"), header])
    assert (caught.value.argument, caught.value.value, caught.value.reason) == ("headers", value, why)


def test_a_value_beyond_latin_1_cannot_be() -> None:
    with pytest.raises(RequestError) as caught:
        fetched(headers=[("X-A", "\u20ac")])
    assert (caught.value.argument, caught.value.value) == ("headers", "\u20ac")
    assert caught.value.reason == "has a character above U+00FF; X-A is made of bytes"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ([], []),
        ([("X-A", " \t\r\n1 2\r\n")], [("X-A", "1 2")]),
        ([("X-A", "1"), ("x-a", "2")], [("X-A", "1"), ("x-a", "2")]),
        ([("Host", "a"), ("X-A", "1"), ("cookie", "b"), ("Sec-X", "c"), ("Proxy-X", "d")], [("X-A", "1")]),
        ([("X-HTTP-Method-Override", "trace"), ("X-HTTP-Method", "PUT")], [("X-HTTP-Method", "PUT")]),
        ([("User-Agent", "me")], [("User-Agent", "me")]),
        ([("X-A", "\x01\x7f\xff")], [("X-A", "\x01\x7f\xff")]),
        ([("X-A", "\xa0\x0b1\x0c\x85")], [("X-A", "\xa0\x0b1\x0c\x85")]),
    ],
)
def test_headers_in_vain(headers: list[Header], kept: list[Header]) -> None:
    assert list(fetched(headers=headers).request.headers) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("standard", [("X-A", "1"), ("User-Agent", "me"), ("x-a", "")]),
        ("firefox", [("X-A", "1"), ("User-Agent", "me"), ("x-a", "")]),
        ("webkit", [("X-A", "1,"), ("User-Agent", "me")]),
        ("chromium", [("X-A", "1,")]),
    ],
)
def test_headers_by_profile(name: str, kept: list[Header]) -> None:
    headers = [("X-A", "1"), ("User-Agent", "me"), ("x-a", "")]
    assert list(fetched(name=name, headers=headers).request.headers) == kept


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ([("Accept", "a"), ("Content-Type", "text/plain")], [("Accept", "a"), ("Content-Type", "text/plain")]),
        ([("Content-Type", "application/json"), ("X-A", "1"), ("Range", "bytes=0-")], []),
        # What matters is the value together with those before it.
        ([("Accept", "a" * 100), ("accept", "b" * 26)], [("Accept", "a" * 100), ("accept", "b" * 26)]),
        ([("Accept", "a" * 100), ("accept", "b" * 27)], [("Accept", "a" * 100)]),
        ([("Content-Type", "text/plain"), ("content-type", "x")], [("Content-Type", "text/plain")]),
        ([("Accept", "a"), ("Accept-Language", "b" * 127)], [("Accept", "a"), ("Accept-Language", "b" * 127)]),
    ],
)
def test_mode_no_cors_keeps_only_what_a_form_could_say(headers: list[Header], kept: list[Header]) -> None:
    assert list(fetched(f"{API}/", mode="no-cors", headers=headers).request.headers) == kept


TEXT = ("Content-Type", "text/plain;charset=UTF-8")


@pytest.mark.parametrize(
    ("body", "headers", "data", "kept"),
    [
        (None, [], None, []),
        (b"", [], b"", []),
        (b"x\xff", [], b"x\xff", []),
        ("", [], b"", [TEXT]),
        ("caf\u00e9", [], b"caf\xc3\xa9", [TEXT]),
        ("\ud800", [], b"?", [TEXT]),
        ("x", [("content-type", "a/b")], b"x", [("content-type", "a/b")]),
    ],
)
def test_body(body: bytes | str | None, headers: list[Header], data: bytes | None, kept: list[Header]) -> None:
    result = fetched(method="POST", headers=headers, body=body)
    assert result.request.body == data
    assert list(result.request.headers) == kept
    assert result.exchanges[0].request.body == (data or b"")


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("", f"{APP}/dir/page"),
        ("x", f"{APP}/dir/x"),
        ("/x?y#z", f"{APP}/x?y#z"),
        ("//api.example.net", f"{API}/"),
        (f"{API}/a b", f"{API}/a%20b"),
    ],
)
def test_url(url: str, href: str) -> None:
    browser = Browser(ScriptedTransport(lambda _: HttpResponse(200)), profile="standard")
    result = browser.page(f"{APP}/dir/page").fetch(url)
    assert result.request.url.href == href


def test_all_that_script_said() -> None:
    request = fetched(
        f"{API}/",
        method="delete",
        mode="cors",
        credentials="include",
        redirect="manual",
        cache="no-store",
        referrer_policy="origin",
        use_cors_preflight=True,
    ).request
    assert request.method == "DELETE"
    assert (request.mode, request.credentials_mode, request.redirect_mode) == ("cors", "include", "manual")
    assert (request.cache_mode, request.referrer_policy, request.use_cors_preflight) == ("no-store", "origin", True)


def test_what_script_did_not_say() -> None:
    request = fetched().request
    assert (request.method, request.mode, request.credentials_mode) == ("GET", "cors", "same-origin")
    assert (request.redirect_mode, request.cache_mode, request.referrer_policy) == ("follow", "default", "")
    assert not request.use_cors_preflight
    assert request.body is None


def test_only_if_cached_is_for_mode_same_origin() -> None:
    assert fetched(mode="same-origin", cache="only-if-cached").request.cache_mode == "only-if-cached"
