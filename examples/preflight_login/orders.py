"""Orders behind a login. The mistake: the login check answers the preflight, too."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_cors import CORS


def make_app(*, mended: bool) -> Flask:
    """The orders app, with the mistake or without it."""
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def only_signed_in() -> None:
        if mended and request.method == "OPTIONS":
            return  # a preflight never carries a token; the request that follows is checked
        if request.headers.get("Authorization") != "Bearer for-the-example":
            abort(401)

    @app.get("/orders")
    def orders() -> list[str]:
        return ["tea", "cup"]

    return app
