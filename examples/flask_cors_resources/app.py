"""A shop: its catalog is for everybody, the account for the storefront, the books for no page."""

from flask import Flask
from flask_cors import CORS

POLICY = {
    r"/catalog/.*\Z": {"origins": "*", "send_wildcard": True},
    r"/account/.*\Z": {"origins": ["https://shop.example.com"], "supports_credentials": True},
}


def create_app():
    app = Flask(__name__)
    CORS(app, resources=POLICY)

    @app.get("/catalog/<name>")
    def product(name):
        return {"name": name}

    @app.get("/account/orders")
    def orders():
        return ["tea"]

    @app.get("/accounting")
    def books():
        return {"turnover": 1_000_000}

    @app.get("/")
    def home():
        return "the shop"

    return app
