"""A shop. The mistake: two patterns match one path, and the order in which they are tried is not ours."""

from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            r"/api/(v1/|v2/)?.*": {"origins": "*"},
            r"/api/account/.*": {"origins": ["https://shop.example.com"]},
        },
    )

    @app.get("/api/v1/products")
    def products():
        return ["tea", "cup"]

    @app.get("/api/account/me")
    def me():
        return {"name": "Ada"}

    return app
