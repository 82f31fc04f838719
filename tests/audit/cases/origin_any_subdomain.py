"""Every host of a domain is let in."""

from __future__ import annotations

import base64
import re

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-any-subdomain")

CONTRACT = """
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/me"]
origins = ["https://*.example.com"]
credentials = true
"""


@CASES.noted()
def every_host_of_the_domain():
    front_end, domain = "https://app.example.com", ".example.com"
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin == front_end or (origin.startswith("https://") and origin.endswith(domain)):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def the_last_two_labels():
    front_end = "https://app.example.com"
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.startswith("https://") and origin.split(".")[-2:] == front_end.split(".")[-2:]:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def two_hosts():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in ("https://app.example.com", "https://admin.example.com"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.noted()
def a_pattern_that_says_so():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def hosts_below_an_allowed_one():
    front_end, below = "https://app.example.com", r"https:(?://)[a-z]+[.]app[.]example[.]com"
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin == front_end or re.fullmatch(below, origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def hosts_by_name():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://admin.app.example.com"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct(contract=CONTRACT)
def a_pattern_that_is_declared():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.noted()
def a_domain_and_its_hosts():
    app = Flask(__name__)
    domain = "example.com"

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        scheme, _, host = (origin := request.headers.get("Origin", "")).partition("://")
        if scheme == "https" and (host == domain or host.endswith("." + domain)):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.missed()
def hosts_from_a_database():
    """Nothing in the app names the origin that it trusts, and no page that is tried is let in."""
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        trusted = base64.b64decode("ZXhhbXBsZS5uZXQ=").decode()  # as if from a database
        if origin.startswith("https://") and origin.endswith("." + trusted):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
