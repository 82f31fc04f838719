"""A part of an allowed origin is enough."""

from __future__ import annotations

import re

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-substring-match")


@CASES.mistaken()
def the_host_somewhere_in_it():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if "app.example.com" in origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def the_origin_itself():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in ["https://app.example.com", "https://admin.example.com"]:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_text_instead_of_a_list():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin and origin in "https://app.example.com,https://admin.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def a_text_made_a_list():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in "https://app.example.com,https://admin.example.com".split(","):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_pattern_searched_for():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if re.search(r"app\.example\.com", origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def flask_cors_with_any_text_around():
    app = Flask(__name__)
    CORS(app, origins=[r".*app\.example\.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
