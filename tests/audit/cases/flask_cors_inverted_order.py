"""The least specific pattern is taken."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-inverted-order")


def _orders(**private: object) -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/api/.*": {"origins": "*"}, "/api/private/.*": private})
    app.add_url_rule("/api/private/orders", "orders", lambda: ["tea"])
    app.add_url_rule("/api/news", "news", lambda: ["tea is out"])
    return app


@CASES.mistaken(release="6.0.0")
def a_private_folder_in_an_open_one():
    return _orders(origins="https://app.example.com")


@CASES.mistaken(release="6.0.0")
def credentials_that_the_open_rule_does_not_support():
    return _orders(origins="https://app.example.com", supports_credentials=True)


@CASES.correct(release="6.0.1")
def a_private_folder_after_the_next_release():
    return _orders(origins="https://app.example.com")


@CASES.correct(release="5.0.1")
def a_private_folder_before():
    return _orders(origins="https://app.example.com")


@CASES.correct(release="6.0.0")
def literal_paths_come_first():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/api/.*": {"origins": "*"}, "/api/private": {"origins": "https://app.example.com"}})
    app.add_url_rule("/api/private", "private", lambda: ["tea"])
    return app
