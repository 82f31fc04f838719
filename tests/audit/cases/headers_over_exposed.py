"""A secret header is exposed to any page."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("headers-over-exposed")


def _form(**options: object) -> Flask:
    app = Flask(__name__)
    CORS(app, expose_headers=["X-CSRFToken", "ETag"], **options)  # type: ignore[arg-type]
    app.add_url_rule("/form", "form", lambda: ({"fields": ["name"]}, {"X-CSRFToken": "3f1c", "ETag": '"1"'}))
    return app


@CASES.mistaken(also=("any-origin-reflected",))
def a_token_for_everybody_with_credentials():
    return _form(supports_credentials=True)


@CASES.mistaken()
def a_token_for_everybody():
    return _form()


@CASES.mistaken()
def a_wildcard_by_hand():
    app = Flask(__name__)
    app.add_url_rule("/form", "form", lambda: ({"fields": ["name"]}, {"X-Session-Id": "3f1c"}))

    @app.after_request
    def allow(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "*"
        return response

    return app


@CASES.correct()
def a_token_for_one_page():
    return _form(origins="https://app.example.com", supports_credentials=True)


@CASES.correct()
def a_count_for_everybody():
    app = Flask(__name__)
    CORS(app, expose_headers=["X-Total-Count"])
    app.add_url_rule("/teas", "teas", lambda: (["oolong"], {"X-Total-Count": "1"}))
    return app
