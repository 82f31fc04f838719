"""Two allowed hosts in one are let in."""

from __future__ import annotations

import re

from flask import Flask, request

from tests.audit.case import Cases

CASES = Cases("origin-concatenation-match")


@CASES.mistaken()
def begins_with_one_and_ends_with_the_other():
    starts, ends = ("https://foo.example", "https://bar.example"), ("foo.example", "bar.example")
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.startswith(starts) and origin.endswith(ends) and origin.count(".") in {1, 2}:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def one_of_two():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in ("https://foo.example", "https://bar.example"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_pattern_that_repeats():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if re.fullmatch(r"https://(foo\.example|bar\.example)+", origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def a_pattern_of_alternatives():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if re.fullmatch(r"https://(foo\.example|bar\.example)", origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
