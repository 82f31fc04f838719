"""A library's API: more than forty routes, read by pages on several origins; ``policy.py`` says which."""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from . import catalog, partner, policy, reader, site, staff


def create_app() -> Flask:
    """Build the app."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = "for the example"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, resources=policy.RESOURCES)
    for module in (catalog, reader, staff, partner, site):
        app.register_blueprint(module.blueprint)
    app.register_error_handler(HTTPException, as_json)
    return app


def as_json(error: HTTPException) -> tuple[dict[str, str], int]:
    """Answer errors in the format that the pages read."""
    return {"error": error.name}, error.code or 500
