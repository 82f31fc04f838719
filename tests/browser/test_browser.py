"""The browser from outside: what it is given, pages, cookies, visits."""

from __future__ import annotations

import time
from typing import Any

import flask
import pytest

from pytest_cors import Browser, NotModelled, RequestError
from pytest_cors.errors import InvalidArgument, TransportError
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
OPEN = ("Access-Control-Allow-Origin", "*")


def greeter(name: str) -> Any:
    """A WSGI app that anybody may read, and that says who it is and where it was reached."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [OPEN])
        where = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['SCRIPT_NAME']}{environ['PATH_INFO']}"
        return [f"{name} at {where}".encode()]

    return app


def flask_app(**config: object) -> flask.Flask:
    app = flask.Flask("shop")
    app.config.update(config)

    @app.get("/")
    def home() -> tuple[str, dict[str, str]]:
        return flask.request.url, dict([OPEN])

    return app


def text(browser: Browser, url: str, page: str = f"{APP}/") -> str:
    return browser.page(page).fetch(url).response.text


# What it is given


BROWSERS = "is not a browser; valid: standard, chromium, firefox, webkit. Did you mean"
NO_URL = "is not an http(s) URL, such as 'https://api.example.net'"
SETTING = "is not a setting; valid: allowed, partitioned, blocked. Did you mean 'blocked'?"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"profile": "chrome"}, f"profile='chrome' {BROWSERS} 'chromium'?"),
        ({"profile": "Firefox"}, f"profile='Firefox' {BROWSERS} 'firefox'?"),
        ({"third_party_cookies": "block"}, f"third_party_cookies='block' {SETTING}"),
        ({"base_url": "api.example.net"}, f"base_url='api.example.net' {NO_URL}"),
        ({"base_url": "ftp://api.example.net"}, f"base_url='ftp://api.example.net' {NO_URL}"),
        ({"base_url": "data:,x"}, f"base_url='data:,x' {NO_URL}"),
        ({"app": 7}, "app=7 is not a WSGI callable, a mapping of origins to apps, or a transport with send()"),
        ({"app": {}}, "apps={} serves nothing: give {origin: app}"),
    ],
)
def test_arguments_that_are_not_valid(arguments: dict[str, Any], message: str) -> None:
    arguments = {"app": greeter("a"), **arguments}
    with pytest.raises(InvalidArgument) as caught:
        Browser(arguments.pop("app"), **arguments)
    assert str(caught.value) == message


def test_an_app_lives_at_localhost() -> None:
    browser = Browser(greeter("a"))
    assert browser.base_url == "https://localhost"
    assert text(browser, "https://localhost/x") == "a at https://localhost/x"
    assert text(browser, "http://localhost/x", "http://app.example.com/") == "a at http://localhost/x"
    with pytest.raises(NotModelled, match=r"no app is served at https://localhost:5000; served: https://localhost"):
        text(browser, "https://localhost:5000/")


def test_or_at_its_base_url() -> None:
    browser = Browser(greeter("a"), base_url=f"{API}/v1")
    assert browser.base_url == f"{API}/v1"
    assert text(browser, f"{API}/v1/users") == f"a at {API}/v1/users"
    with pytest.raises(NotModelled, match="no app is served at https://localhost"):
        text(browser, "https://localhost/")


@pytest.mark.parametrize(
    ("config", "base_url"),
    [
        ({}, "https://localhost"),
        ({"SERVER_NAME": "shop.example:8443"}, "https://shop.example:8443"),
        ({"PREFERRED_URL_SCHEME": "https"}, "https://localhost"),
    ],
)
def test_or_where_flask_thinks(config: dict[str, object], base_url: str) -> None:
    browser = Browser(flask_app(**config))
    assert browser.base_url == base_url
    assert text(browser, f"{base_url}/") == f"{base_url}/"


def test_preferred_https_means_only_https() -> None:
    browser = Browser(flask_app(PREFERRED_URL_SCHEME="https"))
    with pytest.raises(NotModelled):
        text(browser, "http://localhost/", "http://app.example.com/")


def test_several_apps() -> None:
    browser = Browser({API: greeter("one"), "https://two.example": greeter("two")})
    assert browser.base_url == API
    assert text(browser, f"{API}/") == f"one at {API}/"
    assert text(browser, "https://two.example/x") == "two at https://two.example/x"
    with pytest.raises(NotModelled, match=r"served: https://api\.example\.net, https://two\.example"):
        text(browser, "https://three.example/")


def test_a_transport_answers_for_everything() -> None:
    server = ScriptedTransport(lambda request: HttpResponse(200, [OPEN], request.url.encode()))
    browser = Browser(server)
    assert browser.transport is server
    assert browser.base_url == ""
    assert text(browser, "https://anywhere.example/x") == "https://anywhere.example/x"


def test_chromium_is_the_default() -> None:
    browser = Browser(greeter("a"))
    assert browser.profile.name == "chromium"
    assert browser.clock is time.time
    assert browser.cookies.third_party == "allowed"
    assert Browser(greeter("a"), profile="webkit").cookies.third_party == "blocked"
    assert Browser(greeter("a"), profile="webkit", third_party_cookies="allowed").cookies.third_party == "allowed"


def test_close_is_passed_on() -> None:
    class Closable(ScriptedTransport):
        closed = False

        def close(self) -> None:
            self.closed = True

    server = Closable([])
    Browser(server).close()
    assert server.closed
    Browser(ScriptedTransport([])).close()


# Pages


def test_page() -> None:
    browser = Browser(ScriptedTransport([]))
    page = browser.page("HTTPS://App.Example.com:443/a b")
    assert (page.url, page.origin, page.browser) == (f"{APP}/a%20b", APP, browser)
    assert browser.page(f"{APP}/", sandboxed=True).origin == "null"
    assert browser.page("data:text/html,x").origin == "null"


POLICIES = (
    "is not a referrer policy; valid: no-referrer, no-referrer-when-downgrade, same-origin, origin, strict-origin,"
    " origin-when-cross-origin, strict-origin-when-cross-origin, unsafe-url."
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"url": "/"}, "url='/' is not an absolute URL, such as 'https://app.example.com/'"),
        (
            {"url": "app.example.com"},
            "url='app.example.com' is not an absolute URL, such as 'https://app.example.com/'",
        ),
        ({"top_level_url": "x"}, "top_level_url='x' is not an absolute URL, such as 'https://app.example.com/'"),
        ({"referrer_policy": "no-referer"}, f"referrer_policy='no-referer' {POLICIES} Did you mean 'no-referrer'?"),
    ],
)
def test_pages_that_cannot_be(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        Browser(ScriptedTransport([])).page(**{"url": f"{APP}/", **arguments})
    assert str(caught.value) == message


def test_two_opaque_pages_are_strangers() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(204, [OPEN, ("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Max-Age", "600")])

    browser = Browser(ScriptedTransport(answer), profile="standard")
    pages: list[dict[str, Any]] = [{"url": f"{APP}/", "sandboxed": True}, {"url": "data:text/html,x"}]
    for arguments in pages:
        one, other = browser.page(**arguments), browser.page(**arguments)
        assert one.fetch(f"{API}/", method="PUT").preflighted
        assert not one.fetch(f"{API}/", method="PUT").preflighted
        assert other.fetch(f"{API}/", method="PUT").preflighted


def test_a_relative_url_is_the_pages() -> None:
    server = ScriptedTransport(lambda _: HttpResponse(200))
    Browser(server).page(f"{APP}/dir/page?q").fetch("x?y")
    assert server.requests[0].url == f"{APP}/dir/x?y"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"integrity": "sha256-x"}, "subresource integrity (integrity=)"),
        ({"referrer": ""}, "a referrer other than the document's (referrer=)"),
        ({"referrer": f"{APP}/other"}, "a referrer other than the document's (referrer=)"),
    ],
)
def test_what_is_not_modelled_is_said(arguments: dict[str, str], what: str) -> None:
    server = ScriptedTransport([])
    with pytest.raises(NotModelled) as caught:
        Browser(server).page(f"{APP}/").fetch(f"{API}/", **arguments)  # type: ignore[arg-type]
    assert caught.value.what == what
    assert str(caught.value) == f"not modelled: {what}"
    assert server.requests == []


def test_what_script_cannot_say_is_an_error() -> None:
    with pytest.raises(RequestError, match="mode 'bogus'"):
        Browser(ScriptedTransport([])).page(f"{APP}/").fetch("/", mode="bogus")


def test_headers_as_a_mapping() -> None:
    headers: Any = {"X-A": "1"}
    result = Browser(ScriptedTransport([HttpResponse(200)])).page(f"{APP}/").fetch("/", headers=headers)
    assert list(result.request.headers) == [("X-A", "1")]


def test_keepalive_is_accepted() -> None:
    assert Browser(ScriptedTransport([HttpResponse(200)])).page(f"{APP}/").fetch("/", keepalive=True).allowed


# Cookies


@pytest.mark.parametrize(
    ("url", "line", "why"),
    [
        (f"{API}/", "sid=1; Secure; SameSite=None", None),
        (f"{API}/", "sid=1; SameSite=None", "SameSiteNoneInsecure"),
        ("http://api.example.net/", "sid=1; Secure", "SecureOnly"),
        (f"{API}/", "sid=1; Domain=com", "InvalidDomain"),
        (f"{API}/", "", "Malformed"),
    ],
)
def test_set_cookie(url: str, line: str, why: str | None) -> None:
    browser = Browser(ScriptedTransport([]))
    assert browser.set_cookie(url, line) == why
    assert [cookie.pair for cookie in browser.cookies] == ([] if why else ["sid=1"])


def test_set_cookie_wants_a_whole_url() -> None:
    with pytest.raises(InvalidArgument, match=r"url='api\.example\.net' is not an absolute URL"):
        Browser(ScriptedTransport([])).set_cookie("api.example.net", "a=1")


def test_cookies_expire_by_the_browsers_clock() -> None:
    now = 1000.0
    server = ScriptedTransport(lambda _: HttpResponse(200))
    browser = Browser(server, clock=lambda: now)
    browser.set_cookie(f"{APP}/", "sid=1; Max-Age=60")
    page = browser.page(f"{APP}/")
    page.fetch("/")
    now = 1060.0
    page.fetch("/")
    assert [dict(request.headers).get("Cookie") for request in server.requests] == ["sid=1", None]


def test_why_a_cookie_was_not_sent() -> None:
    server = ScriptedTransport(
        lambda _: HttpResponse(
            200, [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
        )
    )
    browser = Browser(server)
    browser.set_cookie(f"{API}/", "sid=1; Secure; SameSite=Lax")
    page = browser.page(f"{APP}/")
    (note,) = page.fetch(f"{API}/", credentials="include").cookies
    assert (note.name, note.what, note.why, note.url) == ("sid", "not-sent", "SameSiteLax", f"{API}/")
    (note,) = page.fetch(f"{API}/").cookies
    assert (note.name, note.what, note.why) == ("sid", "not-sent", "CredentialsMode")


def test_why_a_cookie_was_not_stored() -> None:
    headers = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    server = ScriptedTransport(
        [HttpResponse(200, [*headers, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Secure; SameSite=None")])]
    )
    browser = Browser(server)
    (note,) = browser.page(f"{APP}/").fetch(f"{API}/", credentials="include").cookies
    assert (note.name, note.what, note.why) == ("a", "not-stored", "SameSiteUnspecifiedTreatedAsLax")
    assert [cookie.name for cookie in browser.cookies] == ["b"]


def anonymous(status: int, *set_cookie: str) -> HttpResponse:
    headers = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    return HttpResponse(status, [*headers, *(("Set-Cookie", line) for line in set_cookie)])


@pytest.mark.parametrize(
    ("answers", "url", "told"),
    [
        ([anonymous(200, "sid=1"), anonymous(401)], f"{API}/", ["sid"]),
        ([anonymous(200, "sid=1"), anonymous(403)], f"{API}/", ["sid"]),
        ([anonymous(200, "sid=1"), anonymous(200)], f"{API}/", []),
        ([anonymous(200, "sid=1"), anonymous(401)], "https://other.example.net/", []),
        ([anonymous(200, "sid=1; Secure; SameSite=None"), anonymous(401)], f"{API}/", []),
        ([anonymous(401, "sid=1"), anonymous(401, "sid=1")], f"{API}/", ["sid"]),
    ],
    ids=["401", "403", "200", "elsewhere", "stored", "set-again"],
)
def test_who_is_not_known_is_told_which_cookie_was_set_in_vain(
    answers: list[HttpResponse], url: str, told: list[str]
) -> None:
    page = Browser(ScriptedTransport(answers)).page(f"{APP}/")
    page.fetch(f"{API}/login", credentials="include")
    assert [note.name for note in page.fetch(url, credentials="include").cookies] == told


def test_a_cookie_that_was_set_after_all_is_not_told() -> None:
    browser = Browser(ScriptedTransport([anonymous(200, "sid=1"), anonymous(401)]))
    page = browser.page(f"{APP}/")
    page.fetch(f"{API}/", credentials="include")
    browser.set_cookie(f"{API}/", "sid=2; Secure; SameSite=None")
    assert page.fetch(f"{API}/", credentials="include").cookies == ()


# HTTP credentials


def test_http_credentials() -> None:
    server = ScriptedTransport(lambda _: HttpResponse(200))
    browser = Browser(server)
    browser.set_http_credentials(f"{APP}/login", "ada", "caf\u00e9:x")
    page = browser.page(f"{APP}/")
    page.fetch("/")
    page.fetch("/", credentials="omit")
    page.fetch(f"{API}/", credentials="include")
    sent = [dict(request.headers).get("Authorization") for request in server.requests]
    assert sent == ["Basic YWRhOmNhZsOpOng=", None, None]
    with pytest.raises(InvalidArgument):
        browser.set_http_credentials("app.example.com", "a", "b")


# Visits


def visited(*answers: HttpResponse, **keywords: Any) -> tuple[HttpResponse, list[HttpRequest]]:
    server = ScriptedTransport(answers)
    response = Browser(server).visit(**{"url": f"{API}/login", **keywords})
    return response, server.requests


def test_a_visit() -> None:
    headers = [("Content-Type", "a/b"), ("X-A", "1")]
    response, requests = visited(HttpResponse(404, [], b"none"), method="POST", headers=headers, body="caf\u00e9")
    assert (response.status, response.body) == (404, b"none")
    assert requests == [HttpRequest("POST", f"{API}/login", headers, "caf\u00e9".encode())]


def test_a_visit_has_no_cors() -> None:
    _, (request,) = visited(HttpResponse(200), method="PUT", headers=[("X-A", "1")])
    assert [name for name, _ in request.headers] == ["X-A"]


def test_a_visit_carries_and_keeps_cookies() -> None:
    server = ScriptedTransport(
        [
            HttpResponse(302, [("Set-Cookie", "sid=1; SameSite=Strict"), ("Location", "/home")]),
            HttpResponse(200, [("Set-Cookie", "b=2; Domain=nonsense")]),
        ]
    )
    browser = Browser(server, profile="standard")
    browser.set_cookie(f"{API}/", "old=0")
    assert browser.visit(f"{API}/login").status == 200
    assert [dict(request.headers)["Cookie"] for request in server.requests] == ["old=0", "old=0; sid=1"]
    assert [cookie.name for cookie in browser.cookies] == ["old", "sid"]


BODY_HEADERS = [("Content-Type", "a/b"), ("CONTENT-LENGTH", "1"), ("Content-Encoding", "x"), ("Content-Language", "de")]


@pytest.mark.parametrize(
    ("method", "status", "then"),
    [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 302, "PUT"),
        ("PUT", 303, "GET"),
        ("HEAD", 303, "HEAD"),
        ("GET", 302, "GET"),
    ],
)
def test_a_visit_follows_redirects(method: str, status: int, then: str) -> None:
    moved = HttpResponse(status, [("Location", "../x?y#z")])
    headers = [*BODY_HEADERS, ("X-A", "1")]
    _, requests = visited(moved, HttpResponse(200), url=f"{API}/a/b", method=method, headers=headers, body=b"x")
    kept = then != "GET" or method == "GET"
    assert requests[1] == HttpRequest(then, f"{API}/x?y", headers if kept else [("X-A", "1")], b"x" if kept else b"")


@pytest.mark.parametrize("headers", [[], [("Location", "http://[")]])
def test_a_redirect_to_nowhere_is_where_it_ends(headers: list[tuple[str, str]]) -> None:
    assert visited(HttpResponse(302, headers))[0].status == 302


def test_a_location_without_a_redirect_is_none() -> None:
    assert len(visited(HttpResponse(201, [("Location", "/x")]))[1]) == 1


def test_a_visit_follows_twenty_redirects() -> None:
    server = ScriptedTransport(lambda _: HttpResponse(302, [("Location", "/")]))
    assert Browser(server).visit(f"{API}/").status == 302
    assert len(server.requests) == 21


def test_a_relative_visit() -> None:
    browser = Browser(greeter("a"), base_url=API)
    body = browser.visit("/x").body
    assert (body if isinstance(body, bytes) else body.read()) == f"a at {API}/x".encode()
    with pytest.raises(InvalidArgument, match="url='/x' is not an absolute URL"):
        Browser(ScriptedTransport([])).visit("/x")
    with pytest.raises(InvalidArgument):
        browser.visit("http://[")


def test_a_visit_that_fails_says_so() -> None:
    with pytest.raises(TransportError, match="refused"):
        Browser(ScriptedTransport([TransportError("refused")])).visit(f"{API}/")


def test_a_fetch_that_fails_is_denied() -> None:
    result = Browser(ScriptedTransport([TransportError("refused")])).page(f"{APP}/").fetch(f"{API}/")
    assert result.reason is not None
    assert (result.reason.code, result.reason.parameter) == ("ConnectionFailed", "refused")
    assert result.exchanges == ()
    assert not result.sent


def test_other_exceptions_of_a_transport_come_through() -> None:
    page = Browser(ScriptedTransport([ZeroDivisionError()])).page(f"{APP}/")
    with pytest.raises(ZeroDivisionError):
        page.fetch(f"{API}/")


def test_what_was_fetched_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    page = Browser(ScriptedTransport(lambda _: HttpResponse(200))).page(f"{APP}/")
    page.fetch(f"{API}/")
    assert caplog.messages == []
    with caplog.at_level("INFO", "pytest_cors"):
        page.fetch(f"{API}/x")
    assert caplog.messages == [f"GET {API}/x from {APP} in chromium: denied[MissingAllowOriginHeader] (GET 200)"]
