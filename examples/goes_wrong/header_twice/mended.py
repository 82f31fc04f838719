"""Prices. One layer says who may read them."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app
