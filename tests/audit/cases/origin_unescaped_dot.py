"""A dot in a pattern is any character."""

from __future__ import annotations

import re

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-unescaped-dot")


@CASES.mistaken()
def a_pattern_with_bare_dots():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app.example.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_pattern_with_escaped_dots():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def matched_whole():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if re.fullmatch(r"https://(app|admin).example.com", origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def escaped_by_re():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if re.fullmatch(re.escape("https://app.example.com"), origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_dot_before_the_top_level_domain():
    app = Flask(__name__)
    CORS(app, origins=[r"^https://[a-z0-9-]+\.example.com$"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
