"""Preflights that nobody keeps."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-never-cached")


def _prices() -> Flask:
    app = Flask(__name__)

    @app.put("/prices/<int:number>")
    def price(number):
        return {"price": number}

    return app


@CASES.mistaken()
def none_at_all_is_dropped():
    app = _prices()
    CORS(app, origins=["https://app.example.com"], max_age=0)
    return app


@CASES.mistaken()
def dropped_for_some_paths():
    app = _prices()
    CORS(app, resources={r"/prices/.*\Z": {"origins": ["https://app.example.com"], "max_age": 0}})
    return app


@CASES.noted()
def nothing_said():
    app = _prices()
    CORS(app, origins=["https://app.example.com"])
    return app


@CASES.correct()
def ten_minutes():
    app = _prices()
    CORS(app, origins=["https://app.example.com"], max_age=600)
    return app


@CASES.correct()
def asked_each_time_on_purpose():
    app = _prices()

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Methods"] = "PUT"
            response.headers["Access-Control-Max-Age"] = "0"
        response.vary.add("Origin")
        return response

    return app
