"""Another spelling of a path lets in other pages."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("access-differs-by-spelling")


@CASES.mistaken()
def a_rule_for_the_slash_only():
    app = Flask(__name__)
    CORS(app, resources={"/orders/": {"origins": "https://app.example.com"}, "/.*": {"origins": "*"}})
    app.add_url_rule("/orders/", "orders", lambda: ["tea"], strict_slashes=False)
    return app


@CASES.mistaken()
def decided_by_what_was_sent():
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"])
    app.add_url_rule("/news", "news", lambda: ["tea is out"])

    @app.after_request
    def allow(response):
        if not request.environ["REQUEST_URI"].startswith("/orders"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return app


class AnyCase:
    """Middleware that does not tell letter cases apart."""

    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        return self.inner({**environ, "PATH_INFO": environ["PATH_INFO"].lower()}, start_response)


@CASES.mistaken()
def letter_cases_behind_a_middleware():
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"])

    @app.after_request
    def allow(response):
        if not request.environ["REQUEST_URI"].replace("%6F", "o").startswith("/orders"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    app.wsgi_app = AnyCase(app.wsgi_app)  # type: ignore[method-assign,no-untyped-call]
    return app


@CASES.correct()
def a_rule_for_both_spellings():
    app = Flask(__name__)
    CORS(app, resources={"/orders/?$": {"origins": "https://app.example.com"}, "/.*": {"origins": "*"}})
    app.add_url_rule("/orders/", "orders", lambda: ["tea"], strict_slashes=False)
    return app


@CASES.correct()
def one_spelling_to_which_others_are_redirected():
    app = Flask(__name__)
    CORS(app, resources={"/orders/.*": {"origins": "https://app.example.com"}, "/news": {"origins": "*"}})
    app.add_url_rule("/orders/all", "orders", lambda: ["tea"])
    app.add_url_rule("/news", "news", lambda: ["tea is out"])
    return app


@CASES.correct()
def decided_by_the_endpoint():
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"])
    app.add_url_rule("/news", "news", lambda: ["tea is out"])

    @app.after_request
    def allow(response):
        if request.endpoint != "orders":
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return app
