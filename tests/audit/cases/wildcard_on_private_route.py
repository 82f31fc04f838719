"""Any origin is let in on a route that knows its users."""

from __future__ import annotations

from flask import Flask, abort, request, session
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("wildcard-on-private-route")


@CASES.mistaken()
def a_session_and_every_origin():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for the example", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app)

    @app.get("/me")
    def me():
        return {"name": session.get("name")}

    return app


@CASES.correct()
def a_session_and_one_origin():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for the example", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": session.get("name")}

    return app


@CASES.noted()
def a_token_and_every_origin():
    app = Flask(__name__)

    @app.get("/me")
    def me():
        if request.authorization is None:
            abort(401)
        return {"name": "Ada"}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "Authorization"
        return response

    return app


@CASES.mistaken()
def a_password_and_every_origin():
    app = Flask(__name__)
    CORS(app, send_wildcard=True)

    @app.get("/me")
    def me():
        if request.authorization is None:
            return {"error": "who are you?"}, 401, {"WWW-Authenticate": 'Basic realm="us"'}
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_cookie_of_its_own_and_every_origin():
    app = Flask(__name__)
    CORS(app, origins="*")

    @app.get("/basket")
    def basket():
        return {"basket": request.cookies.get("basket", "empty")}

    return app


@CASES.correct()
def every_origin_for_what_is_public():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for the example", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, resources={r"/prices\Z": {"origins": "*", "send_wildcard": True}})

    @app.get("/prices")
    def prices():
        return {"tea": 3}

    @app.get("/me")
    def me():
        return {"name": session.get("name")}

    return app
