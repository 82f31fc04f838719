"""Orders for two front ends, named by a setting. It is split into origins."""

import os

from flask import Flask
from flask_cors import CORS

ORIGINS = os.environ.get("ORIGINS", "https://app.example.com, https://admin.example.com")


def create_app():
    app = Flask(__name__)
    CORS(app, origins=[origin.strip() for origin in ORIGINS.split(",")])

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
