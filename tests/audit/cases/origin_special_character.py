"""A special character ends what is compared."""

from __future__ import annotations

import re

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-special-character")


@CASES.mistaken()
def a_host_of_letters_digits_dots_and_hyphens():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        found = re.match(r"https://([a-zA-Z0-9.-]+)", origin)
        if found and found[1] == "app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def a_host_from_its_beginning_to_its_end():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        found = re.fullmatch(r"https://([a-zA-Z0-9.-]+)", origin)
        if found and found[1] == "app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_pattern_with_a_boundary():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app\.example\.com(?![\w.:-])"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_pattern_with_an_end():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app\.example\.com(?![\w.:-])\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def only_chromium_goes_there():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.split(";")[0] == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
