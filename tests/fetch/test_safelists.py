"""Which request headers need a preflight, by profile; which are dropped; which response headers script may read."""

from __future__ import annotations

import string

import pytest

from pytest_cors.fetch.http import Header
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.fetch.safelists import (
    CORS_SAFELISTED_RESPONSE_HEADERS,
    FORBIDDEN_RESPONSE_HEADERS,
    REQUEST_BODY_HEADERS,
    cors_unsafe_request_header_names,
    exposed_header_names,
    is_cors_non_wildcard_request_header_name,
    is_cors_safelisted_request_header,
    is_forbidden_request_header,
    is_no_cors_safelisted_request_header,
    mime_essence,
)

STANDARD = profile("standard")
UNSAFE_BYTES = [*range(0x09), *range(0x0A, 0x20), *b'"():<>?@[\\]{}', 0x7F]
ALL, NOBODY = frozenset(PROFILES), frozenset[str]()


def who_safelists(name: str, value: str) -> set[str]:
    return {each for each in PROFILES if is_cors_safelisted_request_header(name, value, profile(each))}


def safelisted_bytes(who: str, name: str, start: str) -> set[int]:
    return {byte for byte in range(256) if who in who_safelists(name, start + chr(byte))}


@pytest.mark.parametrize("who", PROFILES)
@pytest.mark.parametrize(("name", "start"), [("Accept", "a"), ("Content-Type", "text/plain;a=")])
def test_a_value_may_hold_any_byte_but_the_unsafe_ones(who: str, name: str, start: str) -> None:
    largest = 0x80 if who == "firefox" else 0x100
    loose = set(b",;") if who == "firefox" and name == "Content-Type" else set()
    assert safelisted_bytes(who, name, start) == set(range(largest)) - set(UNSAFE_BYTES) - loose


@pytest.mark.parametrize(
    ("value", "in_firefox"),
    [
        ("text/plain", True),
        ("text/plain;", True),
        ("text/plain;a", True),
        ("text/plain;;a=b", True),
        ("text/plain;a=b;c", True),
        ("text/plain;;", False),
        ("text/plain; ;", False),
        ("text/plain;a=b;", False),
        ("text/plain;a=b,c", False),
    ],
)
def test_firefox_is_strict_about_the_end_of_a_media_type(value: str, in_firefox: bool) -> None:
    assert who_safelists("Content-Type", value) == (ALL if in_firefox else ALL - {"firefox"})


@pytest.mark.parametrize("who", PROFILES)
@pytest.mark.parametrize("name", ["Accept-Language", "content-language"])
def test_languages_hold_letters_digits_and_seven_more(who: str, name: str) -> None:
    expected = {ord(character) for character in string.ascii_letters + string.digits + " *,-.;="}
    assert safelisted_bytes(who, name, "de") == expected


