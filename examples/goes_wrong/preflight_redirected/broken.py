"""Orders. The mistake is between the lines: the route ends in a slash, and the page asks without it."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.post("/orders/")
    def order():
        return {"ordered": request.get_json()["what"]}, 201

    return app
