"""Orders. What allows a page in is put on every answer."""

from flask import Flask, request


def create_app():
    app = Flask(__name__)

    @app.post("/orders")
    def order():
        return {"ordered": request.get_json()["what"]}, 201

    @app.after_request
    def allow_front_end(response):
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        return response

    return app
