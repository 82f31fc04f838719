"""The desk: loans of everybody, and the shelves."""

from __future__ import annotations

from flask import Blueprint, abort, request

blueprint = Blueprint("staff", __name__, url_prefix="/api/staff")


@blueprint.before_request
def only_staff() -> None:
    """Let in who has the token, and every preflight."""
    if request.method == "OPTIONS":
        return
    if request.headers.get("Authorization") != "Bearer for-the-example":
        abort(401)


@blueprint.get("/readers")
@blueprint.get("/readers/<int:reader>")
@blueprint.get("/loans")
@blueprint.get("/overdue")
@blueprint.get("/shelves/<path:shelf>")
@blueprint.get("/reports/<any(daily, weekly):period>")
def show(**_what: object) -> dict[str, str]:
    """Show what the staff may see."""
    return {"staff": "yes"}


@blueprint.post("/loans")
@blueprint.put("/loans/<int:loan>")
@blueprint.patch("/readers/<int:reader>")
@blueprint.put("/books/<isbn>")
@blueprint.post("/books")
def change(**_what: object) -> tuple[str, int]:
    """Change what the staff may change."""
    return "", 204
