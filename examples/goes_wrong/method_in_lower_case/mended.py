"""Users. Methods are written in capitals."""

from flask import Flask, request


def create_app():
    app = Flask(__name__)

    @app.after_request
    def allow_front_end(response):
        response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH"
        response.headers["Access-Control-Allow-Headers"] = "content-type"
        return response

    @app.patch("/users/<int:number>")
    def rename(number):
        return {"number": number, "name": request.get_json()["name"]}

    return app
