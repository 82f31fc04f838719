"""A profile for two front ends."""

from flask import Flask, request

ORIGINS = {"https://app.example.com", "https://admin.example.com"}


def create_app():
    app = Flask(__name__)
    app.after_request(allow_front_ends)

    @app.route("/profile", methods=["GET", "PUT"])
    def profile():
        return request.get_json() if request.method == "PUT" else {"name": "Ada"}

    return app


def allow_front_ends(response):
    response.vary.add("Origin")
    if request.origin in ORIGINS:
        response.access_control_allow_origin = request.origin
        response.access_control_allow_credentials = True
        if request.method == "OPTIONS":
            response.access_control_allow_methods = ["GET", "PUT"]
            response.access_control_allow_headers = ["Content-Type"]
            response.access_control_max_age = 600
    return response
