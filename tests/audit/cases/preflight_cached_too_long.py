"""Preflights that are kept for long."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-cached-too-long")


def _prices(max_age: int) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], max_age=max_age)

    @app.put("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.noted()
def a_year():
    return _prices(31_536_000)


@CASES.noted()
def a_day():
    return _prices(86_400)


@CASES.correct()
def ten_minutes():
    return _prices(600)


@CASES.correct()
def two_hours():
    return _prices(7200)
