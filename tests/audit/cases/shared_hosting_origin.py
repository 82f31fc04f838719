"""Hosts are let in that anybody can have."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("shared-hosting-origin")


@CASES.mistaken()
def every_customer_of_a_host():
    app = Flask(__name__)
    CORS(app, origins=[r"https://[a-z0-9-]+\.vercel\.app\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def one_customer_of_a_host():
    app = Flask(__name__)
    CORS(app, origins=["https://example-shop.vercel.app"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def names_that_begin_like_ours():
    app = Flask(__name__)
    CORS(app, origins=[r"https://example-shop-[a-z0-9-]+\.netlify\.app\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def previews_below_a_domain_of_ones_own():
    app = Flask(__name__)
    CORS(app, origins=[r"https://shop-[a-z0-9-]+\.preview\.example\.com\Z"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_place_to_try_things_out():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin in ("https://app.example.com", "https://codepen.io"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def nothing_to_try_out():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def neighbours_of_our_page():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        origin = request.headers.get("Origin", "")
        if origin.startswith("https://") and origin.endswith(".github.io"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.vary.add("Origin")
        return response

    return app
