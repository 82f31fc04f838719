"""Orders."""

from flask import Flask, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])
    orders = []

    @app.get("/orders")
    def listing():
        return orders

    @app.post("/orders")
    def order():
        orders.append(request.get_json()["what"])
        return {"orders": len(orders)}, 201

    return app
