"""Pages of the API's own host, and what machines ask for. No page elsewhere reads them, but for the badge."""

from __future__ import annotations

from flask import Blueprint, redirect, session, url_for
from flask_cors import cross_origin
from werkzeug.wrappers import Response

from . import policy

blueprint = Blueprint("site", __name__)


@blueprint.get("/health")
@blueprint.get("/metrics")
@blueprint.get("/login")
def plain() -> str:
    """For the load balancer, for the dashboard, for people."""
    return "fine"


@blueprint.get("/account")
def account() -> Response | str:
    """For people who are signed in."""
    return "yours" if "reader" in session else redirect(url_for("site.plain"))


@blueprint.get("/logout")
def logout() -> Response:
    """End the session: a GET that has effects."""
    session.clear()
    return redirect("/login")


@blueprint.get("/badge")
@cross_origin(origins=[policy.WEB], allow_headers=[])
def badge() -> dict[str, str]:
    """Whether the library is open, for the front page."""
    return {"library": "open"}
