"""Any origin is let in without credentials."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("any-origin-without-credentials")

CONTRACT = """
[contract]
base_url = "https://api.example.com"

[[allow]]
routes = ["/prices"]
origins = "*"
"""


@CASES.noted()
def as_flask_cors_does_by_itself():
    app = Flask(__name__)
    CORS(app, origins="*")

    @app.get("/prices")
    def prices():
        return {"tea": 3}

    return app


@CASES.correct()
def origins_by_name():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 3}

    return app


@CASES.noted()
def a_star():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 3}

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return app


@CASES.correct(contract=CONTRACT)
def declared():
    app = Flask(__name__)
    CORS(app, send_wildcard=True)

    @app.get("/prices")
    def prices():
        return {"tea": 3}

    return app
