"""Whoever asks is let in with credentials."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("any-origin-reflected")


@CASES.mistaken()
def flask_cors_with_credentials_and_no_origins():
    app = Flask(__name__)
    CORS(app, supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def by_hand():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def flask_cors_with_origins():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


CONTRACT = """
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/me"]
origins = "*"
credentials = true
"""


@CASES.correct(contract=CONTRACT)
def declared_with_credentials():
    app = Flask(__name__)
    CORS(app, supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_pattern_of_everything():
    app = Flask(__name__)
    CORS(app, origins=[r"https://.*"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def copied_if_it_is_known():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
