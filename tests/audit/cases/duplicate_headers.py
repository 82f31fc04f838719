"""A header of CORS is sent twice."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("duplicate-headers")


@CASES.mistaken()
def flask_cors_and_a_hook():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        response.headers.add("Access-Control-Allow-Origin", "https://app.example.com")
        return response

    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.mistaken()
def two_hooks_for_everybody():
    app = Flask(__name__)

    @app.after_request
    @app.after_request
    def allow(response):
        response.headers.add("Access-Control-Allow-Origin", "*")
        return response

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.mistaken()
def a_middleware_and_the_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)
    inner = app.wsgi_app

    def proxy(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Access-Control-Allow-Credentials", "true")], exc_info)

        return inner(environ, start)

    app.wsgi_app = proxy  # type: ignore[method-assign]

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.correct()
def flask_cors_alone():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://www.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.correct()
def methods_and_vary_in_two_lines():
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers.add("Access-Control-Allow-Methods", "GET")
            response.headers.add("Access-Control-Allow-Methods", "PUT")
        response.headers.add("Vary", "Accept-Language")
        response.headers.add("Vary", "Origin")
        return response

    @app.route("/prices", methods=["GET", "PUT"])
    def prices():
        return {"tea": 450}

    return app
