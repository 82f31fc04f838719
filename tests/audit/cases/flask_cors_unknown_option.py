"""An option that flask-cors does not know."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS, cross_origin

from tests.audit.case import Cases

CASES = Cases("flask-cors-unknown-option")


@CASES.mistaken(also=("any-origin-reflected",))
def a_letter_is_missing():
    app = Flask(__name__)
    CORS(app, origin=["https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def credentials_by_another_name():
    app = Flask(__name__)

    @app.get("/me")
    @cross_origin(origins="https://app.example.com", support_credentials=True)
    def me():
        return {"name": "Ada"}

    return app


@CASES.mistaken()
def inside_of_resources():
    app = Flask(__name__)
    CORS(app, resources={"/api/.*": {"origins": "https://app.example.com", "headers": ["Content-Type"]}})
    app.add_url_rule("/api/me", "me", lambda: {"name": "Ada"})
    return app


@CASES.mistaken(release="5.0.1")
def kept_by_an_older_release():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", expose=["X-Total"])
    app.add_url_rule("/me", "me", lambda: {"name": "Ada"})
    return app


@CASES.mistaken()
def a_key_of_the_configuration():
    app = Flask(__name__)
    app.config["CORS_ALLOWED_ORIGINS"] = ["https://app.example.com"]
    CORS(app)
    app.add_url_rule("/me", "me", lambda: {"name": "Ada"})
    return app


@CASES.correct()
def every_option_by_its_name():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/me")
    def me():
        return {"name": "Ada"}

    return app


@CASES.correct()
def resources_with_every_option_by_its_name():
    app = Flask(__name__)
    CORS(app, resources={"/api/.*": {"origins": "https://app.example.com", "allow_headers": ["Content-Type"]}})
    app.add_url_rule("/api/me", "me", lambda: {"name": "Ada"})
    return app


@CASES.correct()
def a_key_of_the_apps_own_that_is_handed_on():
    app = Flask(__name__)
    app.config["CORS_ALLOWED_ORIGINS"] = ["https://app.example.com"]
    CORS(app, origins=app.config["CORS_ALLOWED_ORIGINS"])
    app.add_url_rule("/me", "me", lambda: {"name": "Ada"})
    return app
