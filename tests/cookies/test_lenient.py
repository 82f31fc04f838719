"""The reading that stops at the first byte it does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.cookies.cookie import ParsedCookie
from pytest_cors.cookies.jar import CookieJar
from pytest_cors.cookies.lenient import parse_lenient_date, parse_leniently
from pytest_cors.fetch.params import CookieContext
from pytest_cors.fetch.profile import profile
from pytest_cors.fetch.url import parse

NOW = 1_700_000_000.0
PAST = float("-inf")


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("a=b", "a", "b"),
        ("  a = b  ; Secure", "a", "b"),
        ("a=b=c", "a", "b=c"),
        ("a==b", "a", "=b"),
        ("a=", "a", ""),
        ("v", "", "v"),
        ("=v", "", "v"),
        ("=a=b", "", "a=b"),
        # A comma ends a name, so that this one has none.
        ("a,b=c", "", "a,b=c"),
        ("a=b,c", "a", "b,c"),
        # What is not printable ASCII ends everything.
        ("a=caf\xe9s; Secure", "a", "caf"),
        ("a=b\tc", "a", "b"),
        ("a=b\x01", "a", "b"),
        ("a=\xe9", "a", ""),
        ("\t a=b", "a", "b"),
        ("\x7f=\x7f", "\x7f", "\x7f"),
    ],
)
def test_name_and_value(line: str, name: str, value: str) -> None:
    parsed = parse_leniently(line, NOW)
    assert parsed is not None
    assert (parsed.name, parsed.value) == (name, value)


@pytest.mark.parametrize("line", ["", "=", ";", " ; Secure", "=;Path=/", "\xe9=1", "\x01a=b"])
def test_no_cookie(line: str) -> None:
    assert parse_leniently(line, NOW) is None


ATTRIBUTES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    (";;", {}),
    ("; Secure; HttpOnly; Partitioned", {"secure": True, "http_only": True, "partitioned": True}),
    (" ;\tSECURE = no ; Nonsense=1", {"secure": True}),
    # After a byte that is not known nothing counts, not even what was well written.
    ("\xe9; Secure", {}),
    ("; HttpOnly; X=\xe9; Secure", {"http_only": True}),
    ("; HttpOnly, x; Secure", {"http_only": True}),
    # Domain and Path count with an equals sign only
    ("; Domain=.Example.COM", {"domain": "Example.COM"}),
    ("; Domain=example.com; Domain", {"domain": "example.com"}),
    ("; Domain=example.com; Domain=", {}),
    ("; Domain=com", {"domain": "."}),
    ("; Domain=.com", {"domain": "."}),
    ("; Domain=.", {"domain": "."}),
    ("; Domain=t.co", {"domain": "t.co"}),
    ("; Path=/x; Path", {"path": "/x"}),
    ("; Path=/x; Path=y", {}),
    # SameSite=None takes nothing back
    ("; SameSite=None", {}),
    ("; SameSite=STRICT", {"same_site": "Strict"}),
    ("; SameSite=Lax; SameSite=None", {"same_site": "Lax"}),
    ("; SameSite=Lax; SameSite=Strict", {"same_site": "Strict"}),
    ("; SameSite=Strict; SameSite=Bogus; SameSite", {"same_site": "Strict"}),
    # Max-Age and Expires: whichever comes last
    ("; Max-Age=60", {"expires": NOW + 60}),
    ("; Max-Age=+60", {"expires": NOW + 60}),
    ("; Max-Age=0", {"expires": PAST}),
    ("; Max-Age=-5", {"expires": PAST}),
    (f"; Max-Age={'9' * 5000}", {}),
    (f"; Expires=1 Jan {'9' * 5000} 00:00:00", {}),
    (f"; Expires=Jan 1 00:00:{'9' * 5000} 2026", {}),
    ("; Max-Age=", {"expires": PAST}),
    ("; Max-Age", {}),
    ("; Max-Age=6x", {}),
    ("; Max-Age=1.5", {}),
    ('; Max-Age="60"', {}),
    ("; Max-Age=60; Max-Age=x", {"expires": NOW + 60}),
    (f"; Max-Age={'9' * 30}", {}),
    (f"; Max-Age={2**31}", {"expires": NOW - 2**31}),
    (f"; Max-Age={2**63}", {}),
    ("; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:10 GMT", {"expires": 10.0}),
    ("; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Max-Age=60", {"expires": NOW + 60}),
    ("; Max-Age=60; Expires=soon", {}),
    ("; Max-Age=60; Expires", {"expires": NOW + 60}),
]


@pytest.mark.parametrize(("attributes", "expected"), ATTRIBUTES)
def test_attributes(attributes: str, expected: dict[str, Any]) -> None:
    assert parse_leniently(f"a=b{attributes}", NOW) == replace(ParsedCookie("a", "b"), **expected)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 01 Jan 1970 00:01:05 GMT",
        "Thu, 01-Jan-70 00:01:05 GMT",
        "Thursday, 01-Jan-1970 00:01:05",
        "1 jan 1970 0:1:5",
        "  Thu 01 Jan 1970 00:01:05 +0500",
        "Thu Jan  1 00:01:05 1970",
        "Thu, Jan 1 0:1:5 70",
        "01 Jan 1970-00:01:05PST",
    ],
)
def test_a_date(text: str) -> None:
    assert parse_lenient_date(text) == 65.0


@pytest.mark.parametrize(
    ("year", "since_1970"), [("69", 99), ("70", 0), ("99", 29), ("00", 30), ("150", 80), ("1970", 0), ("2000", 30)]
)
def test_a_year(year: str, since_1970: int) -> None:
    seconds = parse_lenient_date(f"1 Jan {year} 00:00:00")
    assert seconds is not None
    assert round(seconds / 86400 / 365.2425) == since_1970


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970",
        "Thu, 01 Jan 1970 00:00",
        "Thu, 01 January 1970 00:00:00",
        "Thu, 01 Foo 1970 00:00:00",
        "Jan 1 00:00:00 1970",
        "Thu, 32 Jan 1970 00:00:00",
        "Thu, 01 Jan 1970 24:00:00",
        "Thu, 01 Jan 99999 00:00:00",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_lenient_date(text) is None


@given(st.text(st.characters(codec="latin-1")))
def test_whatever_a_server_sends_is_a_cookie_or_none(line: str) -> None:
    parsed = parse_leniently(line, NOW)
    if parsed is not None:
        assert parsed.name or parsed.value
        assert (parsed.name + parsed.value).isascii()
        assert parsed.path is None or parsed.path.startswith("/")


def test_webkit_reads_this_way_and_sorts_by_domain() -> None:
    context = CookieContext(parse("https://api.example.com/v1/x"), None, (), "GET", NOW)
    lines = ["p=\xe9; Path=/", "d=1; Domain=example.com", "h=1", "e=1; Domain=api.example.com", "d2=1", "q=1; Path=/"]
    sent = {}
    for name in ("webkit", "standard"):
        jar = CookieJar(profile(name))
        jar.store(lines, context, [])
        sent[name] = jar.cookie_header(context, [])
    # The first line's Path stands behind a byte that is not known, so that it has the default one.
    assert sent["webkit"] == "e=1; p=; h=1; d2=1; d=1; q=1"
    assert sent["standard"] == "d=1; h=1; e=1; d2=1; p=\xe9; q=1"
