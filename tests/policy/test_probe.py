"""What is observed of an app: as a browser has it, with doubt where there is doubt."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, abort, redirect
from flask_cors import CORS, cross_origin
from werkzeug.routing import BaseConverter

from pytest_cors import Contract
from pytest_cors.contract.toml import read_text
from pytest_cors.errors import ConfigurationError
from pytest_cors.policy.observed import Decision, Policy
from pytest_cors.policy.probe import observe

SPA = "https://app.example.com"
EVIL = "https://evil.example"

CONTRACT = f'[contract]\nbase_url = "https://api.example.com"\n[[allow]]\nroutes = ["/*"]\norigins = ["{SPA}"]\n'


def flask_app(**options: Any) -> Flask:
    app = Flask("api", static_folder=None)
    if options:
        CORS(app, **{"origins": [SPA], "allow_headers": [], **options})
    app.add_url_rule("/users", "users", lambda: [1], methods=["GET", "POST", "PUT"])
    return app


def seen(app: Any, text: str = CONTRACT, **arguments: Any) -> Policy:
    contract = Contract(read_text(text))
    browser = contract.browser(app)
    return observe(contract.plan(browser), browser, **arguments)


def one(app: Any, origin: str = SPA, *, route: str = "/users", method: str = "GET", text: str = CONTRACT) -> str:
    decision = seen(app, text).of((route, method), origin)
    assert decision is not None
    return str(decision)


ALONE = "not with credentials: InvalidAllowCredentials"
ASKED = "not with credentials: PreflightInvalidAllowCredentials"


@pytest.mark.parametrize(
    ("options", "method", "expected"),
    [
        ({}, "GET", "denied, MissingAllowOriginHeader"),
        ({"allow_headers": []}, "GET", f"may read, {ALONE}"),
        ({"allow_headers": []}, "PUT", f"may send, {ASKED}"),
        ({"allow_headers": []}, "POST", "may send, " + ASKED),
        ({"supports_credentials": True}, "GET", "may read with credentials"),
        ({"supports_credentials": True}, "POST", "may send with credentials"),
        ({"methods": ["GET"]}, "PUT", "denied, MethodDisallowedByPreflightResponse"),
        ({"methods": ["GET"], "supports_credentials": True}, "PUT", "denied, MethodDisallowedByPreflightResponse"),
        ({"send_wildcard": True, "origins": "*"}, "GET", "may read, not with credentials: WildcardOriginNotAllowed"),
        ({"allow_headers": "*"}, "GET", f"may read, {ALONE}; headers *"),
        ({"allow_headers": ["x-b", "Authorization"]}, "GET", f"may read, {ALONE}; headers Authorization, x-b"),
        ({"expose_headers": ["X-B", "X-A"]}, "GET", f"may read, {ALONE}; exposes X-A, X-B"),
        ({"max_age": 600}, "PUT", f"may send, {ASKED}; max-age 600"),
        ({"max_age": -1}, "GET", f"may read, {ALONE}; max-age -1"),
        ({"origins": [SPA, "https://b.example"]}, "GET", f"may read, {ALONE}; vary Origin"),
    ],
)
def test_decisions(options: dict[str, Any], method: str, expected: str) -> None:
    assert one(flask_app(**options), method=method) == expected


def test_a_form_is_sent_though_json_is_refused() -> None:
    assert one(flask_app(supports_credentials=True), method="POST") == "may send with credentials"
    allowed = flask_app(supports_credentials=True, allow_headers=["Content-Type"])
    assert one(allowed, method="POST") == "may send with credentials; headers Content-Type"


def test_what_is_sent_is_read() -> None:
    text = CONTRACT.replace("[contract]", '[contract]\nunsafe = "send"')
    assert one(flask_app(supports_credentials=True), method="PUT", text=text) == "may read with credentials"


def test_strangers_are_told_once() -> None:
    policy = seen(flask_app(supports_credentials=True))
    here = policy.decisions["/users", "GET"]
    assert list(here) == [SPA, "*"]
    assert here["*"] == Decision(without="MissingAllowOriginHeader", included="MissingAllowOriginHeader")
    assert policy.of(("/users", "GET"), "null") == here["*"]
    reflected = seen(flask_app(origins="*", supports_credentials=True))
    assert list(reflected.decisions["/users", "GET"]) == ["*"]


def test_one_that_gets_in_has_a_line_of_its_own() -> None:
    policy = seen(flask_app(origins=[r"https://app.example.com.*"]))
    assert set(policy.decisions["/users", "GET"]) >= {SPA, "https://appxexample.com", f"{SPA}.evil.example", "*"}


def test_an_origin_that_only_the_app_knows_is_asked() -> None:
    other = "https://partner.example.net"
    assert other in seen(flask_app(origins=[SPA, other])).decisions["/users", "GET"]
    app = flask_app(supports_credentials=True)
    app.config["SEARCH"] = other
    assert other not in seen(app).asked, "because it gets what strangers get"


def test_an_origin_of_the_lock_is_asked_again() -> None:
    assert "https://old.example" in seen(flask_app(supports_credentials=True), origins=["https://old.example"]).asked


def test_another_browser_has_other_verdicts() -> None:
    app = flask_app(allow_headers=["Authorization"])
    assert seen(app, profile="firefox").browser == "firefox"


def test_header_lists_in_any_order_are_the_same() -> None:
    policies = []
    for names in (["X-A", "X-B"], ["X-B", "X-A"]):
        app = flask_app()

        def add(response: Any, names: list[str] = names) -> Any:
            response.headers["Access-Control-Allow-Origin"] = SPA
            response.headers["Access-Control-Expose-Headers"] = ",".join(names)
            response.headers["Access-Control-Allow-Headers"] = ", ".join(reversed(names))
            return response

        app.after_request(add)
        policies.append(seen(app))
    assert policies[0] == policies[1]
    assert str(policies[0].of(("/users", "GET"), SPA)).endswith("headers X-A, X-B; exposes X-A, X-B")


# Doubt


def test_what_may_have_effects_is_not_asked() -> None:
    app = flask_app(supports_credentials=True)
    app.add_url_rule("/logout", "logout", lambda: pytest.fail("it was asked"))
    policy = seen(app)
    assert str(policy.decisions["/logout", "GET"]["*"]) == "not known, not asked because it may have effects"


def test_a_guess_that_finds_nothing_says_nothing() -> None:
    app = flask_app()
    app.add_url_rule("/item/<int:number>", "item", cross_origin(origins=[SPA])(lambda number: abort(404)))
    expected = "not known, answers 404 to a guessed value of number: give [samples]"
    assert one(app, route="/item/<int:number>") == expected
    assert one(app, EVIL, route="/item/<int:number>") == expected


def test_but_a_denial_is_earned_where_another_page_gets_the_headers() -> None:
    app = flask_app(supports_credentials=True)
    app.add_url_rule("/item/<int:number>", "item", lambda number: abort(404))
    assert one(app, route="/item/<int:number>") == "may read with credentials"
    assert one(app, EVIL, route="/item/<int:number>") == "denied, MissingAllowOriginHeader"


def test_a_login_is_named() -> None:
    app = flask_app(supports_credentials=True)
    app.add_url_rule("/mine", "mine", lambda: redirect("/login"))
    assert one(app, route="/mine").startswith("not known, redirects to /login, which looks like a login page")


def test_a_variable_without_a_value() -> None:
    app = flask_app()

    class Never(BaseConverter):
        regex = "a{77}"

    app.url_map.converters["never"] = Never
    app.add_url_rule("/n/<never:it>", "n", lambda it: "")
    assert one(app, route="/n/<never:it>") == "not known, no value of its variables is known to match: give [samples]"


def test_a_rate_limit_is_an_error() -> None:
    app = flask_app(supports_credentials=True)
    app.before_request(lambda: ("slowly", 429))
    with pytest.raises(ConfigurationError, match="GET /users answers 429, Too Many Requests"):
        seen(app)
