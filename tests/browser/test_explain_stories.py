"""Whole stories, held to every character: what a developer reads when a check fails.

The texts are in ``stories/``. To change one on purpose, delete its file and run this test once: it writes the new
text and fails, so that somebody reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, abort, redirect, request, session
from flask_cors import CORS

from pytest_cors import Browser
from pytest_cors.browser import FetchResult

STORIES = Path(__file__).parent / "stories"
PAGE = "https://app.example.com/"
APP = "https://app.example.com"
API = "https://api.example.net"

Told = tuple[FetchResult, dict[str, Any]]


def shop(**cors: Any) -> Flask:
    """A small API; flask-cors with these options when there are any."""
    app = Flask("shop")
    app.secret_key = "for the tests"
    if cors:
        CORS(app, **cors)

    @app.route("/users", methods=["GET", "POST", "PUT"])
    def users() -> dict[str, str]:
        return {"name": "Ada"}

    @app.route("/orders/", methods=["GET", "PUT"])
    def orders() -> list[str]:
        return ["tea"]

    @app.post("/login")
    def login() -> str:
        session["user"] = "ada"
        return ""

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"user": session.get("user") or abort(401)}

    return app


def by_hand(app: Flask, origin: str) -> Flask:
    """An app that sends one value to everybody."""

    @app.after_request
    def allow(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = origin
        return response

    return app


def fetched(app: Flask, url: str, *, page: str = PAGE, **init: Any) -> FetchResult:
    return Browser(app, base_url=API).page(page).fetch(API + url, **init)


def declared(what: str, *mismatches: str) -> dict[str, Any]:
    return {"declared": what, "mismatches": mismatches}


def simple_mismatch() -> Told:
    result = fetched(by_hand(shop(), "https://admin.example.com"), "/users")
    wrong = "expected allowed, got denied: AllowOriginMismatch, Access-Control-Allow-Origin names another origin"
    return result, declared("GET /users from https://app.example.com: allowed", wrong)


def trailing_slash_in_the_value() -> Told:
    return fetched(by_hand(shop(), f"{APP}/"), "/users"), {}


def missing_header() -> Told:
    return fetched(shop(origins=["https://admin.example.com"]), "/users"), {}


def wildcard_with_credentials() -> Told:
    return fetched(by_hand(shop(), "*"), "/users", credentials="include"), {}


def preflight_refused_by_login() -> Told:
    app = shop(origins=[APP])

    @app.before_request
    def only_with_token() -> None:
        if "Authorization" not in request.headers:
            abort(401)

    result = fetched(app, "/users", headers=[("Authorization", "Bearer 0123456789abcdef")])
    return result, declared(
        "GET /users from https://app.example.com with Authorization: denied",
        "denied, but not by the app's CORS policy: PreflightInvalidStatus, the preflight is not answered with 200 to"
        " 299 (reason='PreflightInvalidStatus' says that this is meant)",
    )


def preflight_redirected_to_the_slash() -> Told:
    return fetched(shop(origins=[APP]), "/orders", method="PUT"), {}


def method_not_allowed() -> Told:
    return fetched(shop(origins=[APP], methods=["GET", "POST"]), "/users", method="PUT", body="{}"), {}


def header_not_allowed() -> Told:
    headers = [("Content-Type", "application/json"), ("X-CSRF-Token", "0123456789abcdef")]
    body = '{"name": "Ada", "password": "correct horse"}'
    app = shop(origins=[APP], allow_headers=["Content-Type"], methods=["GET", "POST"])
    return fetched(app, "/users", method="POST", headers=headers, body=body), {}


def origin_tainted_by_redirect() -> Told:
    old = Flask("old")
    CORS(old, origins=[APP])

    @old.get("/users")
    def users() -> Any:
        return redirect(f"{API}/users")

    browser = Browser({"https://old.example.org": old, API: by_hand(shop(), APP)})
    return browser.page(PAGE).fetch("https://old.example.org/users"), {}


VIEWS = """\
from flask_cors import cross_origin


def register(app):
    @app.get("/users/<int:number>")
    @cross_origin(origins=["https://app.example.com"])
    def user(number):
        return find(number)


def find(number):
    raise LookupError(f"no user {number}")
