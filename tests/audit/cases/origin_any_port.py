"""The port is not compared."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-any-port")


@CASES.mistaken()
def scheme_and_host():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        parts = urlsplit(origin := request.headers.get("Origin", ""))
        if parts.scheme == "https" and parts.hostname == "app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def scheme_host_and_port():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        parts = urlsplit(origin := request.headers.get("Origin", ""))
        if (parts.scheme, parts.hostname, parts.port) == ("https", "app.example.com", None):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def any_port_of_localhost_in_debug_mode():
    app = Flask(__name__)
    app.debug = True
    CORS(app, origins=[r"http://localhost:\d+\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.noted()
def an_optional_port():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app\.example\.com(:[0-9]{2,5})?\Z"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def one_port():
    app = Flask(__name__)
    CORS(app, origins=[r"https://app\.example\.com:8443\Z"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
