"""Private notes behind a session cookie. The mistake: ``supports_credentials`` without ``origins``."""

from flask import Flask, abort, request, session
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.secret_key = "for the example"
    # The front end is on another site, so its requests carry the cookie only with SameSite=None; Secure.
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, supports_credentials=True)

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        return {"user": session["user"]}

    @app.get("/notes")
    def notes():
        if "user" not in session:
            abort(401)
        return [f"a secret of {session['user']}"]

    return app
