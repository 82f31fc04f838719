"""A session cookie that never comes along."""

from __future__ import annotations

from flask import Flask, make_response, request, session
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("session-cookie-not-sent")


def _shop(*front_ends: str, **config: object) -> Flask:
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(config)
    CORS(app, origins=front_ends, supports_credentials=True)

    @app.get("/cart")
    def cart():
        return {"items": session.get("items", [])}

    return app


@CASES.mistaken()
def flasks_own_default():
    return _shop("https://www.shop.example")


@CASES.mistaken()
def lax():
    return _shop("https://www.shop.example", SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=True)


@CASES.mistaken()
def none_and_not_secure():
    return _shop("https://www.shop.example", SESSION_COOKIE_SAMESITE="None")


@CASES.mistaken()
def one_front_end_here_and_one_elsewhere():
    return _shop("https://app.example.com", "https://www.shop.example", SESSION_COOKIE_SAMESITE="Lax")


@CASES.mistaken()
def a_cookie_by_hand():
    app = Flask(__name__)

    @app.get("/cart")
    def cart():
        response = make_response({"items": []})
        response.set_cookie("cart", "17", httponly=True, samesite="Strict")
        return response

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://www.shop.example":
            response.headers["Access-Control-Allow-Origin"] = "https://www.shop.example"
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def on_the_same_site():
    return _shop("https://app.example.com", SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=True)


@CASES.correct()
def a_token_in_place_of_a_cookie():
    app = Flask(__name__)
    app.secret_key = "for the audit"
    CORS(app, origins=["https://www.shop.example"])

    @app.get("/cart")
    def cart():
        if not request.headers.get("Authorization"):
            return {"error": "who are you?"}, 401
        return {"items": []}

    return app


@CASES.noted()
def none_and_secure():
    return _shop("https://www.shop.example", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
