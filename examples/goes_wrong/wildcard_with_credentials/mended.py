"""Profiles behind a session. Who may read them with credentials has a name."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.get("/profile")
    def profile():
        return {"name": "Ada"}

    return app
