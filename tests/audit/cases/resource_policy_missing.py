"""What is private may be loaded into any site."""

from __future__ import annotations

from flask import Flask, session

from tests.audit.case import Cases

CASES = Cases("resource-policy-missing")


def _photos(**headers: str) -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="not a secret", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)

    @app.get("/photo")
    def photo():
        owner = session.get("user", "nobody")
        return b"\x89PNG" + owner.encode(), {"Content-Type": "image/png"}

    @app.after_request
    def say_whose(response):
        for name, value in headers.items():
            response.headers[name.replace("_", "-")] = value
        return response

    return app


@CASES.mistaken()
def photos_of_a_user():
    return _photos()


@CASES.mistaken()
def photos_for_every_site():
    return _photos(Cross_Origin_Resource_Policy="cross-origin")


@CASES.correct()
def photos_for_one_site():
    return _photos(Cross_Origin_Resource_Policy="same-site")


@CASES.noted()
def data_that_browsers_keep_out():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="not a secret", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    app.add_url_rule("/me", "me", lambda: {"name": session.get("user", "nobody")})
    return app


@CASES.correct()
def photos_of_nobody():
    app = Flask(__name__)
    app.add_url_rule("/photo", "photo", lambda: (b"\x89PNG", {"Content-Type": "image/png"}))
    return app
