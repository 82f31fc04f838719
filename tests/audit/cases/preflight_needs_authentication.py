"""The preflight is asked to sign in."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-needs-authentication")


def _app(*, lets_preflights_through: bool) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def require_token():
        if request.method == "OPTIONS" and lets_preflights_through:
            return
        if "Authorization" not in request.headers:
            abort(401)

    @app.put("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_hook_that_asks_everybody():
    return _app(lets_preflights_through=False)


@CASES.correct()
def a_hook_that_lets_preflights_through():
    return _app(lets_preflights_through=True)
