"""What a contract file means: what is not allowed is denied, and a denial must be earned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort, redirect, request
from flask_cors import CORS, cross_origin

from pytest_cors import Browser, Contract
from pytest_cors.contract.cell import CellResult
from pytest_cors.contract.contract import Verification
from pytest_cors.contract.toml import read_text
from pytest_cors.errors import ConfigurationError

SPA = "https://app.example.com"
EVIL = "https://evil.example"

ALLOW = f'[[allow]]\nroutes = ["/*"]\norigins = ["{SPA}"]\n'


def contract(text: str) -> Contract:
    return Contract(read_text(f'[contract]\nbase_url = "https://api.example.com"\n{text}'))


def flask_app(**options: Any) -> Flask:
    """An app with one view, under flask-cors."""
    app = Flask("api", static_folder=None)
    app.config["TESTING"] = True
    if options:
        CORS(app, **{"allow_headers": [], **options})
    app.add_url_rule("/users", "users", lambda: {"users": []})
    return app


def verify(text: str, app: Any) -> Verification:
    return contract(text).verify(app)


def states(seen: Verification, where: Callable[[CellResult], bool] = lambda _: True) -> set[str]:
    return {cell.state for cell in seen.cells if where(cell)}


def of(method: str, origin: str | None = None, route: str | None = None) -> Callable[[CellResult], bool]:
    return lambda seen: (
        seen.cell.case.method == method and origin in {None, seen.cell.case.origin} and route in {None, seen.cell.route}
    )


# The cells


def asked(text: str, app: Any) -> set[str]:
    return {str(case) for case in contract(text).cases(app)}


def test_an_allowed_origin_may_and_everybody_else_may_not() -> None:
    cases = asked(ALLOW, flask_app())
    assert f"GET /users from {SPA}: allowed" in cases
    assert {
        f"GET /users from {EVIL}: denied",
        f"GET /users from {EVIL}, credentials include: denied",
        "GET /users from null: denied",
        f"GET /users from {SPA}, credentials include: denied",
        f"GET /users from {SPA} with X-Undeclared: denied",
        "GET /users from http://app.example.com: denied",
    } <= cases


def test_what_is_declared_is_asked_in_full() -> None:
    cases = asked(ALLOW + 'headers = ["Authorization", "X-A"]\ncredentials = true\nstatus = 200', flask_app())
    assert f"GET /users from {SPA} with Authorization, X-A, credentials include: allowed, status 200" in cases
    assert f"GET /users from {SPA}, credentials include: allowed, status 200" in cases
    assert f"GET /users from {SPA}: allowed, status 200" in cases
    assert f"GET /users from {SPA}, credentials include: denied" not in cases


def test_methods_that_are_routed_and_no_others() -> None:
    app = flask_app()
    app.add_url_rule("/users", "put", lambda: "", methods=["PUT"])
    methods = {case.method for case in contract(ALLOW).cases(app)}
    assert methods == {"GET", "PUT"}


def test_options_and_head_are_cells_only_when_named() -> None:
    methods = {case.method for case in contract(ALLOW + 'methods = ["GET", "HEAD", "OPTIONS"]').cases(flask_app())}
    assert methods == {"GET", "HEAD", "OPTIONS"}


def test_origins_that_the_file_names_are_denied_where_no_rule_allows_them() -> None:
    other = '[[allow]]\nroutes = ["/other"]\norigins = ["https://other.example.com"]\n'
    assert "GET /users from https://other.example.com: denied" in asked(ALLOW + other, flask_app())


def test_the_apps_own_origin_is_never_asked() -> None:
    text = f'[[allow]]\nroutes = ["/*"]\norigins = ["{SPA}", "https://api.example.com"]\n'
    assert "https://api.example.com" not in {case.origin for case in contract(text).cases(flask_app())}


def test_any_origin_is_any_origin_without_credentials() -> None:
    cases = asked('[[allow]]\nroutes = ["/*"]\norigins = "*"', flask_app())
    assert {f"GET /users from {EVIL}: allowed", "GET /users from null: allowed"} <= cases
    assert {f"GET /users from {EVIL}, credentials include: denied"} <= cases


def test_excluded_routes_are_left_out() -> None:
    assert not asked(ALLOW + '[[exclude]]\nroutes = ["/users"]', flask_app())


def test_flasks_own_static_folder_is_left_out_unless_it_is_named() -> None:
    app = Flask("api")
    assert not asked(ALLOW, app)
    assert asked(f'[[allow]]\nroutes = ["/static/*"]\norigins = ["{SPA}"]', app)


def test_a_deny_takes_back_what_an_allow_gives() -> None:
    app = flask_app()
    app.add_url_rule("/internal", "internal", lambda: "")
    cases = asked(ALLOW + '[[deny]]\nroutes = ["/internal"]', app)
    assert f"GET /internal from {SPA}: denied" in cases
    assert f"GET /internal from {SPA}: allowed" not in cases
    assert f"GET /users from {SPA}: allowed" in cases


def test_the_number_of_cells_of_a_route_is_bounded() -> None:
    many = ", ".join(f'"https://a{number}.example.com"' for number in range(50))
    per_route = len(asked(f'[[allow]]\nroutes = ["/*"]\norigins = [{many}]', flask_app()))
    assert per_route <= 50 * 3 + 2 * (24 + 4)


def test_an_app_without_routes_to_ask_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no URL map"):
        verify(ALLOW, lambda _environ, _start: [])


# Ordinary apps are green


def login_app() -> Flask:
    """An app in the manner of Flask-Login, as in the tutorials."""
    app = Flask("api")
    app.secret_key = "for the tests"
    CORS(app, resources=r"/api/*", origins=[SPA], supports_credentials=True)

    @app.before_request
    def only_signed_in() -> Any:
        if request.method != "OPTIONS" and request.path.startswith("/account"):
            return redirect("/login?next=/account")
        return None

    for rule in ("/login", "/account", "/account/<int:number>", "/api/me", "/api/items/<int:number>"):
        app.add_url_rule(rule, rule, lambda **_: abort(404) if "item" in request.path else "fine")
    app.add_url_rule("/account", "save", lambda: "", methods=["POST", "DELETE"])
    app.add_url_rule("/api/items", "add", lambda: "", methods=["POST", "PUT"])
    return app


def decorated_app() -> Flask:
    app = Flask("api")

    @app.get("/open/<int:number>")
    @cross_origin(origins=[SPA])
    def find(number: int) -> dict[str, int]:
        return abort(404) if number == 1 else {"number": number}

    @app.put("/open/<int:number>")
    @cross_origin(origins=[SPA])
    def put(number: int) -> dict[str, int]:
        return {"number": number}

    @app.get("/closed")
    def closed() -> str:
        return "closed"

    return app


def open_app() -> Flask:
    app = flask_app(allow_headers="*")
    app.add_url_rule("/users/<int:number>", "user", lambda **_: abort(404))
    app.add_url_rule("/users", "add", lambda: "", methods=["POST"])
    return app


ORDINARY = {
    "CORS(app)": (open_app, '[[allow]]\nroutes = ["/*"]\norigins = "*"\nheaders = "*"\n'),
    "@cross_origin": (decorated_app, ALLOW.replace("/*", "/open/*") + 'headers = "*"\n'),
    "Flask-Login": (login_app, ALLOW.replace("/*", "/api/*") + 'headers = "*"\ncredentials = true\n'),
    "no CORS at all": (flask_app, '[[deny]]\nroutes = ["/*"]\n'),
}


@pytest.mark.parametrize(("make", "text"), ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_app_is_green(make: Callable[[], Flask], text: str) -> None:
    seen = verify(text, make())
    assert seen.holds, seen.explain()
    assert seen.counts["denied"]
    assert sum(seen.counts.values()) == len(seen.cells)
    assert not seen.notes


# States


def test_a_method_with_effects_is_only_asked_for() -> None:
    app = flask_app(origins=[SPA])
    sent: list[str] = []
    app.before_request(lambda: sent.append(request.method))
    app.add_url_rule("/users", "put", lambda: "", methods=["PUT", "DELETE"])
    seen = verify(ALLOW, app)
    assert seen.holds, seen.explain()
    assert states(seen, of("PUT", SPA)) == {"preflight only", "denied"}
    assert set(sent) == {"GET", "OPTIONS"}


def test_a_form_is_undecided_until_it_may_be_sent() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/users", "add", lambda: "", methods=["POST"])
    seen = verify(ALLOW, app)
    assert seen.holds
    assert "undecided" in states(seen, of("POST", SPA))
    assert states(seen, of("POST", EVIL)) == {"denied", "undecided"}
    sent = contract('unsafe = "send"\n' + ALLOW).verify(app)
    assert states(sent, of("POST", SPA)) == {"allowed", "denied"}
    assert states(sent, of("POST", EVIL)) == {"denied"}


def test_a_form_that_is_sent_and_read_where_it_is_not_allowed() -> None:
    app = flask_app(origins=[SPA], methods=["GET"])
    app.add_url_rule("/users", "add", lambda: "", methods=["POST"])
    seen = contract('unsafe = "send"\n' + ALLOW + 'methods = ["GET"]').verify(app)
    assert states(seen, of("POST", SPA)) >= {"broken"}
    assert "POST is never stopped by methods=" in " ".join(seen.explain().split())


def test_a_get_that_seems_to_have_effects_is_not_sent() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/auth/logout", "logout", lambda: pytest.fail("it was sent"))
    seen = verify(ALLOW, app)
    assert states(seen, of("GET", EVIL, "/auth/logout")) == {"undecided"}
    (why,) = {cell.why for cell in seen.cells if of("GET", EVIL, "/auth/logout")(cell)}
    assert "GET /auth/logout seems to have effects" in why[0]


def test_a_rate_limit_is_no_verdict() -> None:
    app = flask_app(origins=[SPA])
    app.before_request(lambda: abort(429))
    seen = verify(ALLOW, app)
    assert seen.holds
    assert states(seen) == {"inconclusive"}
    assert "429" in seen.cells[0].why[0]


def test_a_guessed_value_without_an_answer_is_no_verdict() -> None:
    app = decorated_app()
    seen = verify(ALLOW.replace("/*", "/open/*") + 'headers = "*"\n', app)
    inconclusive = [cell for cell in seen.cells if cell.state == "inconclusive"]
    assert inconclusive
    assert "answers 404 to a guessed value of number: give [samples]" in inconclusive[0].why[0]
    given = verify("[samples]\nnumber = 2\n" + ALLOW.replace("/*", "/open/*") + 'headers = "*"\n', app)
    assert "inconclusive" not in states(given)
    wrong = verify("[samples]\nnumber = 1\n" + ALLOW.replace("/*", "/open/*") + 'headers = "*"\n', app)
    assert not wrong.holds


def test_a_guessed_value_that_a_page_can_read_the_404_of_decides() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/users/<int:number>", "user", lambda **_: abort(404))
    seen = verify(ALLOW, app)
    assert states(seen, of("GET", EVIL, "/users/<int:number>")) == {"denied"}


def test_a_view_that_raises() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/crash", "crash", lambda: str(1 // 0))
    seen = verify(ALLOW, app)
    assert states(seen, of("GET", SPA, "/crash")) >= {"broken"}
    assert "the app raised ZeroDivisionError" in seen.explain()


def test_a_redirect_to_a_login_page_is_named() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/mine", "mine", lambda: redirect("/accounts/login?next=/mine"))
    seen = verify(ALLOW, app)
    assert seen.holds
    (why,) = {cell.why for cell in seen.cells if cell.state == "inconclusive"}
    assert "GET /mine redirects to /accounts/login, which looks like a login page" in why[0]


def test_a_redirect_to_another_host_is_not_modelled() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/google", "google", lambda: redirect("https://accounts.example.org/"))
    seen = verify(ALLOW, app)
    assert states(seen, of("GET", SPA, "/google")) >= {"not modelled"}


def test_a_denial_by_a_refused_preflight_is_not_earned() -> None:
    app = flask_app()
    app.add_url_rule("/users", "put", lambda: "", methods=["PUT"])
    app.before_request(lambda: abort(401) if request.method == "OPTIONS" else None)
    seen = verify('[[deny]]\nroutes = ["/*"]', app)
    assert states(seen, of("PUT")) == {"inconclusive"}
    (why,) = {cell.why for cell in seen.cells if of("PUT")(cell)}
    assert "the preflight is answered 401, which keeps everybody out" in why[0]


def test_a_preflight_that_the_login_refuses_keeps_allowed_pages_out() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/users", "put", lambda: "", methods=["PUT"])
    app.before_request(lambda: abort(401) if request.method == "OPTIONS" else None)
    assert states(verify(ALLOW, app), of("PUT", SPA)) >= {"broken"}


def test_a_known_mistake_is_tolerated() -> None:
    app = flask_app(origins="*")
    seen = verify(ALLOW + '[[deny]]\nroutes = ["/users"]\norigins = "*"\nknown = "ticket 7"', app)
    assert seen.holds
    assert "tolerated" in states(seen)


def test_that_strangers_get_in_may_be_known_without_taking_anything_back() -> None:
    app = flask_app(origins=[r"https://app\.example\.com"])
    seen = verify(ALLOW + '[[deny]]\nroutes = ["/users"]\nknown = "ticket 7"', app)
    assert seen.holds, seen.explain()
    assert states(seen, of("GET", SPA)) == {"allowed", "denied"}
    assert states(seen, of("GET", f"{SPA}.evil.example")) == {"tolerated", "denied"}


def test_expectations_beyond_the_verdict() -> None:
    app = flask_app(origins=[SPA], max_age=60, allow_headers=["X-A"], expose_headers=["X-B"])
    good = 'headers = ["X-A"]\nmax_age = 60\nexposes = ["X-B"]\nstatus = 200'
    assert verify(ALLOW + good, app).holds
    bad = 'headers = ["X-A"]\nmax_age = 600\nexposes = ["X-C"]\nstatus = 201'
    said = verify(ALLOW + bad, app).explain()
    assert "expected the preflight's answer to be kept for 600 s, got 60 s" in said
    assert "script cannot read X-C" in said
    assert "expected status 201, got 200" in said


def test_max_age_is_held_for_what_is_only_asked_for() -> None:
    app = flask_app(origins=[SPA], max_age=60)
    app.add_url_rule("/users", "put", lambda: "", methods=["PUT"])
    assert verify(ALLOW + "max_age = 60", app).holds
    assert "kept for 600 s, got 60 s" in verify(ALLOW + "max_age = 600", app).explain()


def test_cookies_of_the_browser_travel_and_stay_as_they_are() -> None:
    app = flask_app(origins=[SPA], supports_credentials=True)
    app.secret_key = "for the tests"
    seen: list[str | None] = []

    def mine() -> Any:
        seen.append(request.cookies.get("sid"))
        return "mine", 200, {"Set-Cookie": "sid=other; Secure; SameSite=None"}

    app.add_url_rule("/mine", "mine", mine)
    browser = Browser(app, base_url="https://api.example.com")
    browser.set_cookie("https://api.example.com/", "sid=1; Secure; SameSite=None")
    assert verify(ALLOW + "credentials = true", browser).holds
    assert set(seen) == {"1", None}
    assert [cookie.value for cookie in browser.cookies] == ["1"]


def test_several_browsers() -> None:
    seen = contract(ALLOW).verify(flask_app(origins=[SPA]), browsers=["chromium", "firefox"])
    assert seen.holds
    assert {cell.browser for cell in seen.cells} == {"chromium", "firefox"}


def test_subdomains_and_a_path_where_the_app_is_mounted() -> None:
    app = Flask("api", static_folder=None, subdomain_matching=True)
    app.config.update(SERVER_NAME="example.com", PREFERRED_URL_SCHEME="https", APPLICATION_ROOT="/v1")
    CORS(app, origins=[SPA], allow_headers=[])
    app.add_url_rule("/a", "a", lambda: "a", subdomain="admin")
    app.add_url_rule("/b/<int:number>", "b", lambda **_: "b")
    seen = Contract(read_text(ALLOW)).verify(app)
    assert seen.holds, seen.explain()
    assert {cell.url for cell in seen.cells} == {"https://admin.example.com/a", "https://example.com/b/1"}
    mounted = Contract(read_text(f'[contract]\nbase_url = "https://api.example.com/v1"\n{ALLOW}')).verify(
        flask_app(origins=[SPA])
    )
    assert mounted.holds, mounted.explain()
    assert {cell.url for cell in mounted.cells} == {"https://api.example.com/v1/users"}


# Notes and rules without routes


def notes(text: str, app: Flask | None = None) -> list[str]:
    plan = contract(text).plan(app or flask_app())
    return [f"{note.line}: {note.text}" for note in plan.notes]


def test_a_rule_for_no_route_proves_nothing() -> None:
    seen = verify(ALLOW.replace("/*", "/usrs"), flask_app())
    assert not seen.holds
    assert "cors.toml:3: routes='/usrs' is for no route of the app, so this rule proves nothing; there is /users" in (
        seen.explain()
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[origins]\nspare = "https://b.example"\n' + ALLOW, ["4: no rule uses the origin 'spare'"]),
        ("[samples]\nid = 1\n" + ALLOW, ["4: the sample 'id' is for no variable of any route"]),
        ('[samples."/x"]\nid = 1\n' + ALLOW, ["3: there is no route '/x' to have samples"]),
        (ALLOW + '[[exclude]]\nroutes = ["/x"]', ["6: [[exclude]] matches no route: /x"]),
        (ALLOW + '[[deny]]\nroutes = ["/x"]', ["6: [[deny]] matches no route: /x"]),
        (ALLOW + ALLOW, ["6: the rule at line 3 allows all that this one does"]),
        (ALLOW + ALLOW.replace("/*", "/users"), ["6: the rule at line 3 allows all that this one does"]),
        (
            ALLOW.replace("/*", "/users") + ALLOW + 'headers = "*"',
            ["3: the rule at line 6 allows all that this one does"],
        ),
        (ALLOW + ALLOW + 'exposes = ["X-A"]', ["3: the rule at line 6 allows all that this one does"]),
        (ALLOW + "max_age = 600", ["3: max_age is held against nothing: no request of this rule needs a preflight"]),
        (ALLOW, []),
    ],
)
def test_what_is_hardly_meant_is_said_with_its_line(text: str, said: list[str]) -> None:
    assert notes(text) == said


def test_samples_that_do_not_match_are_said() -> None:
    app = flask_app(origins=[SPA])
    app.add_url_rule("/users/<int:number>", "user", lambda **_: "")
    seen = verify('[samples]\nnumber = "seven"\n' + ALLOW, app)
    (note,) = seen.notes
    assert (note.line, note.text) == (
        4,
        "the route '/users/<int:number>' does not take the sample number = 'seven'",
    )
