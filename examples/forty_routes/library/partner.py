"""Loans between libraries."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("partner", __name__, url_prefix="/api/partner")


@blueprint.get("/offers")
@blueprint.get("/offers/<int:offer>")
@blueprint.put("/offers/<int:offer>")
@blueprint.get("/requests")
@blueprint.put("/requests/<int:number>")
def exchange(**_what: object) -> dict[str, str]:
    """Offer and ask."""
    return {"partner": "yes"}
