"""Errors are open to pages that are kept out."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("access-differs-on-errors")


def _orders() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"])
    return app


@CASES.mistaken()
def a_wildcard_in_the_error_handler():
    app = _orders()
    CORS(app, origins="https://app.example.com")

    @app.errorhandler(Exception)
    def failed(error):
        code = getattr(error, "code", 500)
        return {"error": code}, code, {"Access-Control-Allow-Origin": "*"}

    return app


@CASES.mistaken()
def reflected_with_credentials_where_something_failed():
    app = _orders()

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin == "https://app.example.com" or response.status_code >= 400:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def the_same_list_for_errors():
    app = _orders()
    CORS(app, origins="https://app.example.com")

    @app.errorhandler(Exception)
    def failed(error):
        code = getattr(error, "code", 500)
        return {"error": code}, code

    return app


@CASES.correct()
def everybody_reads_all_of_it():
    app = _orders()
    CORS(app)
    return app
