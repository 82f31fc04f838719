"""Orders for one front end."""

from flask import Flask, abort, request
from flask_cors import CORS

ORDERS = {1: "tea", 2: "cup"}


def create_app():
    app = Flask(__name__)
    CORS(
        app,
        origins=["https://app.example.com"],
        methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Location"],
        max_age=600,
    )

    @app.get("/orders")
    def orders():
        return list(ORDERS.values())

    @app.get("/orders/<int:number>")
    def order(number):
        return {"what": ORDERS.get(number) or abort(404)}

    @app.delete("/orders/<int:number>")
    def delete(number):
        return {"deleted": number}

    @app.post("/orders")
    def add():
        what = request.get_json()["what"]
        return {"what": what}, 201, {"Location": f"/orders/{len(ORDERS) + 1}"}

    return app
