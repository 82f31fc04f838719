"""A session for a front end on another site. The mistake: its cookie does not say that it may travel."""

from flask import Flask, abort, request, session
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.secret_key = "for the example"
    CORS(app, origins=["https://app.example.com"], supports_credentials=True)

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        return {"user": session["user"]}

    @app.get("/me")
    def me():
        return {"user": session.get("user") or abort(401)}

    return app
