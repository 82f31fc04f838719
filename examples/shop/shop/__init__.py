"""A shop API that browsers call from other origins: which page may read what is in ``policy.py``."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flask import Flask
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from . import account, admin, cart, catalog, policy, settings


def create_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """Build the app; ``settings.load`` says which environment variables it reads."""
    app = Flask(__name__)
    app.config.from_mapping(settings.load(environ))
    CORS(app, resources=policy.resources(app.config))
    for module in (catalog, cart, account, admin):
        app.register_blueprint(module.blueprint)
    app.register_error_handler(HTTPException, as_json)
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/api/catalog.csv", view_func=catalog.export)
    return app


def health() -> dict[str, str]:
    """For the load balancer: no browser reads it, so it has no CORS headers."""
    return {"status": "ok"}


def as_json(error: HTTPException) -> tuple[dict[str, str], int]:
    """Answer 404, 405, 500 and the others in the format that the front ends read."""
    return {"error": error.name, "detail": error.description or ""}, error.code or 500
