"""A wildcard that does not cover Authorization."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("wildcard-without-authorization")


def _staff_only() -> None:
    if request.method != "OPTIONS" and not request.headers.get("Authorization"):
        abort(401)


@CASES.mistaken()
def a_token_by_the_wildcard():
    app = Flask(__name__)
    app.before_request(_staff_only)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Headers"] = "*"
        response.vary.add("Origin")
        return response

    @app.get("/orders")
    def orders():
        return {"orders": []}

    return app


@CASES.mistaken()
def a_token_that_the_answer_depends_on():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        response.vary.add("Authorization")
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "*"
        return response

    @app.get("/orders")
    def orders():
        return {"signed in": "Authorization" in request.headers}

    return app


@CASES.correct()
def the_token_is_named():
    app = Flask(__name__)
    app.before_request(_staff_only)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Headers"] = "*, Authorization"
        response.vary.add("Origin")
        return response

    @app.get("/orders")
    def orders():
        return {"orders": []}

    return app


@CASES.correct()
def flask_cors_names_what_is_asked_for():
    app = Flask(__name__)
    app.before_request(_staff_only)
    CORS(app, origins=["https://app.example.com"], allow_headers="*")

    @app.get("/orders")
    def orders():
        return {"orders": []}

    return app


@CASES.noted()
def nobody_reads_a_token():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "*"
        return response

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app
