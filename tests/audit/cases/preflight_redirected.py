"""The preflight is redirected."""

from __future__ import annotations

from flask import Flask, redirect, request, session
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-redirected")


@CASES.mistaken()
def to_the_login_page():
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.before_request
    def require_login():
        if "user" not in session and request.endpoint != "login":
            return redirect("/login")
        return None

    @app.get("/login")
    def login():
        return "Who are you?"

    @app.put("/orders/<int:number>")
    def order(number):
        return {"order": number}

    return app


@CASES.mistaken()
def to_https_for_want_of_a_proxys_header():
    app = Flask(__name__)

    @app.before_request
    def only_https():
        if request.headers.get("X-Forwarded-Proto") != "https":
            return redirect(request.url.replace("http://", "https://"), 308)
        return None

    @app.delete("/orders")
    def orders():
        return "", 204

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "DELETE"
        return response

    return app


@CASES.noted()
def a_slash_that_front_ends_forget():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.put("/orders/")
    def orders():
        return "", 204

    return app


@CASES.correct()
def preflights_are_let_through():
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.before_request
    def require_login():
        if request.method != "OPTIONS" and "user" not in session:
            return {"error": "sign in"}, 401
        return None

    @app.put("/orders/<int:number>")
    def order(number):
        return {"order": number}

    return app


@CASES.correct()
def slashes_are_forgiven():
    app = Flask(__name__)
    app.url_map.strict_slashes = False
    CORS(app, origins=["https://app.example.com"])

    @app.put("/orders/")
    def orders():
        return "", 204

    return app
