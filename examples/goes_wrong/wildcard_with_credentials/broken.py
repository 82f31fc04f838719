"""Profiles behind a session. The mistake: ``*``, and credentials."""

from flask import Flask


def create_app():
    app = Flask(__name__)

    @app.after_request
    def allow_pages(response):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Credentials"] = "true"
        return response

    @app.get("/profile")
    def profile():
        return {"name": "Ada"}

    return app
