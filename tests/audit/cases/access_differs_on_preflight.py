"""Preflight and answer let in different pages."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("access-differs-on-preflight")

OLD = {"https://app.example.com"}
NEW = {"https://app.example.com", "https://admin.example.com"}


def _orders(for_preflights: set[str], for_answers: set[str]) -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"])

    @app.after_request
    def allow(response):
        allowed = for_preflights if request.method == "OPTIONS" else for_answers
        if request.headers.get("Origin") in allowed:
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Allow-Headers"] = "Authorization"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_front_end_in_one_of_two_lists():
    return _orders(for_preflights=NEW, for_answers=OLD)


@CASES.mistaken()
def preflights_for_everybody():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")
    app.add_url_rule("/orders", "orders", lambda: ["tea"])

    @app.before_request
    def approve():
        if request.method == "OPTIONS":
            return "", 204, {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Authorization"}
        return None

    return app


@CASES.noted()
def a_front_end_that_needs_no_preflight():
    return _orders(for_preflights=OLD, for_answers=NEW)


@CASES.correct()
def one_list_for_both():
    return _orders(for_preflights=NEW, for_answers=NEW)


@CASES.correct()
def one_list_of_flask_cors():
    app = Flask(__name__)
    CORS(app, origins=sorted(NEW))
    app.add_url_rule("/orders", "orders", lambda: ["tea"])
    return app
