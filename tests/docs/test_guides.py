"""The tables of the guides, row by row: a docstring here is the first cell of its row there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Blueprint, Flask, abort, redirect, request
from flask_cors import CORS, cross_origin
from flask_login import LoginManager, login_required
from werkzeug.wrappers import Response

from pytest_cors import Browser
from pytest_cors.fetch import safelists

from .tables import table

PAGE, API = "https://app.example.com", "https://api.example.net"


def fetch(app: Any, path: str, **init: Any) -> Any:
    return Browser(app, base_url=API).page(f"{PAGE}/").fetch(f"{API}{path}", **init)


def unreadable(app: Any) -> set[str]:
    """Which errors of an app a page cannot read."""
    kinds: Mapping[str, Mapping[str, Any]] = {
        "abort": {"path": "/abort"},
        "an exception": {"path": "/raise"},
        "404": {"path": "/nowhere"},
        "405": {"path": "/abort", "method": "POST"},
        "413": {"path": "/upload", "method": "POST", "body": "x" * 100},
    }
    return {kind for kind, init in kinds.items() if fetch(app, **init).denied}


def with_errors(routes: Flask | Blueprint, decorated: Callable[[Any], Any] = lambda view: view) -> None:
    """Views that answer with errors."""

    @decorated
    def stop() -> None:
        abort(400)

    @decorated
    def fail() -> None:
        raise RuntimeError

    @decorated
    def upload() -> dict[str, int]:
        return {"length": len(request.get_data())}

    routes.add_url_rule("/abort", "stop", stop)
    routes.add_url_rule("/raise", "fail", fail)
    routes.add_url_rule("/upload", "upload", upload, methods=["POST"])


def empty() -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 10
    return app


def on_a_view() -> Flask:
    app = empty()
    with_errors(app, cross_origin(origins=[PAGE]))
    return app


def on_a_blueprint() -> Flask:
    app, blueprint = empty(), Blueprint("all", __name__)
    with_errors(blueprint)
    CORS(blueprint, origins=[PAGE])
    app.register_blueprint(blueprint)
    return app


def on_the_app() -> Flask:
    app = empty()
    with_errors(app)
    CORS(app, origins=[PAGE])
    return app


def outside() -> Flask:
    app = empty()
    with_errors(app)
    inner = app.wsgi_app

    def middleware(environ: Any, start_response: Any) -> Any:
        response = Response.from_app(inner, environ)
        response.headers["Access-Control-Allow-Origin"] = PAGE
        return response(environ, start_response)

    app.wsgi_app = middleware  # type: ignore[method-assign]
    return app


LOST: dict[str, tuple[Callable[[], Flask], set[str]]] = {
    "`@cross_origin` on a view": (on_a_view, {"abort", "an exception", "404", "405", "413"}),
    "`CORS(blueprint)`": (on_a_blueprint, {"404", "405"}),
    "`CORS(app)`": (on_the_app, set()),
    "WSGI middleware outside the app": (outside, set()),
}


@pytest.mark.parametrize("row", LOST)
def test_where_headers_get_lost(row: str) -> None:
    make, lost = LOST[row]
    assert row in {cells[0] for cells in table("guides/error-shows-as-cors.md", "the headers come from")}
    assert unreadable(make()) == lost


def guarded(check: Callable[[], Any]) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=[PAGE])
    app.before_request(check)
    app.add_url_rule("/orders", view_func=lambda: ["tea"])
    return app


def stop() -> None:
    if "Authorization" not in request.headers:
        abort(403 if request.args else 401)


def to_the_login() -> Any:
    return None if "Authorization" in request.headers else redirect("/login")


def reads_a_body() -> None:
    request.headers["X-User"].strip()


def with_slash() -> Flask:
    app = Flask(__name__)
    CORS(app, origins=[PAGE])
    app.add_url_rule("/orders/", view_func=lambda: ["tea"])
    return app


def to_https() -> Any:
    return redirect(request.url.replace("https:", "ftp:"), 301)


def without_options() -> Flask:
    app = Flask(__name__)
    CORS(app, origins=[PAGE])
    app.add_url_rule("/orders", view_func=lambda: ["tea"], provide_automatic_options=False)
    return app


PREFLIGHTS: dict[str, tuple[Callable[[], Flask], str, int]] = {
    "401, 403": (lambda: guarded(stop), "/orders", 401),
    "302": (lambda: guarded(to_the_login), "/orders", 302),
    "308": (with_slash, "/orders", 308),
    "301, 307": (lambda: guarded(to_https), "/orders", 301),
    "404": (with_slash, "/order", 404),
    "405": (without_options, "/orders", 405),
    "500": (lambda: guarded(reads_a_body), "/orders", 500),
}


@pytest.mark.parametrize("row", PREFLIGHTS)
def test_statuses_of_preflights(row: str) -> None:
    make, path, status = PREFLIGHTS[row]
    result = fetch(make(), path, headers=[("Authorization", "Bearer x")])
    assert result.exchanges[0].response.status == status
    redirected = 300 <= status < 400
    assert result.reason.code == ("PreflightDisallowedRedirect" if redirected else "PreflightInvalidStatus")


def test_without_a_cors_header_that_is_what_the_browser_says() -> None:
    app = Flask(__name__)
    assert fetch(app, "/nowhere", method="PUT").reason.code == "PreflightMissingAllowOriginHeader"


def test_every_status_is_tried() -> None:
    assert [row[0] for row in table("guides/preflight-401.md", "the preflight gets")[1:]] == list(PREFLIGHTS)


def test_login_required_lets_options_pass() -> None:
    app = Flask(__name__)
    app.secret_key = "for the tests"
    manager = LoginManager(app)
    manager.user_loader(lambda _: None)
    CORS(app, origins=[PAGE])
    app.add_url_rule("/orders", view_func=login_required(lambda: ["tea"]))
    result = fetch(app, "/orders", headers=[("X-Any", "1")])
    assert result.allowed
    assert result.response.status == 401


def test_seven_headers_are_always_readable() -> None:
    """As docs/guides/works-in-postman.md and the page of `exposes` say."""
    assert len(safelists.CORS_SAFELISTED_RESPONSE_HEADERS) == 7
