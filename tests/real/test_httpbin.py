"""httpbin, an app that nobody here wrote, held to what its CORS headers really do.

They are written by hand in ``set_cors_headers``, an ``after_request`` of httpbin 0.10: every origin is sent
back, always with credentials, on every response. Each test states what a browser makes of that.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from pytest_cors import Browser, RequestError

PAGE = "https://app.example.com"
ELSEWHERE = "https://elsewhere.example.net"
NEIGHBOUR = "https://app.test"  # same site as the two hosts below
HERE, THERE = "https://here.test", "https://there.example.org"


@pytest.fixture
def app() -> Flask:
    from httpbin import app

    assert isinstance(app, Flask)
    return app


@pytest.fixture
def two_hosts(app: Flask) -> Browser:
    """The same app behind two names on two sites."""
    return Browser({HERE: app, THERE: app})


# What the headers say: everybody, always.


@pytest.mark.cors("/get", origin=[PAGE, ELSEWHERE, "http://localhost:3000", "null"], expect="allowed")
@pytest.mark.cors("/get", origin=[PAGE, ELSEWHERE, "null"], credentials="include", preflight=False, expect="allowed")
@pytest.mark.cors("/post", method="POST", origin=[PAGE, "null"], credentials="include", expect="allowed")
def test_every_origin_reads_everything_with_credentials() -> None: ...


@pytest.mark.cors("PUT /put", origin=PAGE, preflight=True, sent=True, max_age=3600, expect="allowed")
@pytest.mark.cors("DELETE /delete", origin=PAGE, preflight=True, max_age=3600, expect="allowed")
@pytest.mark.cors("PATCH /patch", origin=PAGE, preflight=True, max_age=3600, expect="allowed")
@pytest.mark.cors("PUT /put", origin=PAGE, browser="webkit", max_age=600, expect="allowed")
@pytest.mark.cors("PUT /put", origin=PAGE, browser="firefox", max_age=3600, expect="allowed")
def test_every_method_is_approved_for_an_hour_which_webkit_makes_ten_minutes() -> None: ...


@pytest.mark.cors(
    "/headers",
    origin=[PAGE, "null"],
    headers=["Authorization", "X-Anything: 1", "Content-Type: application/json"],
    credentials="include",
    preflight=True,
    expect="allowed",
)
def test_every_header_is_approved_because_the_request_is_sent_back() -> None: ...


def test_trace_is_routed_and_no_script_can_send_it(two_hosts: Browser) -> None:
    with pytest.raises(RequestError, match="TRACE"):
        two_hosts.page(f"{PAGE}/").fetch(f"{HERE}/anything", method="TRACE")


# Errors and redirects.


@pytest.mark.cors("/status/404", origin=PAGE, status=404, expect="allowed")
@pytest.mark.cors("/status/500", origin=PAGE, status=500, expect="allowed")
@pytest.mark.cors("PUT /status/503", origin=PAGE, status=503, expect="allowed")
@pytest.mark.cors("/delay/soon", origin=PAGE, status=500, expect="allowed")  # the view raises ValueError
def test_a_page_reads_every_error() -> None: ...


def test_an_unknown_path_is_readable_by_get_and_not_by_put(cors_client: Any) -> None:
    """The 404 has the headers, too; but a preflight needs a 2xx."""
    assert cors_client.get("/nowhere", origin=PAGE).status_code == 404
    assert cors_client.put("/nowhere", origin=PAGE).cors.reason.code == "PreflightInvalidStatus"


@pytest.mark.cors(origin=PAGE, expect="allowed")
def test_redirects_within_the_host_are_followed(cors_client: Any) -> None:
    response = cors_client.get("/redirect/3")
    assert response.json["headers"]["Origin"] == PAGE
    assert len(response.cors.exchanges) == 4
    assert response.cors.response.redirected


def test_a_redirect_to_another_site_asks_as_null_and_is_still_allowed(two_hosts: Browser) -> None:
    page = two_hosts.page(f"{PAGE}/")
    result = page.fetch(f"{HERE}/redirect-to?url={THERE}/get", credentials="include")
    assert result.allowed
    assert result.response.json()["headers"]["Origin"] == "null"
    assert result.response.url == f"{THERE}/get"


def test_a_put_is_preflighted_again_where_it_is_redirected_to(two_hosts: Browser) -> None:
    page = two_hosts.page(f"{PAGE}/")
    result = page.fetch(f"{HERE}/redirect-to?status_code=307&url={THERE}/put", method="PUT", body="x")
    assert result.allowed
    assert [exchange.kind for exchange in result.exchanges] == ["preflight", "request"] * 2
    assert result.response.json()["data"] == "x"


def test_a_redirect_with_a_password_in_it_is_refused(two_hosts: Browser) -> None:
    page = two_hosts.page(f"{PAGE}/")
    target = THERE.replace("//", "//user:secret@")
    result = page.fetch(f"{HERE}/redirect-to?url={target}/get")
    assert result.reason is not None
    assert result.reason.code == "RedirectContainsCredentials"


# What script sees.


@pytest.mark.cors("/etag/abc", origin=PAGE, headers=["If-None-Match: abc"], status=304, expect="allowed")
@pytest.mark.cors("/range/26", origin=PAGE, headers=["Range: bytes=0-9"], preflight=False, status=206, expect="allowed")
def test_conditional_requests_are_preflighted_and_ranges_are_not() -> None: ...


@pytest.mark.cors(origin=PAGE, expect="allowed")
def test_no_header_is_exposed(cors_client: Any) -> None:
    ranged = cors_client.get("/range/26", headers={"Range": "bytes=0-9"})
    assert ranged.text == "abcdefghij"
    assert "Content-Range" not in ranged.headers
    assert "ETag" not in ranged.headers
    assert "WWW-Authenticate" not in cors_client.get("/bearer").headers
    assert ranged.headers["Content-Length"] == "10"


@pytest.mark.cors(origin=PAGE, expect="allowed")
def test_except_those_that_the_caller_exposes_himself(cors_client: Any) -> None:
    assert "X-Seen" not in cors_client.get("/response-headers?X-Seen=1").headers
    response = cors_client.get("/response-headers?X-Seen=1&Access-Control-Expose-Headers=X-Seen")
    assert response.headers["X-Seen"] == "1"


def test_a_caller_cannot_add_a_second_allow_origin(cors_client: Any) -> None:
    url = "/response-headers?Access-Control-Allow-Origin=https://other.test"
    assert cors_client.get(url, origin=PAGE).cors.allowed


def test_an_image_without_cors_is_opaque(cors_client: Any) -> None:
    result = cors_client.get("/image/png", origin=PAGE, mode="no-cors").cors
    assert (result.response.type, result.response.status, result.response.body) == ("opaque", 0, b"")


@pytest.mark.cors(origin=PAGE, expect="allowed")
def test_streams_are_read(cors_client: Any) -> None:
    assert len(cors_client.get("/stream/3").text.splitlines()) == 3
    assert len(cors_client.get("/stream-bytes/1000?chunk_size=10").data) == 1000


# Signing in, and cookies.


@pytest.mark.cors(origin=PAGE, credentials="include", expect="allowed")
def test_a_page_reads_the_401_and_signs_in_by_header(cors_client: Any) -> None:
    assert cors_client.get("/basic-auth/ada/tea").status_code == 401
    signed_in = cors_client.get("/basic-auth/ada/tea", headers={"Authorization": "Basic YWRhOnRlYQ=="})
    assert signed_in.json == {"authenticated": True, "user": "ada"}
    assert signed_in.cors.preflighted


def test_a_cookie_without_samesite_is_not_stored_for_another_site(two_hosts: Browser) -> None:
    """httpbin sets ``a=b; Path=/``. Chromium takes that as Lax and a cross-site fetch cannot set it."""
    result = two_hosts.page(f"{PAGE}/").fetch(f"{HERE}/cookies/set?a=b", credentials="include")
    assert result.response.json() == {"cookies": {}}
    assert [(note.name, note.what) for note in result.cookies] == [("a", "not-stored")]


def test_but_it_is_for_the_same_site(app: Flask) -> None:
    browser = Browser(app, base_url="https://api.app.test")
    page = browser.page(f"{NEIGHBOUR}/")
    assert page.fetch("https://api.app.test/cookies/set?a=b", credentials="include").response.json() == {
        "cookies": {"a": "b"}
    }
    assert page.fetch("https://api.app.test/cookies").response.json() == {"cookies": {}}


def test_a_visitor_of_httpbin_is_not_recognised_from_another_site(cors_client: Any) -> None:
    cors_client.visit("/cookies/set/a/b")
    assert cors_client.get("/cookies", origin=PAGE, credentials="include").json == {"cookies": {}}


@pytest.mark.cors(origin=[PAGE, ELSEWHERE], credentials="include", expect="allowed")
def test_unless_the_cookie_says_samesite_none(cors_client: Any) -> None:
    cors_client.set_cookie("a", "b", samesite="None", secure=True)
    assert cors_client.get("/cookies").json == {"cookies": {"a": "b"}}
