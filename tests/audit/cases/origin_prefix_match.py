"""An allowed origin is matched without its end."""

from __future__ import annotations

import base64
import re

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-prefix-match")

CONTRACT = """
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/me"]
origins = ["https://app.example.com"]
credentials = true
"""


@CASES.mistaken()
def by_its_beginning():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.startswith("https://app.example.com"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def as_a_whole():
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
def a_pattern_without_its_end():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.example\.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_pattern_with_its_end():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_compiled_pattern_without_its_end():
    app = Flask(__name__)
    CORS(app, origins=re.compile(r"https://app\.example\.com"), supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_compiled_pattern_with_its_end():
    app = Flask(__name__)
    CORS(app, origins=re.compile(r"https://app\.example\.com\Z"), supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def any_of_several_by_its_beginning():
    known_origins = ["https://app.example.com", "https://admin.example.net"]
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if any(origin.startswith(known) for known in known_origins):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def any_of_several():
    known_origins = ["https://app.example.com", "https://admin.example.net"]
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in known_origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def without_credentials_too():
    app = Flask(__name__)
    CORS(app, origins=[r"https://(app|admin)\.example\.com"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_pattern_that_is_matched_whole():
    pattern = re.compile(r"https://(app|admin)\.example\.com")
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if pattern.fullmatch(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.missed()
def a_list_from_a_file():
    """Where the list is read anew for each request, nothing in the app names an origin to begin with."""
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        known = base64.b64decode("aHR0cHM6Ly9hcHAuZXhhbXBsZS5jb20=").decode()  # as if from a file
        if origin.startswith(known):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken(contract=CONTRACT)
def a_list_from_a_file_and_a_contract():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        known = base64.b64decode("aHR0cHM6Ly9hcHAuZXhhbXBsZS5jb20=").decode()  # as if from a file
        if origin.startswith(known):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
