"""Photos. The app itself refuses what is too large, with the headers of every answer."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    CORS(app, origins=["https://app.example.com"])

    @app.post("/photos")
    def upload():
        return {"bytes": len(request.get_data())}, 201

    return app