@pytest.mark.parametrize(
    ("header", "who"),
    [
        ("Accept: text/html,application/xml;q=0.9,*/*;q=0.8", ALL),
        ("ACCEPT: ", ALL),
        (f"Accept: {'a' * 128}", ALL),
        (f"Accept: {'a' * 129}", NOBODY),
        (f"Content-Language: {'a' * 129}", NOBODY),
        (f"Content-Type: text/plain;{'a' * 117}", ALL),
        (f"Content-Type: text/plain;{'a' * 118}", NOBODY),
        ("Accept-Language: en-GB, de;q=0.5", ALL),
        ("Accept-Language: en_GB", NOBODY),
        ("Accept-Language: en\n", NOBODY),
        ("Content-Language: ", ALL),
        ("content-type: text/plain", ALL),
        ("content-type: TEXT/Plain;", ALL),
        ("content-type: text/plain; charset", ALL),
        ("content-type: text/plain; charset=utf-8", ALL),
        ('content-type: text/plain; charset="utf-8"', NOBODY),
        ("content-type: multipart/form-data; boundary=x", ALL),
        ("content-type: application/x-www-form-urlencoded", ALL),
        ("content-type: application/json", NOBODY),
        ("content-type: text/plain, application/json", NOBODY),
        ("content-type: text/plainx", NOBODY),
        ("content-type: text/html", NOBODY),
        ("content-type: ", NOBODY),
        ("content-type: text", NOBODY),
        ("Range: bytes=0-99", ALL),
        ("Range: bytes=0-", ALL),
        ("Range: bytes=-500", NOBODY),
        ("Range: BYTES=0-9", {"webkit"}),
        ("Range: bytes=+0-9", {"webkit"}),
        ("DPR: 2", {"chromium"}),
        ("dpr: 1.5", {"chromium"}),
        ("DPR: .5", NOBODY),
        ("DPR: 1.", NOBODY),
        ("DPR: 1e1", NOBODY),
        ("DPR: 2x", NOBODY),
        (f"DPR: {'1' * 129}", NOBODY),
        ("Device-Memory: 0.5", {"chromium"}),
        ("Device-Memory: -1", NOBODY),
        ("Downlink: 10.0", {"chromium"}),
        ("Downlink: fast", NOBODY),
        ("ECT: 4g", {"chromium"}),
        ("ECT: 3g", {"chromium"}),
        ("ECT: 2g", {"chromium"}),
        ("ECT: slow-2g", {"chromium"}),
        ("ECT: 4G", NOBODY),
        ("ECT: 5g", NOBODY),
        ("RTT: 100", {"chromium"}),
        ("RTT: 1.5", NOBODY),
        ("RTT: 100 ", NOBODY),
        ("Width: 320", {"chromium"}),
        ("Width: 320px", NOBODY),
        ("Viewport-Width: 1024", {"chromium"}),
        ("Viewport-Width: ", NOBODY),
        ("Save-Data: on", {"chromium"}),
        ("Save-Data: ON", {"chromium"}),
        ("Save-Data: off", NOBODY),
        ("Intervention: <x>", {"chromium"}),
        ("Intervention: ", {"chromium"}),
        ("Authorization: Bearer x", NOBODY),
        ("X-A: ", NOBODY),
        ("Last-Event-ID: 1", NOBODY),
        ("User-Agent: me", NOBODY),
        ("Cache-Control: no-cache", NOBODY),
        ("Content-DPR: 1", NOBODY),
        ("Origin: https://app.example.com", NOBODY),
    ],
)
def test_safelisted(header: str, who: frozenset[str]) -> None:
    name, _, value = header.partition(": ")
    assert who_safelists(name, value) == set(who)


@pytest.mark.parametrize(
    ("value", "essence"),
    [
        ("text/plain", "text/plain"),
        (" \t\r\nTEXT/Plain \r\n", "text/plain"),
        ("text/plain ;a", "text/plain"),
        ("a/b;c/d", "a/b"),
        ("a/b\t; x", "a/b"),
        ("!#$%&'*+-.^_`|~/0", "!#$%&'*+-.^_`|~/0"),
        ("text", None),
        ("text/", None),
        ("/plain", None),
        ("text/pl ain", None),
        ("te xt/plain", None),
        ("text /plain", None),
        ("text/ plain", None),
        ("text/plain/x", None),
        ("text/plain, a/b", None),
        ("\xa0text/plain", None),
        ("text/plain\x0b", None),
        ("tëxt/plain", None),
        (";text/plain", None),
        ("", None),
    ],
)
def test_mime_essence(value: str, essence: str | None) -> None:
    assert mime_essence(value) == essence


