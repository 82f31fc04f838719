"""What belongs to the reader who is signed in."""

from __future__ import annotations

from flask import Blueprint, abort, request, session

blueprint = Blueprint("reader", __name__, url_prefix="/api/reader")


@blueprint.before_request
def only_signed_in() -> None:
    """Let in who is signed in. A preflight never carries a cookie, and needs a 2xx answer."""
    if request.method == "OPTIONS" or request.endpoint == "reader.login":
        return
    if "reader" not in session:
        abort(401)


@blueprint.post("/login")
def login() -> dict[str, str]:
    """Sign in, by JSON."""
    session["reader"] = request.get_json()["reader"]
    return {"reader": session["reader"]}


@blueprint.get("/me")
@blueprint.get("/loans")
@blueprint.get("/loans/<int:loan>")
@blueprint.get("/reservations")
@blueprint.get("/fines")
@blueprint.get("/history")
@blueprint.get("/lists/<uuid:list_id>")
def show(**_what: object) -> dict[str, str]:
    """Show what is the reader's."""
    return {"reader": session["reader"]}


@blueprint.put("/me")
@blueprint.post("/reservations")
@blueprint.put("/loans/<int:loan>")
@blueprint.delete("/reservations/<int:reservation>")
@blueprint.put("/lists/<uuid:list_id>")
@blueprint.delete("/lists/<uuid:list_id>")
@blueprint.post("/logout")
def change(**_what: object) -> tuple[str, int]:
    """Change what is the reader's."""
    return "", 204
