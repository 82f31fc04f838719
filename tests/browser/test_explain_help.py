"""Advice that is followed helps: its code is run in a fresh app, and the same fetch is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, abort, redirect, request, session
from flask_cors import CORS, cross_origin

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.advice_allowed import not_as_declared, too_open
from pytest_cors.browser.story.advices import advices
from pytest_cors.browser.story.subject import situation_of
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE = "https://app.example.com"
API = "https://api.example.net"

Change = Callable[[Flask], None]


def shop(change: Change | None = None) -> Flask:
    app = Flask("shop")
    app.secret_key = "for the tests"
    app.logger.disabled = True
    if change is not None:
        change(app)

    @app.route("/users", methods=["GET", "POST", "PUT", "PATCH"])
    def users() -> dict[str, str]:
        return {"name": "Ada"}

    @app.route("/orders/", methods=["GET", "PUT"])
    def orders() -> list[str]:
        return ["tea"]

    @app.get("/fails")
    def fails() -> str:
        raise LookupError

    return app


def headers(**values: str) -> Change:
    """An app that sets these headers on everything."""

    def change(app: Flask) -> None:
        @app.after_request
        def set_headers(response: Response) -> Response:
            for name, value in values.items():
                response.headers[f"Access-Control-{name.replace('_', '-')}"] = value
            return response

    return change


def extension(**options: Any) -> Change:
    def change(app: Flask) -> None:
        CORS(app, **options)

    return change


def fetched(app: Flask, init: dict[str, Any]) -> FetchResult:
    init = dict(init)
    return Browser(app, base_url=API).page(f"{PAGE}/").fetch(API + init.pop("path", "/users"), **init)


def advice_for(result: FetchResult) -> list[Advice]:
    assert result.reason is not None, "there is advice where something is denied"
    return advices(situation_of(result, result.reason))


def code_of(pieces: list[Advice], beginning: str) -> str:
    """The first code that begins so."""
    for advice in pieces:
        lines = advice.code_lines(68)
        if lines and lines[0].startswith(beginning):
            return "\n".join(lines)
    raise AssertionError(f"no advice begins with {beginning}: {pieces}")


INCLUDE = {"credentials": "include"}
PUT = {"method": "PUT"}
CSRF = {"method": "POST", "headers": [("X-CSRF-Token", "1"), ("Content-Type", "application/json")], "body": "{}"}

# A mistake, and the fetch that it breaks.
MISTAKES: dict[str, tuple[Change | None, dict[str, Any]]] = {
    "no headers": (None, {}),
    "no headers, with credentials": (None, INCLUDE),
    "no headers on a preflight": (None, PUT),
    "not on the list": (extension(origins=["https://admin.example.com"]), {}),
    "not on the list, preflighted with credentials": (extension(origins=["https://admin.example.com"]), PUT | INCLUDE),
    "wildcard with credentials": (extension(send_wildcard=True), INCLUDE),
    "credentials not supported": (extension(origins=[PAGE]), INCLUDE),
    "another origin": (headers(Allow_Origin="https://admin.example.com"), {}),
    "a slash": (headers(Allow_Origin=f"{PAGE}/"), {}),
    "a list": (headers(Allow_Origin=f"https://admin.example.com, {PAGE}"), {}),
    "a glob": (headers(Allow_Origin="https://*.example.com"), {}),
    "True": (headers(Allow_Origin=PAGE, Allow_Credentials="True"), INCLUDE),
    "a method": (extension(methods=["GET"]), PUT),
    "a method of a list by hand": (headers(Allow_Origin=PAGE, Allow_Methods="GET; PUT"), PUT),
    "lower-case methods by hand": (headers(Allow_Origin=PAGE, Allow_Methods="get, put"), PUT),
    "methods * with credentials": (
        headers(Allow_Origin=PAGE, Allow_Credentials="true", Allow_Methods="*"), PUT | INCLUDE),
    "a header": (extension(allow_headers=["Content-Type"]), CSRF),
    "headers by hand": (headers(Allow_Origin=PAGE, Allow_Headers="Content-Type X-CSRF-Token"), CSRF),
    "headers * with credentials": (
        headers(Allow_Origin=PAGE, Allow_Credentials="true", Allow_Headers="*"), CSRF | INCLUDE),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_flask_cors_as_advised_mends_it(mistake: str) -> None:
    change, init = MISTAKES[mistake]
    code = code_of(advice_for(fetched(shop(change), init)), "CORS(app")
    options = (
        "" if "supports_credentials" in code or init.get("credentials") != "include" else ", supports_credentials=True"
    )
    call = f"{code.removesuffix(')')}{options})"
    mended = shop(lambda app: exec(call, {"CORS": CORS, "app": app}))
    assert fetched(mended, init).allowed


BASE = {"Allow_Origin": PAGE, "Allow_Credentials": "true", "Allow_Headers": "content-type,x-csrf-token",
        "Allow_Methods": "PUT"}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_code_by_hand_mends_it(mistake: str) -> None:
    """What the advice does not speak of is right already: the first thing that is wrong is told first."""
    change, init = MISTAKES[mistake]
    pieces = advice_for(fetched(shop(change), init))
    code = next("\n".join(advice.code_lines(68)) for advice in pieces if advice.text.startswith("Or by hand"))

    def by_hand(app: Flask) -> None:
        @app.after_request
        def allow(response: Response) -> Response:
            exec(code, {"response": response, "request": request, "ALLOWED_ORIGINS": {PAGE}})
            return response

        spoken_of = set(re.findall(r"access_control_(\w+)", code))
        headers(**{name: value for name, value in BASE.items() if name.lower() not in spoken_of})(app)

    assert fetched(shop(by_hand), init).allowed


def test_a_login_check_that_lets_options_pass() -> None:
    def broken(app: Flask) -> None:
        CORS(app, origins=[PAGE])

        @app.before_request
        def login() -> None:
            if "Authorization" not in request.headers:
                abort(401)

    init = {"headers": [("Authorization", "Bearer x")]}
    code = code_of(advice_for(fetched(shop(broken), init)), "if request.method")

    def mended(app: Flask) -> None:
        CORS(app, origins=[PAGE])
        body = "\n".join(f"    {line}" for line in [*code.splitlines(), "if 'Authorization' not in request.headers:"])
        source = f"@app.before_request\ndef login():\n{body}\n        abort(401)\n"
        exec(source, {"app": app, "request": request, "abort": abort})

    assert fetched(shop(mended), init).allowed


def test_a_login_page_that_the_preflight_is_sent_to() -> None:
    def broken(app: Flask) -> None:
        CORS(app, origins=[PAGE])

        @app.before_request
        def login() -> Any:
            return redirect("/sign-in?next=/users")

    assert code_of(advice_for(fetched(shop(broken), PUT)), "if request.method")


def test_slashes_that_are_not_strict_any_more() -> None:
    init = PUT | {"path": "/orders"}
    pieces = advice_for(fetched(shop(extension(origins=[PAGE])), init))
    assert code_of(pieces, "fetch(") == f'fetch("{API}/orders/", {{ method: "PUT" }})'
    code = code_of(pieces, "app.url_map")

    def mended(app: Flask) -> None:
        CORS(app, origins=[PAGE])
        exec(code, {"app": app})

    assert fetched(shop(mended), init).allowed


def test_an_exception_becomes_readable() -> None:
    def broken(app: Flask) -> None:
        @app.get("/broken")
        @cross_origin(origins=[PAGE])
        def view() -> str:
            raise LookupError

    code = code_of(advice_for(fetched(shop(broken), {"path": "/broken"})), "CORS(app")
    result = fetched(shop(lambda app: exec(code, {"CORS": CORS, "app": app})), {"path": "/fails"})
    assert result.allowed
    assert result.response.status == 500


def test_a_bare_redirect_leads_to_its_target() -> None:
    def broken(app: Flask) -> None:
        app.add_url_rule("/old", view_func=lambda: redirect("/users"))

    pieces = advice_for(fetched(shop(broken), {"path": "/old"}))
    assert code_of(pieces, "fetch(") == f'fetch("{API}/users")'


@pytest.mark.parametrize(
    ("location", "advised"),
    [
        ("http://api.example.net/users/", 'fetch("http://api.example.net/users/", { method: "PUT" })'),
        ("/users/?page=1", 'fetch("http://api.example.net/users/?page=1", { method: "PUT" })'),
        ("https://api.example.net/users?page=1", "app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)"),
        ("https://www.example.net/v2/users", 'fetch("https://www.example.net/v2/users", { method: "PUT" })'),
        ("/auth?next=x", 'if request.method == "OPTIONS":'),
    ],
)
def test_a_redirected_preflight_is_led_to_its_target(location: str, advised: str) -> None:
    transport = ScriptedTransport([HttpResponse(302, [("Access-Control-Allow-Origin", "*"), ("Location", location)])])
    page = Browser(transport).page("http://app.example.com/")
    pieces = advice_for(page.fetch("http://api.example.net/users?page=1", method="PUT"))
    assert code_of(pieces, advised)


def test_a_route_without_a_slash_is_asked_without() -> None:
    transport = ScriptedTransport([HttpResponse(308, [("Access-Control-Allow-Origin", "*"), ("Location", "/users")])])
    pieces = advice_for(Browser(transport).page(PAGE).fetch(f"{API}/users/", method="PUT"))
    assert pieces[0].text.startswith("The route has no slash")


def test_a_misspelt_header_is_found() -> None:
    def misspelt(app: Flask) -> None:
        @app.after_request
        def allow(response: Response) -> Response:
            response.headers["Access-Control-Allow-Orgin"] = PAGE
            return response

    pieces = advice_for(fetched(shop(misspelt), {}))
    assert [advice.text for advice in pieces] == [
        "The header is called Access-Control-Allow-Origin; the response has Access-Control-Allow-Orgin"
    ]


@pytest.mark.parametrize("name", ["Timing-Allow-Origin", "Access-Control-Allow-Methods", "X-Origin"])
def test_another_header_is_not_taken_for_it(name: str) -> None:
    transport = ScriptedTransport([HttpResponse(200, [(name, "*")])])
    pieces = advice_for(Browser(transport).page(PAGE).fetch(f"{API}/users"))
    assert "called" not in pieces[0].text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "name the origins that may"),
        ({"supports_credentials": True}, "sends back whatever origin asks"),
        ({"send_wildcard": True}, "every page of the web"),
        ({"origins": "null"}, "every sandboxed page"),
    ],
)
def test_what_is_too_open_is_narrowed(options: dict[str, Any], told: str) -> None:
    browser = Browser(shop(extension(**options)), base_url=API)
    page = browser.page("https://evil.example/", sandboxed=options.get("origins") == "null")
    credentials = "include" if "supports_credentials" in options else "omit"
    result = page.fetch(f"{API}/users", credentials=credentials)
    assert result.allowed
    pieces = list(too_open(result))
    assert told in " ".join(advice.text for advice in pieces).replace("Name", "name")
    if options.get("origins") == "null":
        return
    narrowed = shop(lambda app: exec(code_of(pieces, "CORS(app"), {"CORS": CORS, "app": app}))
    assert Browser(narrowed, base_url=API).page("https://evil.example/").fetch(f"{API}/users").denied


def test_a_pattern_as_advised_has_an_end() -> None:
    browser = Browser(shop(extension(supports_credentials=True)), base_url=API)
    pieces = list(too_open(browser.page("https://evil.example/").fetch(f"{API}/users")))
    code = code_of(pieces, "origins=[")
    app = shop(lambda app: exec(f"CORS(app, {code})", {"CORS": CORS, "app": app, "re": re}))
    for page, allowed in [
        ("https://one.front-end.example", True),
        ("https://one.front-end.example.evil.test", False),
        ("https://onexfront-end.example", False),
    ]:
        assert Browser(app, base_url=API).page(page).fetch(f"{API}/users").allowed == allowed


def test_an_origin_of_its_own_has_nothing_to_be_narrowed() -> None:
    result = Browser(shop(), base_url=API).page(API).fetch(f"{API}/users")
    assert [advice.text for advice in too_open(result)] == [
        "The page is of the API's own origin, where CORS has no say"
    ]


def test_headers_become_readable_and_answers_are_kept() -> None:
    result = fetched(shop(extension(origins=[PAGE])), PUT)
    pieces = list(
        not_as_declared(
            result,
            [
                "script cannot read ETag, X-Total: not exposed",
                "expected the preflight's answer to be kept for 600 s, got 5 s",
            ],
        )
    )
    for code in (code_of(pieces, "CORS(app, expose_headers"), code_of(pieces, "CORS(app, max_age")):
        result = fetched(shop(lambda app, code=code: exec(code, {"CORS": CORS, "app": app})), PUT)  # type: ignore[misc]
        assert result.exposes("x-total") or result.max_age == 600


def test_a_session_cookie_travels() -> None:
    def app_with(change: Change | None) -> FetchResult:
        app = shop(extension(origins=[PAGE], supports_credentials=True))

        @app.post("/login")
        def login() -> str:
            session["user"] = "ada"
            return ""

        @app.get("/me")
        def me() -> Any:
            return session.get("user") or abort(401)

        if change is not None:
            change(app)
        browser = Browser(app, base_url=API)
        browser.visit(f"{API}/login", method="POST")
        return browser.page(PAGE).fetch(f"{API}/me", credentials="include")

    broken = app_with(None)
    assert broken.response.status == 401
    code = code_of(list(not_as_declared(broken, ["expected status 200, got 401"])), "app.config.update(")
    assert app_with(lambda app: exec(code, {"app": app})).response.text == "ada"
