"""A path of another letter case is taken for one that a rule is for."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-path-case")


def _files(resources: dict[Any, Any]) -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, resources=resources)

    @app.get("/<area>/<name>")
    def file(area, name):
        return {"area": area, "name": name}

    return app


@CASES.mistaken(release="5.0.1")
def a_rule_for_one_of_two_areas():
    return _files({"/public/.*": {"origins": "*"}, "/[A-Z]+/.*": {"origins": "https://app.example.com"}})


@CASES.mistaken(release="5.0.0")
def a_catch_all_behind_an_open_area():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/open/.*": {"origins": "*"}})
    app.add_url_rule("/open/<name>", "open", lambda name: {"name": name})
    app.add_url_rule("/OPEN/<name>", "drafts", lambda name: {"draft": name})
    return app


@CASES.mistaken(release="3.0.8")
def a_front_end_kept_out():
    app = Flask(__name__, static_folder=None)
    app_page = "https://app.example.com"
    CORS(app, resources={"/API/long/.*": {"origins": "https://old.example.com"}, "/api/.*": {"origins": app_page}})
    app.add_url_rule("/api/long/list", "list", lambda: ["tea"])
    return app


@CASES.correct()
def a_rule_for_one_of_two_areas_today():
    """With flask-cors 6.0.1 or later."""
    return _files({"/public/.*": {"origins": "*"}, "/[A-Z]+/.*": {"origins": "https://app.example.com"}})


@CASES.correct(release="5.0.1")
def nothing_is_served_in_the_other_case():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/public/.*": {"origins": "*"}})
    app.add_url_rule("/public/<name>", "file", lambda name: {"name": name})
    return app
