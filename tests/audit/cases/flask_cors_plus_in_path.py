"""A plus in a path is taken for a space."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-plus-in-path")


def _shared(resources: dict[Any, Any]) -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, resources=resources)
    app.add_url_rule("/a+b/report", "report", lambda: {"sum": 1})
    app.add_url_rule("/news", "news", lambda: ["tea is out"])
    return app


@CASES.mistaken(release="5.0.1")
def a_strict_rule_that_matches_nothing():
    return _shared({r"/a\+b/.*": {"origins": "https://app.example.com"}, "/.*": {"origins": "*"}})


@CASES.mistaken(release="3.0.10")
def a_front_end_kept_out():
    return _shared({r"/a\+b/.*": {"origins": "https://app.example.com"}})


@CASES.mistaken(release="5.0.0")
def a_rule_for_a_space():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/a b/.*": {"origins": "*"}})
    app.add_url_rule("/a+b/<name>", "file", lambda name: {"name": name})
    return app


@CASES.correct(release="3.0.8")
def before_paths_were_decoded_twice():
    return _shared({r"/a\+b/.*": {"origins": "https://app.example.com"}, "/n.*": {"origins": "*"}})


@CASES.correct()
def a_strict_rule_today():
    """With flask-cors 6.0.1 or later."""
    return _shared({r"/a\+b/.*": {"origins": "https://app.example.com"}, "/.*": {"origins": "*"}})
