"""Two ``CORS()`` answer for one route."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_cors import CORS

from tests.audit.case import Cases

CASES = Cases("flask-cors-set-twice")


def _admin() -> Blueprint:
    admin = Blueprint("admin", __name__, url_prefix="/admin")
    admin.add_url_rule("/users", "users", lambda: ["Ada"])
    return admin


@CASES.mistaken()
def a_strict_blueprint_in_an_open_app():
    app = Flask(__name__)
    admin = _admin()
    CORS(admin, origins="https://admin.example.com")
    app.register_blueprint(admin)
    CORS(app)
    return app


@CASES.mistaken()
def one_call_after_the_other():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com")
    CORS(app, resources={"/users": {"origins": "https://admin.example.com"}})
    app.add_url_rule("/users", "users", lambda: ["Ada"])
    return app


@CASES.correct()
def one_call_with_two_rules():
    app = Flask(__name__)
    CORS(app, resources={"/admin/.*": {"origins": "https://admin.example.com"}, "/.*": {"origins": "*"}})
    app.register_blueprint(_admin())
    app.add_url_rule("/news", "news", lambda: ["tea is out"])
    return app


@CASES.correct()
def two_calls_for_two_blueprints():
    app = Flask(__name__)
    admin, site = _admin(), Blueprint("site", __name__)
    site.add_url_rule("/news", "news", lambda: ["tea is out"])
    CORS(admin, origins="https://admin.example.com")
    CORS(site)
    app.register_blueprint(admin)
    app.register_blueprint(site)
    return app


@CASES.correct()
def two_calls_for_two_folders():
    app = Flask(__name__)
    CORS(app, resources={"/admin/.*": {"origins": "https://admin.example.com"}})
    CORS(app, resources={"/news": {"origins": "*"}})
    app.register_blueprint(_admin())
    app.add_url_rule("/news", "news", lambda: ["tea is out"])
    return app
