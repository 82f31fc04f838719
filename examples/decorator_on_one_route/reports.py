"""Reports. The mistake: ``@cross_origin`` on the route that somebody tried, expected to cover them all."""

from __future__ import annotations

from flask import Flask, abort
from flask_cors import CORS, cross_origin

REPORTS = {1: "the first quarter", 2: "the second quarter"}


def make_app(*, mended: bool) -> Flask:
    """The reports app, with the mistake or without it."""
    app = Flask(__name__)
    origins = ["https://app.example.com"]
    if mended:
        CORS(app, origins=origins)  # every route, and every error

    def listing() -> list[int]:
        return list(REPORTS)

    app.get("/reports")(listing if mended else cross_origin(origins=origins)(listing))

    @app.get("/reports/<int:number>")
    def report(number: int) -> dict[str, str]:
        return {"title": REPORTS.get(number) or abort(404)}

    return app
