"""Sign-up. ``CORS(app)`` covers what ``abort`` raises, too."""

from flask import Flask, abort, request
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    CORS(app, origins=["https://app.example.com"])

    @app.post("/members")
    def join():
        if "@" not in request.form["email"]:
            abort(422, "this is no e-mail address")
        return {"email": request.form["email"]}, 201

    return app
