"""A glob is read as a regular expression."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-glob-as-pattern")


@CASES.mistaken()
def a_star_for_a_label():
    app = Flask(__name__)
    CORS(app, origins=["https://*.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_pattern_for_a_label():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken(also=("development-origin",))
def a_star_for_a_port():
    app = Flask(__name__)
    CORS(app, origins=["http://localhost:*"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_star_for_a_label_and_an_origin():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://*.staging.example.com"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def no_star_at_all():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com", "https://a.staging.example.com"])

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app
