"""Private notes behind a session cookie. The mistake: ``supports_credentials`` without ``origins``."""

from __future__ import annotations

from flask import Flask, abort, request, session
from flask_cors import CORS


def make_app(*, mended: bool) -> Flask:
    """The notes app, with the mistake or without it."""
    app = Flask(__name__)
    app.secret_key = "for the example"
    # The front end is on another site, so its requests carry the cookie only with SameSite=None; Secure.
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    if mended:
        CORS(app, origins=["https://notes.example.com"], supports_credentials=True)
    else:
        CORS(app, supports_credentials=True)  # origins is "*": flask-cors sends back whatever Origin came

    @app.post("/login")
    def login() -> dict[str, str]:
        session["user"] = request.form["user"]
        return {"user": session["user"]}

    @app.get("/notes")
    def notes() -> list[str]:
        if "user" not in session:
            abort(401)
        return [f"a secret of {session['user']}"]

    return app
