"""Line ends of a path get into the log."""

from __future__ import annotations

import logging

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-log-injection")


def _shop(level: int) -> Flask:
    logging.getLogger("flask_cors.extension").setLevel(level)
    app = Flask(__name__, static_folder=None)
    CORS(app, origins="https://app.example.com")
    app.add_url_rule("/teas", "teas", lambda: ["oolong"])
    return app


@CASES.mistaken(release="4.0.0", also=("flask-cors-private-network",))
def logged_at_debug():
    return _shop(logging.DEBUG)


@CASES.mistaken(release="3.0.8")
def logged_at_debug_long_ago():
    return _shop(logging.DEBUG)


@CASES.noted(release="3.0.10")
def logged_by_nobody():
    return _shop(logging.NOTSET)


@CASES.correct(release="5.0.0")
def logged_at_debug_and_quoted():
    return _shop(logging.DEBUG)


@CASES.correct()
def logged_at_debug_today():
    return _shop(logging.DEBUG)
