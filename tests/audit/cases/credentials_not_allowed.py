"""A page is let in, and its user is not."""

from __future__ import annotations

from flask import Flask, abort, request, session
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("credentials-not-allowed")


def _shop() -> Flask:
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)

    @app.get("/cart")
    def cart():
        return {"items": session.get("items", [])}

    return app


@CASES.mistaken()
def flask_cors_without_the_option():
    app = _shop()
    CORS(app, origins=["https://app.example.com"])
    return app


@CASES.mistaken()
def by_hand():
    app = _shop()

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.vary.add("Origin")
        return response

    return app


def _orders(*allowed: str) -> Flask:
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], allow_headers=allowed)

    @app.get("/orders")
    def orders():
        return {"orders": []} if request.headers.get("Authorization") else abort(401)

    return app


@CASES.mistaken()
def a_token_that_no_page_may_send():
    return _orders("Content-Type")


@CASES.correct()
def a_token_that_pages_may_send():
    return _orders("Content-Type", "Authorization")


@CASES.correct()
def a_key_in_a_header_of_its_own():
    return _orders("X-Api-Key")


@CASES.correct()
def flask_cors_with_the_option():
    app = _shop()
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)
    return app


@CASES.correct()
def tokens_in_place_of_cookies():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/cart")
    def cart():
        if not request.headers.get("Authorization"):
            return {"error": "who are you?"}, 401
        return {"items": []}

    return app


@CASES.correct(
    contract="""
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/cart"]
origins = ["https://app.example.com"]
credentials = false
"""
)
def without_cookies_on_purpose():
    app = _shop()
    CORS(app, origins=["https://app.example.com"])
    return app
