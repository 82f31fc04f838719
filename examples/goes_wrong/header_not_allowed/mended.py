"""Orders behind a token. The headers that a page sends are allowed."""

from flask import Flask, abort, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], allow_headers=["Authorization", "Content-Type"])

    @app.get("/orders")
    def orders():
        if request.headers.get("Authorization") != "Bearer for-the-example":
            abort(401)
        return ["tea", "cup"]

    return app
