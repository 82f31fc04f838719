"""Pages that may not read may write."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("access-differs-by-method")

READERS = {"https://app.example.com"}
WRITERS = {"https://app.example.com", "https://admin.example.com"}


def _orders(*, readers: set[str], writers: set[str]) -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/orders", "orders", lambda: ["tea"], methods=["GET", "PUT"])

    @app.after_request
    def allow(response):
        asked = request.headers.get("Access-Control-Request-Method", request.method)
        if request.headers.get("Origin") in (writers if asked == "PUT" else readers):
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Allow-Methods"] = "PUT"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.vary.add("Origin")
        return response

    return app


@CASES.noted()
def a_writer_that_may_not_read():
    return _orders(readers=READERS, writers=WRITERS)


@CASES.correct()
def readers_that_may_not_write():
    return _orders(readers=WRITERS, writers=READERS)


@CASES.correct()
def one_list_for_both():
    app = Flask(__name__)
    CORS(app, origins=sorted(WRITERS))
    app.add_url_rule("/orders", "orders", lambda: ["tea"], methods=["GET", "PUT"])
    return app
