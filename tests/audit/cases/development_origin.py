"""A development server is trusted."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("development-origin")


@CASES.mistaken()
def localhost_in_the_list():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "http://localhost:3000"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def no_localhost_in_the_list():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def by_its_address():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in ("https://app.example.com", "http://127.0.0.1:5173"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def in_debug_mode():
    app = Flask(__name__)
    app.debug = True
    CORS(app, origins=["https://app.example.com", "http://localhost:3000"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def any_port_of_localhost():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", r"http://localhost:\d+\Z"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_host_that_is_called_like_it():
    app = Flask(__name__)
    CORS(app, origins=["https://localhost.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
