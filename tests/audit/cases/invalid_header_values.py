"""A header of CORS that browsers cannot read."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("invalid-header-values")


def _app(**headers: str) -> Flask:
    app = Flask(__name__)

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            for name, value in headers.items():
                response.headers[f"Access-Control-{name.replace('_', '-')}"] = value
        response.vary.add("Origin")
        return response

    @app.put("/prices/<int:number>")
    def price(number):
        return {"price": number}

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1"}

    return app


@CASES.mistaken()
def python_for_true():
    return _app(Allow_Credentials=str(True), Allow_Methods="PUT", Expose_Headers="X-Total-Count")


@CASES.mistaken()
def methods_in_lower_case():
    return _app(Allow_Methods="get, put", Expose_Headers="X-Total-Count")


@CASES.mistaken()
def a_list_with_semicolons():
    return _app(Allow_Methods="GET; PUT", Expose_Headers="X-Total-Count")


@CASES.mistaken()
def a_list_in_brackets():
    return _app(Allow_Methods="PUT", Allow_Headers=str(["Authorization"]), Expose_Headers="X-Total-Count")


@CASES.mistaken(also=("headers-not-exposed",))
def exposed_without_commas():
    return _app(Allow_Methods="PUT", Expose_Headers="X-Total-Count Link")


@CASES.mistaken()
def ten_minutes_in_words():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], max_age="10m")

    @app.put("/prices")
    def prices():
        return {"tea": 450}

    return app


@CASES.correct()
def as_browsers_read_it():
    return _app(
        Allow_Credentials="true",
        Allow_Methods="GET, PUT",
        Allow_Headers="Authorization, Content-Type",
        Expose_Headers="X-Total-Count",
        Max_Age="600",
    )


@CASES.correct()
def only_what_is_needed():
    return _app(Allow_Methods="PUT", Expose_Headers="x-total-count")


@CASES.correct()
def spaces_and_empty_parts():
    return _app(Allow_Methods="PUT , ,GET", Expose_Headers=" X-Total-Count,", Max_Age=" 600 ")
