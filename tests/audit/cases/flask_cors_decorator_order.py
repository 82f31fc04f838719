"""``@cross_origin`` above ``@app.route``."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS, cross_origin

from tests.audit.case import Cases

CASES = Cases("flask-cors-decorator-order")


@CASES.mistaken()
def above_the_route():
    app = Flask(__name__)

    @cross_origin(origins="https://app.example.com")
    @app.get("/teas")
    def teas():
        return ["oolong"]

    return app


@CASES.mistaken()
def a_strict_decorator_above_an_open_route():
    app = Flask(__name__)
    CORS(app)

    @cross_origin(origins="https://app.example.com")
    @app.get("/teas")
    def teas():
        return ["oolong"]

    return app


@CASES.correct()
def without_a_decorator():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")

    @app.get("/teas")
    def teas():
        return ["oolong"]

    return app


@CASES.correct()
def below_the_route():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")

    @app.get("/teas")
    @cross_origin(origins="https://app.example.com")
    def teas():
        return ["oolong"]

    return app


@CASES.correct()
def a_view_that_answers_options_itself():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")

    def teas():
        return ["oolong"]

    teas.required_methods = {"OPTIONS"}  # type: ignore[attr-defined]
    teas.provide_automatic_options = False  # type: ignore[attr-defined]
    app.add_url_rule("/teas", view_func=teas)
    return app
