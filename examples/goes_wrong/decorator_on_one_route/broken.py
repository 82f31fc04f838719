"""Reports. The mistake: ``@cross_origin`` on the route that somebody tried, expected to cover them all."""

from flask import Flask, abort
from flask_cors import cross_origin

REPORTS = {1: "the first quarter", 2: "the second quarter"}


def create_app():
    app = Flask(__name__)

    @app.get("/reports")
    @cross_origin(origins=["https://app.example.com"])
    def listing():
        return list(REPORTS)

    @app.get("/reports/<int:number>")
    def report(number):
        return {"title": REPORTS.get(number) or abort(404)}

    return app
