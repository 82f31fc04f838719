"""A list for flask-cors in one string."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from tests.audit.case import Cases

CASES = Cases("flask-cors-comma-separated")


def _teas(**options: object) -> Flask:
    app = Flask(__name__)
    CORS(app, **options)  # type: ignore[arg-type]
    app.add_url_rule("/teas", "teas", lambda: ["oolong"])
    return app


@CASES.mistaken()
def origins_in_one_string():
    return _teas(origins="https://app.example.com, https://admin.example.com")


@CASES.mistaken()
def headers_in_one_string():
    return _teas(origins="https://app.example.com", allow_headers="Content-Type, Authorization")


@CASES.mistaken()
def one_string_of_several():
    return _teas(origins=["https://old.example.com", "https://app.example.com https://admin.example.com"])


@CASES.correct()
def origins_in_a_list():
    return _teas(origins="https://app.example.com, https://admin.example.com".split(", "))


@CASES.correct()
def what_may_be_one_string():
    return _teas(origins="https://app.example.com", methods="GET, POST", expose_headers="ETag, X-Total")


@CASES.mistaken()
def one_string_in_an_app_below_another():
    site, api = Flask("site"), Flask("api")
    CORS(api, resources={"/teas": {"origins": "https://app.example.com,https://admin.example.com"}})
    api.add_url_rule("/teas", "teas", lambda: ["oolong"])
    return DispatcherMiddleware(site, {"/api": api})
