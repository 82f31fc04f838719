"""The table in README.md, row by row: what a header assertion says, and what a browser does.

A docstring here is the first cell of its row there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request, session
from flask_cors import CORS, cross_origin
from flask_cors.core import ACL_ORIGIN

from pytest_cors import Browser

PAGE = "https://app.example.com"
ATTACKER = "https://attacker.example.net"
API = "https://api.example.net"


def make_app(**cors: Any) -> Flask:
    app = Flask(__name__)
    app.secret_key = "for the tests"
    if cors:
        CORS(app, **cors)

    @app.route("/orders/", methods=["GET", "POST"])
    def orders() -> tuple[list[str], dict[str, str]]:
        return ["tea"], {"X-Total-Count": "1"}

    return app


def ask(app: Flask, path: str = "/orders/", **headers: str) -> Any:
    """What an ordinary test does: one request, with the origin of the page."""
    return app.test_client().get(path, headers={"Origin": PAGE, **headers}, base_url=API)


def fetch(app: Flask, path: str = "/orders/", *, origin: str = PAGE, **init: Any) -> Any:
    """What the page does."""
    return Browser(app, base_url=API).page(f"{origin}/").fetch(f"{API}{path}", **init)


def test_preflight_behind_a_login() -> None:
    """A login check answers the preflight with 401"""
    app = make_app(origins=[PAGE])

    @app.before_request
    def only_with_token() -> None:
        if "Authorization" not in request.headers:
            abort(401)

    assert ask(app, Authorization="Bearer x").headers[ACL_ORIGIN] == PAGE
    result = fetch(app, headers=[("Authorization", "Bearer x")])
    assert result.reason.code == "PreflightInvalidStatus"


def test_missing_slash() -> None:
    """A missing slash redirects the preflight"""
    app = make_app(origins=[PAGE])
    response = app.test_client().get("/orders", headers={"Origin": PAGE}, follow_redirects=True)
    assert response.headers[ACL_ORIGIN] == PAGE
    result = fetch(app, "/orders", headers=[("Authorization", "Bearer x")])
    assert result.reason.code == "PreflightDisallowedRedirect"


def test_two_layers() -> None:
    """Two layers add the header, each the right one"""
    app = make_app()

    @app.after_request
    def proxy(response: Response) -> Response:
        response.headers.add(ACL_ORIGIN, PAGE)
        return response

    CORS(app, origins=[PAGE])
    assert ask(app).headers[ACL_ORIGIN] == PAGE
    assert fetch(app).reason.code == "MultipleAllowOriginValues"


def test_errors_of_a_decorated_route() -> None:
    """An error of a decorated route has no headers"""
    app = make_app()

    @app.get("/reports/<int:number>")
    @cross_origin(origins=[PAGE])
    def report(number: int) -> str:
        return ["none", "first"][number] if number < 2 else abort(404)

    assert ask(app, "/reports/1").headers[ACL_ORIGIN] == PAGE
    assert fetch(app, "/reports/1").allowed
    assert fetch(app, "/reports/2").reason.code == "MissingAllowOriginHeader"


def test_json_needs_a_preflight() -> None:
    """`Content-Type: application/json` is not allowed"""
    app = make_app(origins=[PAGE], allow_headers=["Authorization"])
    response = app.test_client().post("/orders/", json={}, headers={"Origin": PAGE})
    assert response.headers[ACL_ORIGIN] == PAGE
    result = fetch(app, method="POST", headers=[("Content-Type", "application/json")], body="{}")
    assert result.reason.code == "HeaderDisallowedByPreflightResponse"


def test_wildcard_with_credentials() -> None:
    """The origin is `*`, and the page sends credentials"""
    app = make_app(send_wildcard=True)
    assert ask(app).headers[ACL_ORIGIN] == "*"
    assert fetch(app, credentials="include").reason.code == "WildcardOriginNotAllowed"


def test_session_cookie_across_sites() -> None:
    """The session cookie says nothing of SameSite"""
    app = make_app(origins=[PAGE], supports_credentials=True)

    @app.post("/login")
    def login() -> dict[str, str]:
        session["user"] = "ada"
        return {}

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"user": session.get("user", "nobody")}

    client = app.test_client()
    client.post("/login")
    assert client.get("/me", headers={"Origin": PAGE}).json == {"user": "ada"}
    browser = Browser(app, base_url=API)
    browser.visit(f"{API}/login", method="POST")
    result = browser.page(f"{PAGE}/").fetch(f"{API}/me", credentials="include")
    assert result.response.json() == {"user": "nobody"}


def test_header_not_exposed() -> None:
    """A header is sent, but not exposed"""
    app = make_app(origins=[PAGE])
    assert ask(app).headers["X-Total-Count"] == "1"
    assert fetch(app).response.header("X-Total-Count") is None


def test_reflected_origin() -> None:
    """Every origin is sent back, with credentials"""
    app = make_app(supports_credentials=True)
    assert ask(app).headers[ACL_ORIGIN] == PAGE
    assert fetch(app, origin=ATTACKER, credentials="include").allowed


def test_open_pattern() -> None:
    """A pattern of origins has no end"""
    app = make_app(origins=[r"https://.*\.example\.com"])
    assert ask(app).headers[ACL_ORIGIN] == PAGE
    assert fetch(app, origin=f"{PAGE}.example.net").allowed


ROWS: list[Callable[[], None]] = [row for name, row in dict(globals()).items() if name.startswith("test_")]


def test_readme_has_these_rows() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^\| (.+?) +\| .+ \| .+ \|$", readme)
    assert shown[2:] == [row.__doc__ for row in ROWS]
