"""A first contract says what the app does: it holds at once, and each thing that looks unwise says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort, redirect, request
from flask_cors import CORS, cross_origin

from pytest_cors import Browser, Contract
from pytest_cors.adopt.init import Adopted, adopt
from pytest_cors.contract.toml import read_text
from pytest_cors.errors import ConfigurationError

SPA = "https://app.example.com"
ADMIN = "https://admin.example.com"


APP = f'app = "{SPA}"\n[[allow]]\nroutes = '
WITH_COOKIES = """headers = ["X-Api-Key"]\ncredentials = true\nmax_age = 60"""


def flask_app(**options: Any) -> Flask:
    """An app of four routes, under flask-cors if there are options."""
    app = Flask("api", static_folder=None)
    if options:
        CORS(app, **{"origins": [SPA], **options})
    app.add_url_rule("/health", "health", lambda: "fine")
    app.add_url_rule("/api/users", "users", lambda: [1], methods=["GET", "POST"])
    app.add_url_rule("/api/users/<int:number>", "user", lambda number: {"id": number}, methods=["GET", "PUT", "DELETE"])
    app.add_url_rule("/api/logout", "logout", lambda: "")
    return app


def adopted(app: Any, **arguments: Any) -> Adopted:
    """The first contract of an app, held against the app once more."""
    result = adopt(Browser(app), **arguments)
    seen = Contract(read_text(result.text)).verify(app)
    assert seen.holds, seen.explain()
    assert seen.plan.notes == (), "because a warning at once is no good start"
    assert seen.counts == result.verification.counts
    return result


def rules(app: Any) -> str:
    """What the file says after its head, remarks left out."""
    text = adopted(app).text.partition("[contract]\n")[2]
    return "\n".join(line.partition("  #")[0] for line in text.splitlines() if line and not line.startswith("#"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"allow_headers": []},
            '[origins]\napp = "https://app.example.com"\n[[allow]]\nroutes = ["/*"]\norigins = ["app"]',
        ),
        (
            {"origins": [SPA, ADMIN], "allow_headers": ["X-Api-Key"], "supports_credentials": True, "max_age": 60},
            f'[origins]\nadmin = "{ADMIN}"\n{APP}["/*"]\norigins = ["admin", "app"]\n{WITH_COOKIES}',
        ),
        (
            {"methods": ["GET", "PUT"], "allow_headers": [], "expose_headers": ["X-Total"]},
            f'[origins]\n{APP}["/*"]\norigins = ["app"]\nmethods = ["GET", "POST", "PUT"]\nexposes = ["X-Total"]',
        ),
        (
            {"resources": {r"/api/*": {}}, "allow_headers": []},
            '[origins]\napp = "https://app.example.com"\n[[allow]]\nroutes = ["/api/*"]\norigins = ["app"]',
        ),
        (
            {"resources": {r"/api/*": {"origins": [SPA]}, "/health": {"origins": "*"}}, "allow_headers": []},
            f'[origins]\n{APP}["/api/*"]\norigins = ["app"]\n[[allow]]\nroutes = ["/health"]\norigins = "*"',
        ),
        ({"origins": "*"}, '[[allow]]\nroutes = ["/*"]\norigins = "*"\nheaders = "*"'),
        (
            {"origins": "*", "supports_credentials": True},
            '[[allow]]\nroutes = ["/*"]\norigins = "*"\nheaders = "*"\ncredentials = true',
        ),
        (
            {"origins": [r"^https://[a-z0-9-]+\.example\.com\Z"], "allow_headers": []},
            '[origins]\nexample = "https://*.example.com"\n[[allow]]\nroutes = ["/*"]\norigins = ["example"]',
        ),
        ({}, '[[deny]]\nroutes = "/*"'),
    ],
    ids=["plain", "all", "methods", "resources", "two resources", "any", "reflected", "a pattern", "no CORS"],
)
def test_what_is_written(options: dict[str, Any], expected: str) -> None:
    assert rules(flask_app(**options)).replace("base_url", "") == expected


def test_a_post_needs_no_approval_so_it_counts_as_allowed() -> None:
    """Access-Control-Allow-Methods never stops a POST: the file must not say that it does."""
    assert '"POST"' in rules(flask_app(methods=["GET", "PUT"], allow_headers=[]))


# Apps of other kinds


def decorated() -> Flask:
    app = Flask("api", static_folder=None)
    app.add_url_rule("/open", "open", cross_origin()(lambda: ""))
    app.add_url_rule("/ours", "ours", cross_origin(origins=[SPA], methods=["PUT"])(lambda: ""), methods=["PUT"])
    app.add_url_rule("/item/<int:number>", "item", cross_origin(origins=[SPA])(lambda number: abort(404)))
    app.add_url_rule("/closed", "closed", lambda: "")
    return app


def guarded() -> Flask:
    app = flask_app(allow_headers=[])
    app.before_request(lambda: None if request.headers.get("Authorization") else abort(401))
    return app


def by_hand() -> Flask:
    app = flask_app()

    @app.after_request
    def add(response: Any) -> Any:
        response.headers["Access-Control-Allow-Origin"] = SPA
        return response

    return app


def with_login() -> Flask:
    app = flask_app(allow_headers=[])
    app.add_url_rule("/mine", "mine", lambda: redirect("/login?next=/mine"))
    return app


def careless() -> Flask:
    return flask_app(origins=[r"https://.*\.example\.com", "http://localhost:*", "null"], supports_credentials=True)


def in_middleware() -> Any:
    app = flask_app(allow_headers=[])

    def outer(environ: Any, start_response: Any) -> Any:
        return app(environ, start_response)

    return outer


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (decorated, ['routes = ["/open"]\norigins = "*"', "Not known: GET /item/<int:number>: answers 404"]),
        (guarded, ["Unwise: no page can use", "the preflight is not answered with a 2xx status"]),
        (by_hand, ['app = "https://app.example.com"']),
        (with_login, ["Not known: GET /mine: redirects to /login"]),
        (
            careless,
            [
                'known = "a pattern for localhost has no end"',
                'known = "an allowed origin is matched without its end"',
                'known = "null is let in, which every sandboxed frame and data: URL is"',
                'localhost = "http://localhost:*"  # Unwise in production',
            ],
        ),
        (in_middleware, ['app = "https://app.example.com"']),
        (lambda: flask_app(origins="*", supports_credentials=True), ["Unwise: a page on any origin may read"]),
        (lambda: flask_app(origins=["http://app.example.com"]), ["Unwise: without TLS anybody on the way"]),
        (
            lambda: flask_app(origins=[SPA, ADMIN], vary_header=False),
            ["differ by origin and do not say Vary: Origin"],
        ),
    ],
    ids=["cross_origin", "guarded", "by hand", "login", "careless", "middleware", "reflected", "http", "no Vary"],
)  # fmt: skip
def test_apps_of_many_kinds(make: Callable[[], Any], said: list[str]) -> None:
    text = " ".join(adopted(make()).text.replace("\n# ", " ").split())
    for each in said:
        assert " ".join(each.split()) in text
    assert bool(adopted(make()).unwise) == ("Unwise" in text)


def test_what_is_prudent_has_no_remark() -> None:
    result = adopted(flask_app(origins=[SPA, ADMIN], allow_headers=["Content-Type"], max_age=600))
    assert result.unwise == 0
    assert "known =" not in result.text


def test_a_contract_that_is_broken_later_fails() -> None:
    """It holds because the app does it, not because it says nothing."""
    text = adopted(flask_app(allow_headers=[])).text
    for change in ({"origins": "*"}, {"origins": [ADMIN]}, {"allow_headers": "*"}, {"supports_credentials": True}):
        assert not Contract(read_text(text)).verify(flask_app(**{"allow_headers": [], **change})).holds


def test_what_is_tolerated_is_told_when_it_is_mended() -> None:
    text = adopted(flask_app(origins=[r"https://.*\.example\.com"], allow_headers=[])).text
    assert text.count("known = ") >= 3
    mended = Contract(read_text(text)).verify(flask_app(origins=[r"^https://[^.]+\.example\.com\Z"], allow_headers=[]))
    assert mended.holds
    assert "tolerated" not in mended.counts


def test_where_the_app_lives_and_what_it_is_called() -> None:
    app = flask_app(allow_headers=[])
    head = '[contract]\nbase_url = "https://api.example.com"\napp = "shop:app"\n'
    assert (
        head
        in adopt(
            Browser(app, base_url="https://api.example.com"), base_url="https://api.example.com", app="shop:app"
        ).text
    )
    app.config.update(SERVER_NAME="api.shop.example", PREFERRED_URL_SCHEME="https")
    assert '# base_url = "https://api.shop.example"' in adopted(app).text


def test_an_app_without_a_url_map_has_no_contract() -> None:
    with pytest.raises(ConfigurationError, match="there is no URL map"):
        adopt(Browser(lambda _environ, _start: []))


def test_an_app_that_does_not_answer_the_same_way_twice_is_named() -> None:
    app = flask_app()
    asked = [0]

    @app.after_request
    def sometimes(response: Any) -> Any:
        asked[0] += 1
        if asked[0] % 7:
            response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        return response

    try:
        text = adopt(Browser(app)).text
    except ConfigurationError as error:
        assert "does not answer the same way twice" in str(error)  # noqa: PT017 - either is right
    else:
        assert "[[exclude]]" in text or "known =" in text
