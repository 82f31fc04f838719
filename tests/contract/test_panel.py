"""One case in several browsers, and where a path is asked for."""

from __future__ import annotations

import pytest
from flask import Flask

from pytest_cors.browser import Browser
from pytest_cors.contract.check import app_at, check, page_url, resolve
from pytest_cors.contract.model import Case, Expectation
from pytest_cors.contract.panel import Panel
from pytest_cors.contract.story import violation
from pytest_cors.errors import InvalidArgument, RequestError
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.url import parse
from pytest_cors.survey.routes import find_route
from pytest_cors.transport import ScriptedTransport

APP = "https://app.example.com"
ALLOWED = Expectation(word="allowed")


def server(request: HttpRequest) -> HttpResponse:
    """Lets everybody in and gives everybody a cookie."""
    headers = [
        ("Access-Control-Allow-Origin", APP),
        ("Access-Control-Allow-Headers", "user-agent"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Set-Cookie", "a=1; Secure; SameSite=None"),
    ]
    return HttpResponse(200, headers, request.method.encode())


def case(**changes: object) -> Case:
    return Case(**{"route": "https://api.example.com/users", "origin": APP, "expectation": ALLOWED, **changes})  # type: ignore[arg-type]


def test_one_browser_is_the_users_own() -> None:
    transport = ScriptedTransport(server)
    browser = Browser(transport, profile="webkit")
    panel = Panel(browser)
    (done,) = panel.check(case())
    assert panel.names == ("webkit",)
    assert done.held
    assert done.result is not None
    assert done.result.profile == "webkit"
    assert len(transport.requests) == 1


def test_each_is_asked_and_the_server_once() -> None:
    transport = ScriptedTransport(server)
    panel = Panel(Browser(transport), ("chromium", "firefox", "webkit"))
    checks = panel.check(case())
    assert [done.browser for done in checks] == ["chromium", "firefox", "webkit"]
    assert all(done.held for done in checks)
    assert len(transport.requests) == 1
    panel.check(case())
    assert len(transport.requests) == 2


def test_what_differs_on_the_wire_is_sent() -> None:
    transport = ScriptedTransport(server)
    panel = Panel(Browser(transport), ("chromium", "firefox"))
    panel.check(case(headers=(("User-Agent", "mine"),)))
    assert [request.method for request in transport.requests] == ["GET", "OPTIONS", "GET"]


def test_the_users_browser_need_not_be_among_them() -> None:
    browser = Browser(ScriptedTransport(server), profile="standard")
    browser.set_cookie("https://api.example.com/", "sid=1; Secure; SameSite=None")
    panel = Panel(browser, ("firefox",))
    assert panel.names == ("firefox",)
    panel.check(case())
    assert [cookie.name for cookie in browser.cookies] == ["sid"]


def test_cookies_of_a_visit_are_everybodys() -> None:
    transport = ScriptedTransport(server)
    panel = Panel(Browser(transport, base_url="https://api.example.com"), ("chromium", "firefox"))
    panel.visit("https://api.example.com/login", method="POST", headers=(), body=b"")
    assert len(transport.requests) == 1
    for done in panel.check(case(credentials="include", origin="https://api.example.com")):
        assert done.result is not None
        assert ("Cookie", "a=1") in done.result.exchanges[0].request.headers


def test_a_cookie_that_is_refused_is_said() -> None:
    panel = Panel(Browser(ScriptedTransport(server)), ("chromium", "firefox"))
    with pytest.raises(InvalidArgument, match=r"chromium refuses from http://api\.example\.com/: SecureOnly"):
        panel.set_cookie("http://api.example.com/", "a=1; Secure")


def test_a_preflight_can_be_forgotten() -> None:
    transport = ScriptedTransport(server)
    panel = Panel(Browser(transport))
    for _ in range(2):
        panel.check(case(headers=(("User-Agent", "x"), ("Content-Type", "x/y"))))
    panel.forget_preflights()
    panel.check(case(headers=(("Content-Type", "x/y"),)))
    assert [request.method for request in transport.requests].count("OPTIONS") >= 2


def test_what_is_not_modelled_is_neither_held_nor_broken() -> None:
    (done,) = Panel(Browser(ScriptedTransport([]))).check(case())
    assert done.unmodelled is not None
    assert not done.held
    assert violation([done]) is None


def test_what_script_cannot_construct_is_raised() -> None:
    with pytest.raises(RequestError):
        Panel(Browser(ScriptedTransport(server))).check(case(mode="bogus"))


def test_the_error_of_several_browsers_names_those_that_differ() -> None:
    panel = Panel(Browser(ScriptedTransport(server)), ("chromium", "firefox"))
    error = violation(panel.check(case(origin="https://evil.example")))
    assert error is not None
    assert error.mismatches[-1] == "so in chromium and firefox"
    assert error.declared == "GET https://api.example.com/users from https://evil.example: allowed"
    assert violation(panel.check(case())) is None


# -- where a path is asked for


@pytest.mark.parametrize(
    ("base_url", "route", "origin", "url"),
    [
        (None, "/users", APP, "https://localhost/users"),
        (None, "/users?a=1", "http://localhost:3000", "http://localhost/users?a=1"),
        (None, "/users", "null", "https://localhost/users"),
        ("https://api.example.com", "/users", "http://app.example.com", "https://api.example.com/users"),
        ("https://api.example.com", "http://other.example/x", APP, "http://other.example/x"),
    ],
)
def test_resolve(base_url: str | None, route: str, origin: str, url: str) -> None:
    browser = Browser(Flask("api"), base_url=base_url)
    assert resolve(browser, route, page_origin=origin) == url


def test_a_path_needs_somewhere_to_be() -> None:
    with pytest.raises(InvalidArgument, match="no base URL"):
        resolve(Browser(ScriptedTransport(server)), "/users", page_origin=APP)


def test_pages() -> None:
    assert page_url(APP) == f"{APP}/"
    done = check(Browser(ScriptedTransport(server)), case(origin="null"))
    assert done.result is not None
    assert done.result.page.sandboxed


def test_the_app_behind_a_url() -> None:
    one, two = Flask("one"), Flask("two")
    browser = Browser({"https://one.example": one, "https://two.example": two})
    assert app_at(browser, "https://two.example/users") is two
    assert app_at(browser, "https://three.example/users") is None
    assert app_at(Browser(ScriptedTransport(server)), "https://one.example/") is None
    assert app_at(Panel(browser, ("webkit", "firefox"))._browsers[1], "https://one.example/") is one
    assert (
        find_route(app_at(browser, "https://one.example/x"), parse("https://one.example/x"), "GET").kind == "no route"
    )


def test_a_case_says_which_rule_was_asked() -> None:
    app = Flask("api")
    app.add_url_rule("/users/<int:number>", view_func=lambda **_: "")
    done = check(Browser(app), case(route="/users/7", expectation=None))
    assert done.route.rule == "/users/<int:number>"
    assert done.held
