"""A list in pages. The mistake: script may not read how many there are."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/orders")
    def orders():
        return ["tea", "cup"], 200, {"X-Total-Count": "2"}

    return app
