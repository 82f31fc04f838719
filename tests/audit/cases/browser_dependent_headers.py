"""An answer that only some browsers take."""

from __future__ import annotations

from flask import Flask, Response
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("browser-dependent-headers")


@CASES.mistaken()
def two_names_for_a_download():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], expose_headers=["Content-Disposition"])

    @app.get("/prices.csv")
    def prices():
        response = Response("tea,450", mimetype="text/csv")
        response.headers.add("Content-Disposition", "attachment")
        response.headers.add("Content-Disposition", 'attachment; filename="prices.csv"')
        return response

    return app


@CASES.mistaken(also=("headers-not-exposed", "invalid-header-values"))
def a_wildcard_and_a_bad_name():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1"}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "*, X-Total-Count: yes"
        return response

    return app


@CASES.correct()
def one_name_for_a_download():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], expose_headers=["Content-Disposition"])

    @app.get("/prices.csv")
    def prices():
        response = Response("tea,450", mimetype="text/csv")
        response.headers["Content-Disposition"] = 'attachment; filename="prices.csv"'
        return response

    return app


@CASES.correct()
def a_wildcard():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1"}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "*"
        return response

    return app


@CASES.correct(
    contract="""
[contract]
base_url = "http://localhost:5000"

[audit]
level = "low"
"""
)
def on_a_developers_machine():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app
