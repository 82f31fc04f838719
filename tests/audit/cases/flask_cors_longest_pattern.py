"""The longest pattern is taken for the most specific one."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-longest-pattern")


def _users() -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            "/api/v1/users/admin": {"origins": "https://admin.example.com"},
            "/api/v[0-9]+/(users|groups)/[a-z]+": {"origins": "*"},
        },
    )
    app.add_url_rule("/api/v1/users/admin", "admin", lambda: {"name": "root"})
    app.add_url_rule("/api/v1/users/guest", "guest", lambda: {"name": "guest"})
    return app


@CASES.mistaken(release="5.0.1")
def one_path_below_a_longer_pattern():
    return _users()


@CASES.mistaken(release="3.0.8")
def a_strict_folder_below_a_longer_pattern():
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            "/files/hr/.*": {"origins": "https://hr.example.com"},
            "/files(/[A-Za-z0-9_-]+)*": {"origins": "*"},
        },
    )
    app.add_url_rule("/files/hr/pay", "pay", lambda: {"sum": 1})
    return app


@CASES.correct()
def one_path_below_a_longer_pattern_today():
    """With flask-cors 6.0.1 or later."""
    return _users()


@CASES.correct(release="5.0.1")
def patterns_whose_length_is_their_rank():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/api/.*": {"origins": "*"}, "/api/private/.*": {"origins": "https://app.example.com"}})
    app.add_url_rule("/api/private/orders", "orders", lambda: ["tea"])
    app.add_url_rule("/api/news", "news", lambda: ["tea is out"])
    return app
