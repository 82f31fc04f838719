"""The cart of whoever is signed in; it lives in the session."""

from __future__ import annotations

from flask import Blueprint, abort, request, session

from .account import signed_in_user
from .catalog import PRODUCTS

blueprint = Blueprint("cart", __name__, url_prefix="/api/cart")


@blueprint.get("")
def show() -> dict[str, list[str]]:
    """The article numbers in the cart."""
    signed_in_user()
    return {"items": session.get("items", [])}


@blueprint.post("/items")
def add() -> tuple[dict[str, list[str]], int]:
    """Put an article into the cart."""
    signed_in_user()
    sku = request.get_json()["sku"]
    if sku not in PRODUCTS:
        abort(400, f"no product {sku}")
    session["items"] = [*session.get("items", []), sku]
    return {"items": session["items"]}, 201


@blueprint.delete("/items/<sku>")
def remove(sku: str) -> dict[str, list[str]]:
    """Take every piece of an article out of the cart."""
    signed_in_user()
    session["items"] = [item for item in session.get("items", []) if item != sku]
    return {"items": session["items"]}