"""


def exception_of_a_view() -> Told:
    app = shop()
    app.logger.disabled = True
    views: dict[str, Any] = {"__name__": "shop.views"}
    exec(compile(VIEWS, "shop/views.py", "exec"), views)
    views["register"](app)
    return fetched(app, "/users/7"), declared(
        "GET /users/7 from https://app.example.com: allowed",
        "the app raised LookupError: no user 7, and nobody handled it",
        "expected allowed, got denied: MissingAllowOriginHeader, Access-Control-Allow-Origin is missing",
    )


def allowed_although_declared_denied() -> Told:
    result = fetched(shop(supports_credentials=True), "/users", page="https://evil.example/", credentials="include")
    return result, declared(
        "GET /users from https://evil.example, credentials include: denied",
        "expected denied, got allowed: script gets the response (status 200)",
    )


def cookie_withheld() -> Told:
    app = shop(origins=[APP], supports_credentials=True)

    @app.after_request
    def vary(response: Response) -> Response:
        response.vary.add("Cookie")  # as Flask 3 does by itself
        return response

    browser = Browser(app, base_url=API)
    browser.visit(f"{API}/login", method="POST")
    result = browser.page(PAGE).fetch(f"{API}/me", credentials="include")
    return result, declared(
        "GET /me from https://app.example.com, credentials include: allowed, status 200",
        "expected status 200, got 401",
    )


def header_not_exposed() -> Told:
    app = shop(origins=[APP], expose_headers=["ETag"])

    @app.get("/count")
    def count() -> tuple[str, dict[str, str]]:
        return "", {"X-Total-Count": "1"}

    return fetched(app, "/count"), declared(
        "GET /count from https://app.example.com: allowed, exposes X-Total-Count",
        "script cannot read X-Total-Count: not exposed",
    )


def preflight_remembered() -> Told:
    page = Browser(shop(origins=[APP], max_age=600), base_url=API).page(PAGE)
    page.fetch(f"{API}/users", method="PUT")
    return page.fetch(f"{API}/users", method="PUT"), {}


def nothing_sent() -> Told:
    app = shop(origins=[APP])
    return Browser({"http://api.example.net": app}).page(PAGE).fetch("http://api.example.net/users"), {}


def check_that_proves_nothing() -> Told:
    return fetched(shop(origins=[APP]), "/user"), declared(
        "GET /user from https://app.example.com: allowed",
        "this proves nothing: no route of the app matches '/user'; there is /users",
    )


TELLINGS: tuple[Callable[[], Told], ...] = (
    simple_mismatch,
    trailing_slash_in_the_value,
    missing_header,
    wildcard_with_credentials,
    preflight_refused_by_login,
    preflight_redirected_to_the_slash,
    method_not_allowed,
    header_not_allowed,
    origin_tainted_by_redirect,
    exception_of_a_view,
    allowed_although_declared_denied,
    cookie_withheld,
    header_not_exposed,
    preflight_remembered,
    nothing_sent,
    check_that_proves_nothing,
)


@pytest.mark.parametrize("tell", TELLINGS, ids=lambda tell: tell.__name__)
def test_a_story_is_told_like_this(tell: Callable[[], Told]) -> None:
    result, options = tell()
    told = result.explain(**options) + "\n"
    path = STORIES / f"{tell.__name__}.txt"
    if not path.exists():
        path.write_text(told, encoding="utf-8")
        pytest.fail(f"{path.name} is new: read it, and run again")
    assert told == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("tell", TELLINGS, ids=lambda tell: tell.__name__)
@pytest.mark.parametrize("width", [80, 100])
def test_a_story_keeps_to_the_width(tell: Callable[[], Told], width: int) -> None:
    result, options = tell()
    assert [line for line in result.explain(**options, width=width).splitlines() if len(line) > width] == []


@pytest.mark.parametrize("width", [1, 40, 50])
def test_in_a_narrow_terminal_only_what_cannot_be_broken_is_too_long(width: int) -> None:
    result, _ = simple_mismatch()
    prose = result.explain(width=width).partition("\n  step")[2].partition("\n  help")[0].splitlines()
    assert len(prose) > 20
    assert [line for line in prose if len(line) > max(width, 40) and len(line.split()) > 1] == []


def test_every_text_belongs_to_a_story() -> None:
    assert {path.stem for path in STORIES.glob("*.txt")} == {tell.__name__ for tell in TELLINGS}
