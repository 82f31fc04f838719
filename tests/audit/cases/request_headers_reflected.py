"""Any request header is approved."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("request-headers-reflected")


def _teas(**options: object) -> Flask:
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", **options)  # type: ignore[arg-type]
    app.add_url_rule("/teas", "teas", lambda: ["oolong"])
    return app


@CASES.noted()
def the_default_of_flask_cors():
    return _teas()


@CASES.correct()
def the_headers_that_are_read():
    return _teas(allow_headers=["Authorization", "Content-Type"])
