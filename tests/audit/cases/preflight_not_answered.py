"""The preflight is answered with an error."""

from __future__ import annotations

from flask import Flask, abort, g, request
from flask.views import MethodView
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("preflight-not-answered")


@CASES.mistaken()
def options_switched_off():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.put("/orders", provide_automatic_options=False)
    def orders():
        return "", 204

    return app


@CASES.mistaken()
def a_hook_that_reads_a_body():
    app = Flask(__name__)

    @app.before_request
    def only_json():
        if request.method != "GET" and not request.is_json:
            abort(415)

    @app.post("/orders")
    def orders():
        return "", 204

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_hook_that_crashes():
    app = Flask(__name__)
    CORS(app)

    @app.before_request
    def tenant():
        g.tenant = request.environ["HTTP_X_TENANT"]

    @app.put("/orders")
    def orders():
        return "", 204

    return app


@CASES.mistaken()
def a_catch_all_that_knows_no_options():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.route("/<path:anything>", methods=["GET", "OPTIONS"])
    def pages(anything):
        return {"page": anything} if request.method == "GET" else abort(405)

    return app


@CASES.correct()
def options_by_flask():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.put("/orders")
    def orders():
        return "", 204

    return app


@CASES.correct()
def options_by_hand():
    app = Flask(__name__)

    class Orders(MethodView):
        def options(self):
            return "", 204

        def put(self):
            return "", 204

    app.add_url_rule("/orders", view_func=Orders.as_view("orders"))

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Methods"] = "PUT"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def a_limit_on_requests():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def slow_down():
        abort(429)

    @app.put("/orders")
    def orders():
        return "", 204

    return app
