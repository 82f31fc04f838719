"""Errors cannot be read."""

from __future__ import annotations

from functools import wraps

from flask import Blueprint, Flask, abort, make_response, request
from flask_cors import CORS, cross_origin

from tests.audit.case import Cases

CASES = Cases("errors-without-headers")


@CASES.mistaken()
def the_decorator_of_flask_cors():
    app = Flask(__name__)

    @app.get("/prices")
    @cross_origin(origins=["https://app.example.com"])
    def prices():
        if request.args.get("currency", "EUR") != "EUR":
            abort(400, "no such currency")
        return {"tea": 450}

    return app


@CASES.mistaken()
def headers_in_the_view():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        if request.args.get("currency", "EUR") != "EUR":
            raise LookupError("no such currency")
        response = make_response({"tea": 450})
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.vary.add("Origin")
        return response

    return app


@CASES.mistaken()
def a_hook_that_looks_at_the_status():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    @app.after_request
    def allow(response):
        response.vary.add("Origin")
        if response.status_code < 500 and request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        return response

    return app


@CASES.mistaken()
def a_401_for_a_token_that_is_not_valid():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        if request.headers.get("Authorization") != "Bearer for-the-example":
            abort(401)
        response = make_response({"tea": 450})
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        return response

    @app.before_request
    def preflight():
        if request.method == "OPTIONS":
            return (
                "",
                204,
                {
                    "Access-Control-Allow-Origin": "https://app.example.com",
                    "Access-Control-Allow-Headers": "Authorization",
                },
            )
        return None

    return app


@CASES.mistaken()
def a_view_that_fails_for_what_it_does_not_know():
    app = Flask(__name__)

    @app.get("/prices/<name>")
    @cross_origin(origins=["https://app.example.com"])
    def price(name):
        return {"price": {"tea": 450}[name]}

    return app


@CASES.noted()
def a_decorated_view_that_hardly_fails():
    app = Flask(__name__)

    @app.get("/badge")
    @cross_origin(origins=["https://app.example.com"])
    def badge():
        return {"shop": "open"}

    return app


@CASES.noted()
def a_blueprint_and_its_404():
    app = Flask(__name__)
    shop = Blueprint("shop", __name__, url_prefix="/shop")
    CORS(shop, origins=["https://app.example.com"])

    @shop.get("/prices")
    def prices():
        return {"tea": 450}

    app.register_blueprint(shop)
    return app


@CASES.correct()
def flask_cors_for_the_whole_app():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    @app.errorhandler(404)
    def not_found(error):
        return {"error": "there is no such thing"}, 404

    return app


@CASES.correct()
def a_hook_of_the_app():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.vary.add("Origin")
        return response

    return app


@CASES.correct()
def a_decorator_that_catches():
    app = Flask(__name__)

    def for_pages(view):
        @wraps(view)
        def wrapper(**values):
            try:
                response = make_response(view(**values))
            except Exception as error:  # noqa: BLE001
                response = make_response({"error": str(error)}, getattr(error, "code", 500))
            if request.headers.get("Origin") == "https://app.example.com":
                response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.vary.add("Origin")
            return response

        return wrapper

    @app.get("/prices")
    @for_pages
    def prices():
        return {"tea": 450}

    @app.errorhandler(404)
    @for_pages
    def not_found(error):
        return {"error": "there is no such thing"}, 404

    return app
