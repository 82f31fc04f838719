"""Prices, for the office."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, abort, current_app, request

from .catalog import PRODUCTS

blueprint = Blueprint("admin", __name__, url_prefix="/api/admin")


@blueprint.before_request
def only_with_token() -> None:
    """Ask for the token, but not in a preflight: a browser sends none there and needs a 2xx answer."""
    if request.method == "OPTIONS":
        return
    wanted = f"Bearer {current_app.config['ADMIN_TOKEN']}"
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode()):
        abort(401, "no valid token")


@blueprint.put("/products/<sku>")
def change_price(sku: str) -> dict[str, Any]:
    """Change the price of a product."""
    if sku not in PRODUCTS:
        abort(404, f"no product {sku}")
    return {**PRODUCTS[sku], "cents": request.get_json()["cents"]}
