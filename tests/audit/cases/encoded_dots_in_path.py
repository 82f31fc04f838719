"""A path with ``..`` is under the rule of an open folder."""

from __future__ import annotations

import posixpath

from flask import Flask, abort, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("encoded-dots-in-path")

CONTRACT = """
[samples]
name = "private/salaries.csv"

[[allow]]
routes = ["/*"]
origins = ["https://hr.example.com"]
"""

FILES = {"public/teas.csv": "oolong", "private/salaries.csv": "Ada,1"}


def _files() -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/public/.*": {"origins": "*"}, "/private/.*": {"origins": "https://hr.example.com"}})

    @app.get("/<path:name>")
    def file(name):
        # As send_from_directory does.
        found = FILES.get(posixpath.normpath(name))
        return found if found is not None else abort(404)

    return app


@CASES.mistaken(contract=CONTRACT)
def files_behind_one_route():
    return _files()


@CASES.mistaken(contract=CONTRACT, release="3.0.10", also=("flask-cors-path-case",))
def files_behind_one_route_long_ago():
    return _files()


@CASES.correct(contract=CONTRACT)
def no_way_up():
    app = _files()

    @app.before_request
    def refuse_dots():
        if ".." in request.path.split("/"):
            abort(404)

    return app


@CASES.correct(contract=CONTRACT)
def files_that_are_looked_up_by_their_name():
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={"/public/.*": {"origins": "*"}, "/private/.*": {"origins": "https://hr.example.com"}})
    app.add_url_rule("/<path:name>", "file", lambda name: FILES[name] if name in FILES else abort(404))
    return app
