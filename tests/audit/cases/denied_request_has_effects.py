"""A form of any site is carried out."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("denied-request-has-effects", unsafe=True)


def _shop() -> Flask:
    app = Flask(__name__)
    ordered: list[str] = []

    @app.post("/order")
    def order():
        ordered.append(request.cookies.get("session", "nobody"))
        return {"ordered": len(ordered)}

    return app


@CASES.noted()
def a_form_is_enough():
    """Nobody is signed in while it is asked, so it is told as `info`."""
    return _shop()


@CASES.correct()
def other_sites_are_refused():
    app = _shop()

    @app.before_request
    def only_from_here():
        if request.headers.get("Origin") not in {None, "https://app.example.com"}:
            abort(403)

    return app


@CASES.correct()
def json_is_asked_for():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")

    @app.post("/order")
    def order():
        return {"ordered": request.get_json()["count"]}

    return app
