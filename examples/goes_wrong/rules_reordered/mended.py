"""A shop. No path is matched by two patterns, so that their order does not matter."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            r"/api/(v1|v2)/.*\Z": {"origins": "*"},
            r"/api/account/.*\Z": {"origins": ["https://shop.example.com"]},
        },
    )

    @app.get("/api/v1/products")
    def products():
        return ["tea", "cup"]

    @app.get("/api/account/me")
    def me():
        return {"name": "Ada"}

    return app
