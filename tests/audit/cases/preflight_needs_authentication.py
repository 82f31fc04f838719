"""The preflight is asked to sign in."""

from __future__ import annotations

from functools import wraps

from flask import Flask, abort, request, session
from flask.views import MethodView
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-needs-authentication")


@CASES.mistaken()
def a_hook_that_asks_everybody():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def require_token():
        if "Authorization" not in request.headers:
            abort(401)

    @app.put("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def a_decorator_on_every_method_by_hand():
    app = Flask(__name__)

    def signed_in(view):
        @wraps(view)
        def wrapper(**values):
            if "Authorization" not in request.headers:
                abort(403)
            return view(**values)

        return wrapper

    @app.route("/orders", methods=["GET", "OPTIONS"])
    @signed_in
    def orders():
        return {"orders": []}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Headers"] = "Authorization"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_class_of_views_for_everybody():
    app = Flask(__name__)
    CORS(app, send_wildcard=True)

    def with_key(view):
        @wraps(view)
        def wrapper(**values):
            return view(**values) if request.headers.get("X-Api-Key") else abort(401)

        return wrapper

    class Orders(MethodView):
        provide_automatic_options = False

        def options(self):
            return "", 204

        def put(self):
            return {"orders": []}

    Orders.decorators = [with_key]
    app.add_url_rule("/orders", view_func=Orders.as_view("orders"))
    return app


@CASES.correct()
def a_hook_that_lets_preflights_through():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def require_token():
        if request.method != "OPTIONS" and "Authorization" not in request.headers:
            abort(401)

    @app.put("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def a_decorator_below_the_automatic_options():
    app = Flask(__name__)
    app.secret_key = "for the audit"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    def signed_in(view):
        @wraps(view)
        def wrapper(**values):
            return view(**values) if "user" in session else abort(401)

        return wrapper

    @app.put("/orders")
    @signed_in
    def orders():
        return {"orders": []}

    return app


@CASES.correct()
def preflights_of_other_methods_are_refused_on_purpose():
    app = Flask(__name__)

    @app.route("/prices", methods=["GET", "PUT", "OPTIONS"])
    def prices():
        if request.method == "OPTIONS" and request.headers.get("Access-Control-Request-Method") != "GET":
            return "", 403
        return {"prices": []}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com" and response.status_code != 403:
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Headers"] = "Authorization"
        response.vary.add("Origin")
        return response

    return app
