"""What flask-cors 6 makes of its options, as a browser sees it: a policy, then the fetches of three pages.

A cell reads ``verdict without credentials / verdict with credentials``: ``ok``, or the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask, Response
from flask_cors import CORS, cross_origin

from pytest_cors import Browser

SPA, EVIL, API = "https://app.example.com", "https://evil.example.net", "https://api.example.net"
MISSING, WILDCARD, NO_CREDENTIALS = "MissingAllowOriginHeader", "WildcardOriginNotAllowed", "InvalidAllowCredentials"
PREFLIGHT_MISSING = "PreflightMissingAllowOriginHeader"

Policy = Callable[[Flask], object]
Verdicts = dict[str, tuple[str, str]]


def with_routes(app: Flask) -> Flask:
    app.add_url_rule("/api/x", "x", lambda: {"n": 1}, methods=["GET", "PUT"])
    app.add_url_rule("/other", "other", lambda: "private")
    return app


def extension(**options: Any) -> Policy:
    return lambda app: CORS(app, **options)


def by_config(app: Flask) -> None:
    app.config["CORS_ORIGINS"] = [SPA]
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    CORS(app)


def by_decorator(app: Flask) -> None:
    @app.get("/decorated")
    @cross_origin(origins=[SPA])
    def decorated() -> str:
        return "x"


def by_blueprint(app: Flask) -> None:
    blueprint = Blueprint("v1", __name__, url_prefix="/v1")
    blueprint.add_url_rule("/x", "x", lambda: "x")
    CORS(blueprint, origins=[SPA], supports_credentials=True)
    app.register_blueprint(blueprint)


def by_hand(app: Flask) -> None:
    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = SPA
        response.headers["Access-Control-Allow-Credentials"] = "true"
        return response


def everywhere(anonymous: str, credentialed: str) -> Verdicts:
    return dict.fromkeys((SPA, EVIL, "null"), (anonymous, credentialed))


def only_the_spa(credentialed: str = "ok", *, others: str = MISSING) -> Verdicts:
    return {SPA: ("ok", credentialed), EVIL: (others, others), "null": (others, others)}


# name: the policy, the path, what the three pages get
POLICIES: dict[str, tuple[Policy, str, Verdicts]] = {
    "CORS(app)": (extension(), "/api/x", everywhere("ok", NO_CREDENTIALS)),
    "send_wildcard": (extension(send_wildcard=True), "/api/x", everywhere("ok", WILDCARD)),
    "supports_credentials": (extension(supports_credentials=True), "/api/x", everywhere("ok", "ok")),
    "origins": (extension(origins=[SPA]), "/api/x", only_the_spa(NO_CREDENTIALS)),
    "origins, credentials": (extension(origins=[SPA], supports_credentials=True), "/api/x", only_the_spa()),
    "resources, inside": (extension(resources={r"/api/*": {"origins": [SPA]}}), "/api/x", only_the_spa(NO_CREDENTIALS)),
    "resources, outside": (extension(resources={r"/api/*": {"origins": "*"}}), "/other", everywhere(MISSING, MISSING)),
    "CORS_* config": (by_config, "/api/x", only_the_spa()),
    "@cross_origin, its route": (by_decorator, "/decorated", only_the_spa(NO_CREDENTIALS)),
    "@cross_origin, another route": (by_decorator, "/other", everywhere(MISSING, MISSING)),
    "blueprint, its route": (by_blueprint, "/v1/x", only_the_spa()),
    "blueprint, another route": (by_blueprint, "/other", everywhere(MISSING, MISSING)),
    "after_request": (by_hand, "/api/x", only_the_spa(others="AllowOriginMismatch")),
}


def fetched(policy: Policy, origin: str, path: str, **init: Any) -> str:
    app = Flask(__name__)
    policy(app)
    browser = Browser(with_routes(app), base_url=API)
    page = browser.page("https://sandboxed.example/", sandboxed=True) if origin == "null" else browser.page(origin)
    result = page.fetch(f"{API}{path}", **init)
    return "ok" if result.reason is None else result.reason.code


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("origin", [SPA, EVIL, "null"])
def test_who_may_read(name: str, origin: str) -> None:
    policy, path, verdicts = POLICIES[name]
    seen = tuple(fetched(policy, origin, path, credentials=mode) for mode in ("omit", "include"))
    assert seen == verdicts[origin]


@pytest.mark.parametrize(
    ("options", "init", "verdict"),
    [
        ({"methods": ["GET"]}, {"method": "PUT"}, "MethodDisallowedByPreflightResponse"),
        ({"methods": ["GET", "PUT"]}, {"method": "PUT"}, "ok"),
        ({"methods": ["put"]}, {"method": "PUT"}, "ok"),
        ({"allow_headers": ["X-A"]}, {"headers": [("X-A", "1")]}, "ok"),
        ({"allow_headers": ["X-A"]}, {"headers": [("X-B", "1")]}, "HeaderDisallowedByPreflightResponse"),
        ({}, {"headers": [("X-B", "1")]}, "ok"),
        ({"origins": [EVIL]}, {"method": "PUT"}, PREFLIGHT_MISSING),
    ],
)
def test_what_a_preflight_allows(options: dict[str, object], init: dict[str, object], verdict: str) -> None:
    assert fetched(extension(**options), SPA, "/api/x", **init) == verdict


@pytest.mark.parametrize(
    ("max_age", "profile", "kept"),
    [(None, "chromium", 5), (60, "chromium", 60), (86400, "chromium", 7200), (86400, "webkit", 600), (0, "firefox", 5)],
)
def test_how_long_a_preflight_is_kept(max_age: int | None, profile: str, kept: float) -> None:
    app = with_routes(Flask(__name__))
    CORS(app, max_age=max_age)
    result = Browser(app, base_url=API, profile=profile).page(SPA).fetch(f"{API}/api/x", method="PUT")
    assert result.max_age == kept


def test_which_headers_script_reads() -> None:
    app = with_routes(Flask(__name__))
    CORS(app, expose_headers=["X-Total"])
    result = Browser(app, base_url=API).page(SPA).fetch(f"{API}/api/x")
    assert result.exposes("x-total")
    assert result.exposes("Content-Type")
    assert not result.exposes("X-Other")
    assert not result.exposes("Set-Cookie")
