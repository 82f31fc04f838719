"""Orders, also for pages of the front end."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"], methods=["GET", "POST"], allow_headers=["Content-Type"])

    @app.post("/orders")
    def order():
        return {"ordered": request.get_json()["what"]}, 201

    return app
