"""The domain itself is let in."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-parent-domain")


@CASES.mistaken()
def whatever_remains_without_a_label():
    allowed = {"https://app.example.com"}
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in allowed or origin.replace("https://", "https://app.") in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def the_host_alone():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def without_the_app_before_it():
    front_end = "https://app.example.com"
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.replace("//app.", "//") == front_end.replace("//app.", "//"):
            response.headers["Access-Control-Allow-Origin"] = origin
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def the_domain_is_named():
    app = Flask(__name__)
    CORS(app, origins=["https://example.com", "https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
