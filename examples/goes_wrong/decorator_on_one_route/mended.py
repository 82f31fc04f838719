"""Reports. ``CORS(app)`` covers every route, and every error."""

from flask import Flask, abort
from flask_cors import CORS

REPORTS = {1: "the first quarter", 2: "the second quarter"}


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/reports")
    def listing():
        return list(REPORTS)

    @app.get("/reports/<int:number>")
    def report(number):
        return {"title": REPORTS.get(number) or abort(404)}

    return app
