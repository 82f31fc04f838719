"""What a browser puts on the wire of its own accord: Origin, Referer, Sec-Fetch-*; and how the author's headers go."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.browser import Browser
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.ranges import (
    is_safelisted_range,
    is_safelisted_range_unsigned,
    is_safelisted_range_webkit,
    normalized_range,
)
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"


def sent(
    *, page: str = f"{APP}/dir/page?q#f", url: str = f"{API}/", name: str = "standard", **keywords: Any
) -> HttpRequest:
    """The last request that reaches a server which lets everybody in."""

    def answer(request: HttpRequest) -> HttpResponse:
        origin = dict(request.headers).get("Origin", "")
        names = dict(request.headers).get("Access-Control-Request-Headers", "")
        allowed = [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
        return HttpResponse(
            200, [*allowed, ("Access-Control-Allow-Headers", names), ("Access-Control-Allow-Methods", "PUT, DELETE")]
        )

    of_page = {key: keywords.pop(key) for key in ("sandboxed", "page_policy") if key in keywords}
    policy = of_page.get("page_policy", "")
    browser = Browser(ScriptedTransport(answer), profile=name)
    document = browser.page(page, sandboxed=of_page.get("sandboxed", False), referrer_policy=policy)
    return document.fetch(url, **keywords).exchanges[-1].request


def header(request: HttpRequest, name: str) -> str | None:
    values = [value for key, value in request.headers if key == name]
    assert len(values) <= 1
    return values[0] if values else None


@pytest.mark.parametrize("name", PROFILES)
def test_all_that_a_simple_request_carries(name: str) -> None:
    assert list(sent(name=name).headers) == [
        ("Accept", "*/*"),
        ("Origin", APP),
        ("Referer", f"{APP}/"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Dest", "empty"),
    ]


def test_the_authors_headers_come_first() -> None:
    request = sent(url=f"{APP}/x", method="PUT", headers=[("X-A", "1"), ("accept", "a")], body="\u00e9")
    assert list(request.headers)[:4] == [
        ("X-A", "1"),
        ("accept", "a"),
        ("Content-Type", "text/plain;charset=UTF-8"),
        ("Origin", APP),
    ]
    assert (request.method, request.url, request.body) == ("PUT", f"{APP}/x", b"\xc3\xa9")


def test_a_fragment_stays_at_home() -> None:
    assert sent(url=f"{API}/x?y#z").url == f"{API}/x?y"


# Origin


@pytest.mark.parametrize(
    ("url", "method", "mode", "origin"),
    [
        (API, "GET", "cors", APP),
        (API, "HEAD", "cors", APP),
        (API, "POST", "cors", APP),
        (API, "PUT", "cors", APP),
        (APP, "GET", "cors", None),
        (APP, "HEAD", "cors", None),
        (APP, "POST", "cors", APP),
        (APP, "DELETE", "cors", APP),
        (APP, "DELETE", "same-origin", APP),
        (API, "GET", "no-cors", None),
        (API, "HEAD", "no-cors", None),
        (API, "POST", "no-cors", APP),
        (APP, "POST", "no-cors", APP),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_when_origin_is_sent(url: str, method: str, mode: str, origin: str | None, name: str) -> None:
    assert header(sent(url=f"{url}/", name=name, method=method, mode=mode), "Origin") == origin


HTTP = "http://api.example.net"
POLICIES: list[tuple[str, str | None, str]] = [
    # Referer and Origin of a no-cors POST to another origin
    ("no-referrer", None, "null"),
    ("no-referrer-when-downgrade", f"{APP}/dir/page?q", APP),
    ("same-origin", None, "null"),
    ("origin", f"{APP}/", APP),
    ("strict-origin", f"{APP}/", APP),
    ("origin-when-cross-origin", f"{APP}/", APP),
    ("strict-origin-when-cross-origin", f"{APP}/", APP),
    ("unsafe-url", f"{APP}/dir/page?q", APP),
    ("", f"{APP}/", APP),
]


@pytest.mark.parametrize(("policy", "referer", "origin"), POLICIES)
@pytest.mark.parametrize("whose", ["page_policy", "referrer_policy"])
def test_referrer_policies(policy: str, referer: str | None, origin: str, whose: str) -> None:
    request = sent(method="POST", mode="no-cors", **{whose: policy})
    assert header(request, "Referer") == referer
    assert header(request, "Origin") == origin


@pytest.mark.parametrize("policy", [policy for policy, *_ in POLICIES])
def test_in_mode_cors_no_policy_hides_the_origin(policy: str) -> None:
    assert header(sent(method="POST", referrer_policy=policy), "Origin") == APP
    at_home = sent(url=f"{APP}/x", method="POST", referrer_policy=policy)
    assert header(at_home, "Origin") == APP


@pytest.mark.parametrize(
    ("policy", "referer"),
    [
        ("no-referrer", None),
        ("origin", f"{APP}/"),
        ("strict-origin", f"{APP}/"),
        ("same-origin", f"{APP}/dir/page?q"),
        ("origin-when-cross-origin", f"{APP}/dir/page?q"),
        ("", f"{APP}/dir/page?q"),
    ],
)
def test_at_home_more_is_told(policy: str, referer: str | None) -> None:
    assert header(sent(url=f"{APP}/x", referrer_policy=policy), "Referer") == referer


def test_the_requests_own_policy_comes_before_the_pages() -> None:
    request = sent(page_policy="no-referrer", referrer_policy="unsafe-url")
    assert header(request, "Referer") == f"{APP}/dir/page?q"


def test_a_page_without_an_address_has_no_referrer() -> None:
    assert header(sent(sandboxed=True, referrer_policy="unsafe-url"), "Referer") is None
    assert header(sent(page="data:text/html,x", url="https://a.example/"), "Referer") is None


def test_a_referrer_carries_no_user_info() -> None:
    request = sent(page="https://u:p@app.example.com/x#y", referrer_policy="unsafe-url")
    assert header(request, "Referer") == f"{APP}/x"


LOCAL = "http://localhost:3000"


@pytest.mark.parametrize(
    ("page", "policy", "url", "referer"),
    [
        # What is trustworthy is no downgrade.
        (APP, "strict-origin", LOCAL, f"{APP}/"),
        (APP, "no-referrer-when-downgrade", LOCAL, f"{APP}/"),
        ("http://app.example.com", "strict-origin", HTTP, "http://app.example.com/"),
        (LOCAL, "strict-origin", HTTP, None),
        (LOCAL, "no-referrer-when-downgrade", HTTP, None),
        (LOCAL, "strict-origin-when-cross-origin", HTTP, None),
        (LOCAL, "", HTTP, None),
        (LOCAL, "origin-when-cross-origin", HTTP, f"{LOCAL}/"),
        (LOCAL, "unsafe-url", HTTP, f"{LOCAL}/"),
    ],
)
def test_downgrades(page: str, policy: str, url: str, referer: str | None) -> None:
    assert header(sent(page=f"{page}/", url=f"{url}/", referrer_policy=policy), "Referer") == referer


@pytest.mark.parametrize(
    ("name", "policy", "url", "origin"),
    [
        # Mode no-cors: what counts as a downgrade is another scheme, in Chromium an untrustworthy target.
        ("standard", "strict-origin", LOCAL, "null"),
        ("standard", "no-referrer-when-downgrade", LOCAL, "null"),
        ("standard", "strict-origin-when-cross-origin", LOCAL, "null"),
        ("standard", "origin-when-cross-origin", LOCAL, APP),
        ("standard", "origin", LOCAL, APP),
        ("standard", "unsafe-url", LOCAL, APP),
        ("firefox", "strict-origin", LOCAL, "null"),
        ("chromium", "strict-origin", LOCAL, APP),
        ("chromium", "no-referrer-when-downgrade", LOCAL, APP),
        ("chromium", "strict-origin-when-cross-origin", LOCAL, APP),
        ("chromium", "no-referrer", LOCAL, "null"),
    ],
)
def test_downgrades_of_the_origin(name: str, policy: str, url: str, origin: str) -> None:
    request = sent(url=f"{url}/", name=name, method="POST", mode="no-cors", referrer_policy=policy)
    assert header(request, "Origin") == origin


def test_from_an_insecure_page_nothing_is_a_downgrade() -> None:
    request = sent(page="http://a.example/", url=f"{HTTP}/", method="POST", mode="no-cors")
    assert header(request, "Origin") == "http://a.example"


@pytest.mark.parametrize(("url", "origin"), [(f"{APP}/x", APP), (f"{API}/x", "null")])
def test_policy_same_origin_hides_the_origin_from_others(url: str, origin: str) -> None:
    request = sent(url=url, method="POST", mode="no-cors", referrer_policy="same-origin")
    assert header(request, "Origin") == origin


# Sec-Fetch-*


@pytest.mark.parametrize(
    ("url", "site"),
    [
        (APP, "same-origin"),
        ("https://api.example.com", "same-site"),
        ("https://app.example.com:8443", "same-site"),
        (API, "cross-site"),
        ("http://localhost:3000", "cross-site"),
    ],
)
def test_fetch_metadata(url: str, site: str) -> None:
    request = sent(url=f"{url}/", mode="no-cors")
    assert header(request, "Sec-Fetch-Site") == site
    assert header(request, "Sec-Fetch-Mode") == "no-cors"
    assert header(request, "Sec-Fetch-Dest") == "empty"


def test_fetch_metadata_is_for_trustworthy_urls() -> None:
    request = sent(page="http://a.example/", url="http://a.example/x")
    assert not any(name.startswith("Sec-") for name, _ in request.headers)


@pytest.mark.parametrize(
    ("hops", "site"),
    [
        ((APP, "https://api.example.com"), "same-site"),
        (("https://api.example.com", APP), "same-site"),
        ((API, APP), "cross-site"),
        ((API, "https://api.example.com"), "cross-site"),
        (("https://api.example.com", API), "cross-site"),
        ((APP, APP), "same-origin"),
    ],
)
def test_every_hop_counts_for_the_site(hops: tuple[str, str], site: str) -> None:
    moved = [("Access-Control-Allow-Origin", "*"), ("Location", f"{hops[1]}/2")]
    server = ScriptedTransport([HttpResponse(302, moved), HttpResponse(200)])
    Browser(server, profile="standard").page(f"{APP}/").fetch(f"{hops[0]}/1")
    assert header(server.requests[-1], "Sec-Fetch-Site") == site


# The author's headers

REPEATED: list[tuple[list[Header], dict[str, list[Header]]]] = [
    ([("X-A", "1"), ("x-a", "2"), ("X-B", "3")], {"standard": [("X-A", "1, 2"), ("X-B", "3")]}),
    (
        [("X-A", ""), ("X-A", "1"), ("X-A", "")],
        {"standard": [("X-A", ", 1,")], "firefox": [("X-A", "")]},
    ),
    (
        [("X-A", "1"), ("X-A", ""), ("X-A", "2"), ("X-A", "3")],
        {"standard": [("X-A", "1, , 2, 3")], "firefox": [("X-A", "2, 3")]},
    ),
    (
        [("Authorization", "1"), ("authorization", "2")],
        {"standard": [("Authorization", "1, 2")], "firefox": [("Authorization", "2")]},
    ),
    (
        [("Content-Type", "a/b"), ("Content-Type", "c/d")],
        {"standard": [("Content-Type", "a/b, c/d")], "firefox": [("Content-Type", "c/d")]},
    ),
    (
        [("X-A", "\xa01"), ("X-A", "2\xa0")],
        {"standard": [("X-A", "\xa01, 2\xa0")], "webkit": [("X-A", "\xc2\xa01, 2\xc2\xa0")]},
    ),
    ([("X-\u0041", "caf\xe9")], {"standard": [("X-A", "caf\xe9")], "webkit": [("X-A", "caf\xc3\xa9")]}),
    ([("User-Agent", "me")], {"standard": [("User-Agent", "me")], "chromium": []}),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(("headers", "expected"), REPEATED)
def test_repeated_headers(headers: list[Header], expected: dict[str, list[Header]], name: str) -> None:
    request = sent(url=f"{APP}/x", name=name, headers=headers)
    wanted = expected.get(name, expected["standard"])
    assert [
        pair for pair in request.headers if pair[0] not in {"Accept", "Referer"} and "Sec-" not in pair[0]
    ] == wanted


def test_with_a_body_firefox_sends_the_first_content_type() -> None:
    headers = [("Content-Type", "a/b"), ("Content-Type", "c/d")]
    request = sent(url=f"{APP}/x", name="firefox", method="POST", headers=headers, body=b"x")
    assert header(request, "Content-Type") == "a/b"


# Range

RANGES: list[tuple[str, str, bool, bool]] = [
    # value, normalised, safelisted, safelisted in WebKit
    ("bytes=0-9", "bytes=0-9", True, True),
    ("bytes=0-", "bytes=0-", True, True),
    ("bytes=5-5", "bytes=5-5", True, True),
    ("bytes=-9", "bytes=-9", False, False),
    ("bytes=-", "bytes=-", False, False),
    ("bytes=", "bytes=", False, False),
    ("bytes=9-0", "bytes=9-0", False, False),
    ("bytes=0-1,3-4", "bytes=0-1,3-4", False, False),
    ("BYTES=0-9", "bytes=0-9", False, True),
    ("bytes=+1-9", "bytes=+1-9", False, True),
    ("bytes=1-+9", "bytes=1-+9", False, True),
    ("bytes= 0-9", "bytes=0-9", False, False),
    ("bytes\t= 1 - 2 ", "bytes=1-2", False, False),
    ("bytes=007-08", "bytes=7-8", True, True),
    ("bytes=0-9\n", "bytes=0-9\n", False, False),
    ("items=0-9", "items=0-9", False, False),
    ("xbytes=0-9", "xbytes=0-9", False, False),
    ("bytes=\xb21-9", "bytes=\xb21-9", False, False),
    ("bytes=0-9223372036854775806", "bytes=0-9223372036854775806", True, True),
    ("bytes=0-9223372036854775807", "bytes=0-9223372036854775807", False, True),
    ("bytes=9223372036854775807-", "bytes=9223372036854775807-", False, True),
    ("bytes=0-18446744073709551615", "bytes=0-18446744073709551615", False, True),
    ("bytes=0-18446744073709551616", "bytes=0-18446744073709551616", False, False),
    ("BYTES=-9223372036854775807", "BYTES=-9223372036854775807", False, False),
    ("BYTES=9-8", "BYTES=9-8", False, False),
    ("BYTES=-5", "bytes=-5", False, False),
    ("BYTES=5-", "bytes=5-", False, True),
    ("BYTES=0-0", "bytes=0-0", False, True),
    ("BYTES=0-9223372036854775806", "bytes=0-9223372036854775806", False, True),
    ("bytes=9223372036854775806-", "bytes=9223372036854775806-", True, True),
    ("", "", False, False),
]


@pytest.mark.parametrize(("value", "normalized", "safelisted", "in_webkit"), RANGES)
def test_range(value: str, normalized: str, safelisted: bool, in_webkit: bool) -> None:
    assert normalized_range(value) == normalized
    assert is_safelisted_range(value) == safelisted
    assert is_safelisted_range_webkit(value) == in_webkit


@pytest.mark.parametrize(
    ("value", "safelisted"),
    [
        ("bytes=0-9", True),
        ("bytes=9223372036854775807-", True),
        ("bytes=0-18446744073709551615", True),
        ("bytes=0-18446744073709551616", False),
        ("bytes=18446744073709551616-", False),
        ("bytes=9-8", False),
    ],
)
def test_a_range_for_firefox(value: str, safelisted: bool) -> None:
    assert is_safelisted_range_unsigned(value) == safelisted


def test_a_range_beyond_all_numbers_stays_as_it_is() -> None:
    value = f"BYTES={'9' * 5000}-"
    assert normalized_range(value) == value
    assert header(sent(name="chromium", headers=[("Range", value)]), "Range") == value


@pytest.mark.parametrize(
    ("name", "method", "wire"),
    [
        ("chromium", "GET", "bytes=1-2"),
        ("chromium", "POST", "BYTES = 1-2"),
        ("firefox", "GET", "BYTES = 1-2"),
        ("standard", "GET", "BYTES = 1-2"),
    ],
)
def test_chromiums_cache_writes_a_range_anew(name: str, method: str, wire: str) -> None:
    request = sent(name=name, method=method, headers=[("RANGE", "BYTES = 1-2"), ("X-Range", "BYTES = 1-2")])
    assert header(request, "RANGE") == wire
    assert header(request, "X-Range") == "BYTES = 1-2"
