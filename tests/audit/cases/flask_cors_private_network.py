"""Whoever is let in may reach into private networks."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS, cross_origin

from tests.audit.case import Cases

CASES = Cases("flask-cors-private-network")


def _printer(**options: object) -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, **options)  # type: ignore[arg-type]
    app.add_url_rule("/paper", "paper", lambda: {"sheets": 12})
    return app


@CASES.mistaken(release="4.0.2")
def nobody_has_decided():
    return _printer(origins="https://app.example.com")


@CASES.mistaken(release="4.0.0")
def decorated_before_there_was_an_option():
    app = Flask(__name__, static_folder=None)

    @app.get("/paper")
    @cross_origin(origins="https://app.example.com")
    def paper():
        return {"sheets": 12}

    return app


@CASES.correct(release="4.0.2")
def turned_off():
    return _printer(origins="https://app.example.com", allow_private_network=False)


@CASES.correct()
def since_5_0_0():
    return _printer(origins="https://app.example.com")


@CASES.correct()
def somebody_has_decided():
    return _printer(origins="https://app.example.com", allow_private_network=True)
