"""What there is to read, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify

blueprint = Blueprint("catalog", __name__, url_prefix="/api")

BOOKS: dict[str, dict[str, Any]] = {
    "9780141439518": {"title": "Pride and Prejudice", "author": "austen", "year": 1813},
    "9780141439600": {"title": "A Tale of Two Cities", "author": "dickens", "year": 1859},
}


@blueprint.get("/catalog/books")
@blueprint.get("/catalog/new")
@blueprint.get("/catalog/genres/<genre>")
@blueprint.get("/catalog/languages/<any(de, en, fr):language>")
@blueprint.get("/catalog/shelves/<path:shelf>")
@blueprint.get("/catalog/years/<int(min=1450):year>")
def books(**_where: object) -> Response:
    """Books, and how many there are."""
    response = jsonify(list(BOOKS.values()))
    response.headers["X-Total-Count"] = str(len(BOOKS))
    return response


@blueprint.get("/catalog/books/<isbn>")
@blueprint.get("/catalog/books/<isbn>/reviews")
@blueprint.get("/catalog/books/<isbn>/copies")
def book(isbn: str) -> dict[str, Any]:
    """One book, or 404."""
    return BOOKS.get(isbn) or abort(404)


@blueprint.get("/catalog/authors")
@blueprint.get("/catalog/authors/<name>")
@blueprint.get("/catalog/branches")
@blueprint.get("/catalog/branches/<int:branch>/hours")
def other(**_where: object) -> dict[str, str]:
    """What belongs to the books."""
    return {"library": "open"}


@blueprint.get("/catalog.csv")
def export() -> Response:
    """For spreadsheets; no page reads it."""
    return Response("isbn,title\n", mimetype="text/csv")
