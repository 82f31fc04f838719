"""A profile behind a cookie. The mistake: with credentials ``*`` is the name of a header, and no other."""

from flask import Flask, request


def create_app():
    app = Flask(__name__)

    @app.after_request
    def allow_front_end(response):
        if request.headers.get("Origin") == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = "https://app.example.com"
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Allow-Headers"] = "*"
        response.vary.add("Origin")
        return response

    @app.post("/profile")
    def rename():
        return {"name": request.get_json()["name"]}

    return app
