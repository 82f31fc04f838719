"""Profiles behind a session. The mistake: nothing says that credentials may come."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/profile")
    def profile():
        return {"name": "Ada"}

    return app
