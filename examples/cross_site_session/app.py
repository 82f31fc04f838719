"""An account behind a session cookie that may travel to other sites."""

from flask import Flask, abort, request, session
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.secret_key = "for the example"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(
        app,
        origins=["https://app.example.com", "https://app.example.net"],
        supports_credentials=True,
    )

    @app.post("/login")
    def login():
        session["user"] = request.get_json()["user"]
        return {"user": session["user"]}

    @app.post("/name")
    def rename():
        session["user"] = request.get_json()["name"]  # JSON only: a form is answered with 415
        return {"user": session["user"]}

    @app.get("/me")
    def me():
        return {"user": session.get("user") or abort(401)}

    return app
