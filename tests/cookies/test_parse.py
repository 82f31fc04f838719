"""Reading one ``Set-Cookie`` line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.cookies.cookie import (
    Cookie,
    ParsedCookie,
    default_path,
    domain_matches,
    parse_set_cookie,
    path_matches,
)
from pytest_cors.fetch.profile import PROFILES, profile

NOW = 1_700_000_000.0
LONGEST = 400 * 24 * 3600.0
PAST = float("-inf")


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("a=b", "a", "b"),
        ("a=", "a", ""),
        (" \ta \t= \tb\t ; Secure", "a", "b"),
        ("a=b=c", "a", "b=c"),
        ('a="b c"', "a", '"b c"'),
        ("a=b,c", "a", "b,c"),
        ("a b=c d", "a b", "c d"),
        ("b", "", "b"),
        ("=b", "", "b"),
        (" = b", "", "b"),
        ("a=\xe9\xff", "a", "\xe9\xff"),
        ("\xa0a\x85=\xa0b\x85", "\xa0a\x85", "\xa0b\x85"),
        ("XaX=XbX", "XaX", "XbX"),
        (f"a={'b' * 4095}", "a", "b" * 4095),
        (f"{'a' * 4096}=", "a" * 4096, ""),
    ],
)
def test_name_and_value(line: str, name: str, value: str) -> None:
    parsed = parse_set_cookie(line, NOW)
    assert parsed is not None
    assert (parsed.name, parsed.value) == (name, value)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "=",
        ";",
        " ; Secure",
        " = ;Path=/",
        "==b",
        "=a=b",
        " =a =b",
        f"a={'b' * 4096}",
        f"{'a' * 4097}=",
        *(f"a=b{chr(byte)}c" for byte in [*range(0x09), *range(0x0A, 0x20), 0x7F]),
        "a\x00=b",
        "a=b; Path=/\x01",
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_no_cookie(line: str, name: str) -> None:
    assert parse_set_cookie(line, NOW, profile(name)) is None


@pytest.mark.parametrize("line", ["a=b\tc", "a\tb=c"])
@pytest.mark.parametrize(("name", "expected"), [("standard", True), ("chromium", False), ("firefox", True)])
def test_a_tab_inside(line: str, name: str, expected: bool) -> None:
    assert (parse_set_cookie(line, NOW, profile(name)) is not None) == expected


def test_a_tab_outside_is_white_space() -> None:
    parsed = parse_set_cookie("\ta\t=\tb\t;\tPath\t=\t/x\t", NOW, profile("chromium"))
    assert parsed == ParsedCookie("a", "b", path="/x")


ATTRIBUTES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    (";;", {}),
    ("; Nonsense; Priority=High", {}),
    ("; Secure", {"secure": True}),
    (";secure=false", {"secure": True}),
    ("; SECURE ; HttpOnly", {"secure": True, "http_only": True}),
    ("; httponly=", {"http_only": True}),
    ("; Partitioned", {"partitioned": True}),
    ("; Secured; HttpOnlyX; PartitionedX", {}),
    ("; Secure\xa0; \xa0HttpOnly", {}),
    # Domain
    ("; Domain=example.com", {"domain": "example.com"}),
    ("; domain = .Example.COM ", {"domain": "example.com"}),
    ("; Domain=..example.com", {"domain": ".example.com"}),
    ("; Domain=", {}),
    ("; Domain", {}),
    ("; Domain=.", {"domain": "."}),
    ("; Domain=a.example; Domain=b.example", {"domain": "b.example"}),
    ("; Domain=a.example; Domain=", {}),
    # Path
    ("; Path=/", {"path": "/"}),
    ("; path= /a/b ", {"path": "/a/b"}),
    ("; Path=/a=b", {"path": "/a=b"}),
    ("; Path=/a\xa0", {"path": "/a\xa0"}),
    ("; Path=", {}),
    ("; Path=a", {}),
    ("; Path=/a; Path=/b", {"path": "/b"}),
    ("; Path=/a; Path=b", {}),
    (f"; Path=/a; Path=/{'x' * 1024}", {"path": "/a"}),
    (f"; Path=/{'x' * 1024}; Secure", {"secure": True}),
    (f"; Path=/{'x' * 1023}", {"path": f"/{'x' * 1023}"}),
    # SameSite
    ("; SameSite=None", {"same_site": "None"}),
    ("; samesite=lax", {"same_site": "Lax"}),
    ("; SameSite=STRICT", {"same_site": "Strict"}),
    ("; SameSite", {}),
    ("; SameSite=", {}),
    ("; SameSite=Sometimes", {}),
    ("; SameSite=Strict; SameSite=Sometimes", {}),
    ("; SameSite=Strict; SameSite=None", {"same_site": "None"}),
    # Max-Age and Expires
    ("; Max-Age=60", {"expires": NOW + 60}),
    ("; max-age=1", {"expires": NOW + 1}),
    ("; Max-Age=0", {"expires": PAST}),
    ("; Max-Age=-1", {"expires": PAST}),
    ("; Max-Age=-0", {"expires": PAST}),
    ("; Max-Age=34560000", {"expires": NOW + LONGEST}),
    ("; Max-Age=34560001", {"expires": NOW + LONGEST}),
    ("; Max-Age=34559999", {"expires": NOW + LONGEST - 1}),
    (f"; Max-Age={'9' * 100}", {"expires": NOW + LONGEST}),
    (f"; Max-Age=-{'9' * 100}", {"expires": PAST}),
    ("; Max-Age=", {}),
    ("; Max-Age=1.5", {}),
    ("; Max-Age=1 0", {}),
    ("; Max-Age=abc", {}),
    ("; Max-Age=60; Max-Age=120", {"expires": NOW + 120}),
    ("; Expires=Wed, 15 Nov 2023 00:00:00 GMT", {"expires": 1700006400.0}),
    ("; Expires=Thu, 01 Jan 1970 00:00:00 GMT", {"expires": 0.0}),
    ("; Expires=Fri, 31 Dec 9999 23:59:59 GMT", {"expires": NOW + LONGEST}),
    ("; Expires=Tue, 01 Jan 1601 00:00:00 GMT", {"expires": -11644473600.0}),
    ("; Expires=soon", {}),
    ("; Expires=", {}),
    ("; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", {"expires": NOW + 60}),
    ("; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60", {"expires": NOW + 60}),
    ("; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT", {"expires": 0.0}),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("attributes", "expected"), ATTRIBUTES)
def test_attributes(attributes: str, expected: dict[str, Any], name: str) -> None:
    assert parse_set_cookie(f"a=b{attributes}", NOW, profile(name)) == replace(ParsedCookie("a", "b"), **expected)


DIFFERENT: list[tuple[str, float | None, float | None]] = [
    # standard and WebKit, Chromium and Firefox
    ("; Max-Age=60; Max-Age=x", NOW + 60, None),
    ("; Max-Age=60; Max-Age=", NOW + 60, None),
    ("; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=soon", 0.0, None),
    ("; Expires=Mon, 01 Jan 1600 00:00:00 GMT", None, -11676096000.0),
    ("; Expires=Mon, 01 Jan 0999 00:00:00 GMT", None, -30641760000.0),
    ("; Max-Age=60; Max-Age=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT", NOW + 60, 0.0),
]


@pytest.mark.parametrize(("attributes", "standard", "different"), DIFFERENT)
@pytest.mark.parametrize("name", PROFILES)
def test_where_browsers_read_otherwise(
    attributes: str, standard: float | None, different: float | None, name: str
) -> None:
    parsed = parse_set_cookie(f"a=b{attributes}", NOW, profile(name))
    assert parsed is not None
    assert parsed.expires == (different if name in {"chromium", "firefox"} else standard)


def test_chromium_reads_a_plus() -> None:
    for name in PROFILES:
        parsed = parse_set_cookie("a=b; Max-Age=+60", NOW, profile(name))
        assert parsed is not None
        assert parsed.expires == (NOW + 60 if name == "chromium" else None)


@pytest.mark.parametrize("when", ["01 Jan 1970", "Thu, 01 Jan 1970 00:00", "Thu, 01 Jan 1970 00:00:00"])
def test_firefox_needs_no_time_in_a_date(when: str) -> None:
    for name in ("firefox", "chromium"):
        parsed = parse_set_cookie(f"a=b; Expires={when}", NOW, profile(name))
        assert parsed is not None
        assert parsed.expires == (0.0 if name == "firefox" or when.endswith(":00:00") else None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("v", ParsedCookie("v", "")), ("v; Secure", ParsedCookie("v", "", secure=True)), ("=v", None), (" = v", None)],
)
def test_firefox_takes_a_lone_word_for_a_name(line: str, expected: ParsedCookie | None) -> None:
    assert parse_set_cookie(line, NOW, profile("firefox")) == expected
    other = parse_set_cookie(line, NOW, profile("chromium"))
    assert other is not None
    assert (other.name, other.value) == ("", "v")


def test_firefox_repairs_values_and_not_names() -> None:
    parsed = parse_set_cookie("\xe9=caf\xe9\xc3\xa9", NOW, profile("firefox"))
    assert parsed == ParsedCookie("\xe9", "caf\xef\xbf\xbd\xc3\xa9")


def test_the_standard_reads_by_default() -> None:
    assert parse_set_cookie("a=b; Max-Age=+60", NOW) == ParsedCookie("a", "b")


@given(st.text(st.characters(codec="latin-1")), st.sampled_from(PROFILES))
def test_whatever_a_server_sends_is_a_cookie_or_none(line: str, name: str) -> None:
    parsed = parse_set_cookie(line, NOW, profile(name))
    if parsed is not None:
        assert parsed.name or parsed.value
        assert len(parsed.name) + len(parsed.value) <= 4096
        assert parsed.path is None or parsed.path.startswith("/")
        assert parsed.expires is None or parsed.expires <= NOW + LONGEST


@given(
    st.from_regex(r"[A-Za-z0-9_-]{1,9}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9=_-]{0,9}", fullmatch=True),
    st.permutations(["Secure", "HttpOnly", "Path=/x", "Domain=example.com", "SameSite=Lax", "Max-Age=9", "x=y"]),
)
def test_the_order_of_attributes_does_not_matter(name: str, value: str, attributes: list[str]) -> None:
    parsed = parse_set_cookie("; ".join([f"{name}={value}", *attributes]), NOW)
    assert parsed == ParsedCookie(
        name, value, "example.com", "/x", NOW + 9, secure=True, http_only=True, same_site="Lax"
    )


@pytest.mark.parametrize(("name", "value", "pair"), [("a", "b", "a=b"), ("a", "", "a="), ("", "b", "b")])
def test_pair(name: str, value: str, pair: str) -> None:
    cookie = Cookie(
        name, value, "h", "/", host_only=True, secure=False, http_only=False, same_site="Lax", expires=None, created=0
    )
    assert cookie.pair == pair


@pytest.mark.parametrize(
    ("path", "default"),
    [("/", "/"), ("", "/"), ("x", "/"), ("/a", "/"), ("/a/", "/a"), ("/a/b", "/a"), ("/a/b/", "/a/b"), ("//", "/")],
)
def test_default_path(path: str, default: str) -> None:
    assert default_path(path) == default


@pytest.mark.parametrize(
    ("host", "domain", "expected"),
    [
        ("example.com", "example.com", True),
        ("app.example.com", "example.com", True),
        ("a.b.example.com", "example.com", True),
        ("example.com", "app.example.com", False),
        ("myexample.com", "example.com", False),
        ("example.com.evil", "example.com", False),
        ("1.2.3.4", "1.2.3.4", True),
        ("1.2.3.4", "3.4", False),
        ("1.2.3.4.example", "example", True),
    ],
)
def test_domain_matches(host: str, domain: str, expected: bool) -> None:
    assert domain_matches(host, domain) == expected


@pytest.mark.parametrize(
    ("path", "cookie_path", "expected"),
    [
        ("/", "/", True),
        ("/a", "/", True),
        ("/a", "/a", True),
        ("/a/", "/a", True),
        ("/a/b", "/a", True),
        ("/a/b", "/a/", True),
        ("/a", "/a/", False),
        ("/ab", "/a", False),
        ("/", "/a", False),
        ("/A", "/a", False),
    ],
)
def test_path_matches(path: str, cookie_path: str, expected: bool) -> None:
    assert path_matches(path, cookie_path) == expected
