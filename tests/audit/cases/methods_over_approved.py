"""The preflight approves methods that a route lacks."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("methods-over-approved")


def _teas(**options: object) -> Flask:
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", **options)  # type: ignore[arg-type]
    app.add_url_rule("/teas", "teas", lambda: ["oolong"], methods=["GET", "POST"])
    return app


@CASES.noted()
def the_default_of_flask_cors():
    return _teas()


@CASES.correct()
def the_methods_that_there_are():
    return _teas(methods=["GET", "HEAD", "POST"])
