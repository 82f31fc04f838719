"""An origin that no browser sends."""

from __future__ import annotations

from flask import Flask, redirect, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("origin-never-matches")


def _prices() -> Flask:
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app


def _by_hand(*origins: str) -> Flask:
    app = _prices()
    allowed = set(origins)

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_slash_at_the_end():
    app = _prices()
    CORS(app, origins=["https://app.example.com/"])
    return app


@CASES.mistaken()
def a_slash_in_the_header():
    app = _prices()

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.com/"
        return response

    return app


@CASES.mistaken()
def two_origins_in_the_header():
    app = _prices()

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.com, https://www.example.com"
        return response

    return app


@CASES.mistaken()
def the_port_of_https():
    return _by_hand("https://app.example.com:443")


@CASES.mistaken()
def in_capitals():
    return _by_hand("https://App.Example.com")


@CASES.mistaken()
def with_umlauts():
    app = _prices()
    CORS(app, origins=["https://bücher.example", "https://app.example.com"])
    return app


@CASES.mistaken()
def a_path():
    app = _prices()
    CORS(app, origins=["https://app.example.com/shop"])
    return app


@CASES.mistaken()
def a_host_without_its_scheme():
    app = _prices()
    app.config["CORS_ORIGINS"] = ["app.example.com"]
    CORS(app)
    return app


@CASES.mistaken()
def a_setting_that_is_never_split():
    app = _prices()
    app.config["ORIGINS"] = "https://app.example.com, https://www.example.com"

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin")
        if origin == app.config["ORIGINS"]:
            response.headers["Access-Control-Allow-Origin"] = origin
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def as_browsers_write_it():
    app = _prices()
    CORS(app, origins=["https://app.example.com", "https://xn--bcher-kva.example", "https://app.example.com:8443"])
    return app


@CASES.correct()
def a_setting_that_is_split():
    app = _prices()
    app.config["ORIGINS"] = "https://app.example.com, https://www.example.com"

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin")
        if origin in app.config["ORIGINS"].split(", "):
            response.headers["Access-Control-Allow-Origin"] = origin
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def capitals_that_flask_cors_forgives():
    app = _prices()
    CORS(app, origins=["https://App.Example.com"])
    return app


@CASES.correct()
def urls_that_are_no_origins():
    app = _by_hand("https://app.example.com")
    app.config["HOME"] = "https://www.example.com/"
    app.config["API_HOST"] = "api.example.com"

    @app.get("/")
    def home():
        return redirect("https://docs.example.com/start")

    return app


@CASES.correct()
def slashes_that_the_app_takes_off():
    app = _prices()
    app.config["ORIGINS"] = ["https://app.example.com/"]

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin")
        if origin in [each.rstrip("/") for each in app.config["ORIGINS"]]:
            response.headers["Access-Control-Allow-Origin"] = origin
        response.vary.add("Origin")
        return response

    return app
