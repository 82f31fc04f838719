"""Orders behind a login. The login check lets the preflight pass."""

from flask import Flask, abort, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.before_request
    def only_signed_in():
        if request.method == "OPTIONS":
            return  # a preflight never carries a token; the request that follows is checked
        if request.headers.get("Authorization") != "Bearer for-the-example":
            abort(401)

    @app.get("/orders")
    def orders():
        return ["tea", "cup"]

    return app
