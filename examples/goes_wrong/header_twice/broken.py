"""Prices. The mistake: two layers say who may read them, each the right thing."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)

    @app.after_request
    def allow_front_end(response):
        response.headers.add("Access-Control-Allow-Origin", "https://app.example.com")
        return response

    CORS(app, origins=["https://app.example.com"])

    @app.get("/prices")
    def prices():
        return {"tea": 450}

    return app
