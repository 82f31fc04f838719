"""A header that script cannot read."""

from __future__ import annotations

import io

from flask import Flask, request, send_file
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("headers-not-exposed")


@CASES.mistaken()
def how_many_there_are():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1", "Link": '</prices?page=2>; rel="next"'}

    return app


@CASES.mistaken()
def the_name_of_a_download():
    app = Flask(__name__)

    @app.get("/prices.csv")
    def prices():
        return send_file(io.BytesIO(b"tea,450"), mimetype="text/csv", as_attachment=True, download_name="prices.csv")

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return app


@CASES.mistaken()
def how_long_to_wait():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"error": "not now"}, 503, {"Retry-After": "60"}

    @app.after_request
    def allow(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Expose-Headers"] = "X-Total-Count"
        response.vary.add("Origin")
        return response

    return app


@CASES.noted()
def a_version_that_some_pages_read():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"ETag": '"1"'}

    return app


@CASES.correct()
def named_one_by_one():
    app = Flask(__name__)
    CORS(
        app,
        origins=["https://app.example.com"],
        supports_credentials=True,
        expose_headers=["X-Total-Count", "Link"],
    )

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1", "Link": '</prices?page=2>; rel="next"'}

    return app


@CASES.correct()
def by_the_wildcard():
    app = Flask(__name__)

    @app.get("/prices.csv")
    def prices():
        return send_file(
            io.BytesIO(b"tea,450"), mimetype="text/csv", as_attachment=True, download_name="prices.csv", etag=False
        )

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "*"
        return response

    return app


@CASES.correct()
def for_no_page_elsewhere():
    app = Flask(__name__)

    @app.get("/prices")
    def prices():
        return {"tea": 450}, {"X-Total-Count": "1"}

    return app
