"""Trustworthy origins, mixed content, bad ports."""

from __future__ import annotations

import pytest

from pytest_cors.browser import Browser
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.trust import has_bad_port, is_localhost_name, is_loopback, is_potentially_trustworthy
from pytest_cors.fetch.url import parse
from pytest_cors.transport import ScriptedTransport

ALL = frozenset(PROFILES)
NOT_WEBKIT = ALL - {"webkit"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/", True),
        ("wss://a.example/", True),
        ("http://a.example/", False),
        ("ws://a.example/", False),
        ("http://localhost:3000/", True),
        ("http://localhost./", True),
        ("http://a.localhost/", True),
        ("http://notlocalhost/", False),
        ("http://localhost.example/", False),
        ("http://127.0.0.1/", True),
        ("http://127.9.9.9:8080/", True),
        ("http://[::1]/", True),
        ("http://[::2]/", False),
        ("http://128.0.0.1/", False),
        ("http://10.0.0.1/", False),
        ("http://192.168.0.1/", False),
        ("http://printer.local/", False),
        ("data:,x", False),
    ],
)
def test_potentially_trustworthy(url: str, expected: bool) -> None:
    assert is_potentially_trustworthy(parse(url).origin) == expected


def test_an_opaque_origin_is_not_trustworthy() -> None:
    assert not is_potentially_trustworthy(OpaqueOrigin())


def test_names_of_this_machine() -> None:
    assert is_localhost_name("localhost")
    assert not is_localhost_name("localhosts")
    assert is_loopback("127.1.2.3")
    assert not is_loopback("[::ffff:7f00:1]")


BAD = (
    "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123"
    " 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993"
    " 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080 0"
)


def test_bad_ports() -> None:
    bad = {port for port in range(65536) if has_bad_port(parse(f"http://a.example:{port}/"))}
    assert bad == set(map(int, BAD.split()))


@pytest.mark.parametrize(
    "url", ["http://a.example/", "https://a.example/", "ftp://a.example/", "foo://a.example:6000/"]
)
def test_no_bad_port(url: str) -> None:
    assert not has_bad_port(parse(url))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_a_bad_port_is_never_connected_to(profile: str, mode: str) -> None:
    server = ScriptedTransport([])
    result = Browser(server, profile=profile).page("https://a.example/").fetch("https://a.example:6000/", mode=mode)
    assert result.reason is not None
    assert (result.reason.code, result.reason.parameter) == ("UnsafePort", "6000")
    assert server.requests == []


@pytest.mark.parametrize(
    ("page", "url", "allowed_in"),
    [
        ("https://app.example.com/", "https://api.example.net/", ALL),
        ("https://app.example.com/", "http://api.example.net/", frozenset()),
        ("https://app.example.com/", "http://app.example.com/", frozenset()),
        ("https://app.example.com/", "http://192.168.0.1/", frozenset()),
        ("https://app.example.com/", "http://localhost:5000/", NOT_WEBKIT),
        ("https://app.example.com/", "http://127.0.0.1:5000/", NOT_WEBKIT),
        ("https://app.example.com/", "http://[::1]:5000/", NOT_WEBKIT),
        ("http://app.example.com/", "http://api.example.net/", ALL),
        ("http://app.example.com/", "https://api.example.net/", ALL),
        ("http://localhost:3000/", "http://api.example.net/", ALL),
    ],
)
def test_mixed_content(page: str, url: str, allowed_in: frozenset[str]) -> None:
    seen = set()
    for profile in PROFILES:
        server = ScriptedTransport([HttpResponse(200, [("Access-Control-Allow-Origin", "*")])])
        result = Browser(server, profile=profile).page(page).fetch(url)
        if result.reason is None:
            seen.add(profile)
        else:
            assert result.reason.code == "MixedContent"
            assert server.requests == []
    assert seen == allowed_in


def test_a_secure_top_level_page_restricts_its_frames() -> None:
    browser = Browser(ScriptedTransport([]))
    frame = browser.page("http://frame.example/", top_level_url="https://top.example/")
    reason = frame.fetch("http://frame.example/").reason
    assert reason is not None
    assert reason.code == "MixedContent"


def test_a_sandboxed_page_is_restricted_as_its_top_level_page() -> None:
    page = Browser(ScriptedTransport([])).page("https://app.example.com/", sandboxed=True)
    reason = page.fetch("http://app.example.com/").reason
    assert reason is not None
    assert reason.code == "MixedContent"
