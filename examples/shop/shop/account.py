"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, abort, request, session

blueprint = Blueprint("account", __name__, url_prefix="/api/account")

PASSWORDS = {"ada": "tea4two"}


@blueprint.post("/login")
def login() -> dict[str, str]:
    """Start a session. JSON only: a form could be sent by any page, without a preflight."""
    user, password = request.get_json().get("user"), request.get_json().get("password")
    if user not in PASSWORDS or PASSWORDS[user] != password:
        abort(401, "wrong user or password")
    session["user"] = user
    return {"user": user}


@blueprint.post("/logout")
def logout() -> tuple[str, int]:
    """End the session."""
    session.clear()
    return "", 204


@blueprint.get("/me")
def me() -> dict[str, str]:
    """Who is signed in, or 401."""
    return {"user": signed_in_user()}


def signed_in_user() -> str:
    """Return the name in the session; answer 401 without one."""
    user: str = session.get("user") or abort(401, "not signed in")
    return user