ACCEPT_128: Header = ("Accept", "a" * 128)
NAMES: list[tuple[str, list[Header], dict[str, list[str]]]] = [
    ("none", [], {"standard": []}),
    ("safelisted", [("Accept", "*/*"), ("Content-Type", "text/plain")], {"standard": []}),
    ("one", [("X-A", "1")], {"standard": ["x-a"]}),
    ("sorted", [("X-B", "1"), ("Authorization", "x"), ("X-A", "1")], {"standard": ["authorization", "x-a", "x-b"]}),
    ("bytes", [("x_a", "1"), ("X-A", "1"), ("X.A", "1")], {"standard": ["x-a", "x.a", "x_a"]}),
    ("repeated", [("X-A", "1"), ("x-a", "2")], {"standard": ["x-a"], "firefox": ["x-a", "x-a"]}),
    ("8 of 128", [ACCEPT_128] * 8, {"standard": []}),
    ("1,025", [*[ACCEPT_128] * 8, ("Accept", "a")], {"standard": ["accept"], "firefox": [], "webkit": []}),
    (
        "1,025 in two names, and one unsafe",
        [*[ACCEPT_128] * 8, ("Accept-Language", "a"), ("X-A", "1" * 2000)],
        {
            "standard": ["accept", "accept-language", "x-a"],
            "chromium": ["accept", "accept-language", "x-a"],
            "firefox": ["x-a"],
            "webkit": ["x-a"],
        },
    ),
    ("unsafe values do not count", [*[ACCEPT_128] * 8, ("X-A", "1" * 2000)], {"standard": ["x-a"]}),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("headers", "expected"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_unsafe_names(name: str, headers: list[Header], expected: dict[str, list[str]]) -> None:
    wanted = expected.get(name, expected["standard"])
    assert cors_unsafe_request_header_names(headers, profile(name)) == tuple(wanted)


@pytest.mark.parametrize(
    "header",
    [
        *"Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method".split(),
        *"Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer".split(),
        *"Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-X Sec-Fetch-Site sec- proxy-".split(),
        "X-HTTP-Method: TRACE",
        "X-HTTP-Method-Override: get, trace",
        "x-method-override: Connect ,PUT",
        "x-method-override:  track\t",
    ],
)
def test_forbidden(header: str) -> None:
    name, _, value = header.partition(": ")
    assert is_forbidden_request_header(name, value)
    assert is_forbidden_request_header(name.upper(), value)


@pytest.mark.parametrize(
    "header",
    [
        *"Accept Content-Type User-Agent Authorization X-A Range Secx Proxy X-Proxy-A Dates".split(),
        "X-HTTP-Method-Override: PUT",
        "X-HTTP-Method-Override: TRACES",
        'X-Method-Override: "TRACE, x"',
        "X-Method: TRACE",
    ],
)
def test_not_forbidden(header: str) -> None:
    name, _, value = header.partition(": ")
    assert not is_forbidden_request_header(name, value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Accept", "a", True),
        ("accept-language", "de", True),
        ("Content-Language", "de", True),
        ("CONTENT-TYPE", "text/plain", True),
        ("Content-Type", "application/json", False),
        ("Range", "bytes=0-9", False),
        ("X-A", "1", False),
    ],
)
def test_no_cors_safelisted(name: str, value: str, expected: bool) -> None:
    assert is_no_cors_safelisted_request_header(name, value, STANDARD) == expected


def test_only_authorization_is_not_covered_by_a_wildcard() -> None:
    assert is_cors_non_wildcard_request_header_name("AUTHORIZATION")
    assert not is_cors_non_wildcard_request_header_name("x-authorization")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["X-A, x-b"], ["X-A", "x-b"]),
        (["*"], ["*"]),
        (["X-A", "X-B"], ["X-A", "X-B"]),
        ([',X-A,"X-B"'], []),
        (["X-A X-B"], []),
        ([], []),
    ],
)
def test_exposed_header_names(lines: list[str], names: list[str]) -> None:
    assert exposed_header_names(lines) == names


def test_the_fixed_lists() -> None:
    safelisted = "cache-control content-language content-length content-type expires last-modified pragma"
    assert set(safelisted.split()) == CORS_SAFELISTED_RESPONSE_HEADERS
    assert {"set-cookie", "set-cookie2"} == FORBIDDEN_RESPONSE_HEADERS
    body = "content-encoding content-language content-location content-type"
    assert set(body.split()) == REQUEST_BODY_HEADERS
