"""What the shop sells."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

blueprint = Blueprint("catalog", __name__, url_prefix="/api/catalog")

PRODUCTS: dict[str, dict[str, Any]] = {
    "tea": {"sku": "tea", "name": "Green tea", "cents": 450},
    "pot": {"sku": "pot", "name": "Tea pot", "cents": 2900},
    "cup": {"sku": "cup", "name": "Tea cup", "cents": 700},
}


@blueprint.get("/products")
def products() -> Response:
    """One page of products; the header says how many there are in all."""
    first = request.args.get("offset", 0, type=int)
    response = jsonify(list(PRODUCTS.values())[first : first + 2])
    response.headers["X-Total-Count"] = str(len(PRODUCTS))
    return response


@blueprint.get("/products/<sku>")
def product(sku: str) -> dict[str, Any]:
    """One product, or 404."""
    return PRODUCTS.get(sku) or abort(404, f"no product {sku}")


def export() -> Response:
    """The catalog for the office's spreadsheets, at ``/api/catalog.csv``; no page reads it."""
    lines = (f"{each['sku']},{each['name']},{each['cents']}\n" for each in PRODUCTS.values())
    return Response("".join(lines), mimetype="text/csv")
