"""Sign-up. The mistake: the decorator does not cover what ``abort`` raises."""

from flask import Flask, abort, request
from flask_cors import cross_origin


def create_app():
    app = Flask(__name__)

    @app.post("/members")
    @cross_origin(origins=["https://app.example.com"])
    def join():
        if "@" not in request.form["email"]:
            abort(422, "this is no e-mail address")
        return {"email": request.form["email"]}, 201

    return app
