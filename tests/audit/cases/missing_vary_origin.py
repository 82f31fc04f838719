"""A cache may give one page's answer to another."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("missing-vary-origin")

ALLOWED = {"https://app.example.com", "https://admin.example.com"}


def _news(cache_control: str, *origins: str) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=list(origins))

    @app.get("/news")
    def news():
        return ["tea is out"], {"Cache-Control": cache_control}

    return app


def _by_hand(cache_control: str, *, says_so: bool) -> Flask:
    app = Flask(__name__)

    @app.get("/news")
    def news():
        return ["tea is out"], {"Cache-Control": cache_control}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") in ALLOWED:
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        if says_so:
            response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_public_answer_for_one_origin():
    return _news("public, max-age=600", "https://app.example.com")


@CASES.mistaken()
def a_public_answer_for_two_origins():
    """An answer for somebody who is let in says it; one for somebody who is not does not."""
    return _news("max-age=600", "https://app.example.com", "https://admin.example.com")


@CASES.mistaken()
def kept_by_the_browser_of_two_front_ends():
    """The two are of one site, so that a browser keeps their answers in one place."""
    return _by_hand("private, max-age=600", says_so=False)


@CASES.mistaken()
def reflected_to_everybody_and_kept():
    app = Flask(__name__)

    @app.get("/news")
    def news():
        return ["tea is out"], {"Cache-Control": "public, max-age=60"}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        return response

    return app


@CASES.mistaken()
def a_wildcard_for_who_says_nothing():
    app = Flask(__name__)

    @app.get("/news")
    def news():
        return ["tea is out"], {"Cache-Control": "s-maxage=60"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "*")
        if origin in {*ALLOWED, "*"}:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.vary.add("Origin" if origin != "*" else "Accept-Encoding")
        return response

    return app


@CASES.correct()
def every_answer_says_so():
    app = _news("public, max-age=600", "https://app.example.com")

    @app.after_request
    def depends_on_the_origin(response):
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def by_hand_and_said():
    return _by_hand("public, max-age=600", says_so=True)


@CASES.noted()
def nothing_is_kept():
    return _news("no-store", "https://app.example.com")


@CASES.correct()
def the_same_for_everybody():
    app = Flask(__name__)
    CORS(app, send_wildcard=True)
    app.add_url_rule("/news", "news", lambda: (["tea is out"], {"Cache-Control": "public, max-age=600"}))
    return app


@CASES.noted()
def kept_by_the_browser_of_one_front_end():
    return _news("private, max-age=600", "https://app.example.com")
