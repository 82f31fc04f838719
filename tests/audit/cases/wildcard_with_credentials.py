"""A wildcard beside credentials."""

from __future__ import annotations

from flask import Flask, request, session
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("wildcard-with-credentials")


@CASES.mistaken()
def any_origin_and_credentials():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Credentials"] = "true"
        return response

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.mistaken()
def any_header_and_credentials():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Allow-Methods"] = "GET, PUT"
            response.headers["Access-Control-Allow-Headers"] = "*"
        response.vary.add("Origin")
        return response

    @app.put("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.mistaken()
def any_method_and_credentials():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Allow-Methods"] = "*"
        response.vary.add("Origin")
        return response

    @app.put("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.mistaken()
def every_header_exposed_by_flask_cors():
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True, expose_headers="*")

    @app.get("/cart")
    def cart():
        return {"items": session.get("items", [])}

    return app


@CASES.correct()
def any_origin_without_credentials():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "*"
        return response

    @app.route("/prices", methods=["GET", "PUT"])
    def prices():
        return {"tea": 450}

    return app


@CASES.correct()
def everything_named():
    app = Flask(__name__)
    CORS(
        app,
        origins=["https://app.example.com"],
        methods=["GET", "PUT"],
        allow_headers=["Content-Type"],
        expose_headers=["X-Total-Count"],
        supports_credentials=True,
    )

    @app.route("/prices", methods=["GET", "PUT"])
    def prices():
        return {"tea": 450}

    return app
