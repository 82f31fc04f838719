"""Configuration that flask-cors has not read."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-configuration-ignored")


def _teas(app: Flask) -> Flask:
    app.add_url_rule("/teas", "teas", lambda: ["oolong"])
    return app


@CASES.mistaken()
def set_too_late():
    app = Flask(__name__)
    CORS(app)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]
    return _teas(app)


@CASES.mistaken(also=("any-origin-reflected",))
def set_too_late_with_credentials():
    app = Flask(__name__)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    CORS(app)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]
    return _teas(app)


@CASES.mistaken()
def an_argument_takes_its_place():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = ["https://app.example.com", "https://admin.example.com"]
    CORS(app, origins="https://app.example.com")
    return _teas(app)


@CASES.mistaken()
def credentials_set_too_late():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    return _teas(app)


@CASES.mistaken(release="6.0.1")
def a_lifetime_set_too_late():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")
    app.config["CORS_MAX_AGE"] = 600
    return _teas(app)


@CASES.correct()
def set_before():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]
    app.config["CORS_MAX_AGE"] = 600
    CORS(app)
    return _teas(app)


@CASES.correct()
def read_at_the_end():
    app = Flask(__name__)
    cors = CORS()
    app.config["CORS_ORIGINS"] = "https://app.example.com"
    app.config["CORS_METHODS"] = ["GET", "POST"]
    cors.init_app(app)
    return _teas(app)


@CASES.correct()
def a_rule_of_its_own_beside_the_configuration():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = ["https://app.example.com"]
    CORS(app, resources={"/teas": {}, "/admin/.*": {"origins": ["https://admin.example.com"]}})
    return _teas(app)
