"""Signing in from a page on another origin, and what the cookie is worth where."""

from __future__ import annotations

import pytest

SHOP = "https://shop.example.com"  # same site as the API
OUTLET = "https://outlet.example.org"  # another site
STRANGER = "https://elsewhere.example.net"
ADA = {"user": "ada", "password": "tea4two"}


@pytest.mark.parametrize("page", [SHOP, OUTLET])
@pytest.mark.cors(credentials="include")
def test_a_customer_signs_in_shops_and_signs_out(cors_client, page: str) -> None:
    assert cors_client.post("/api/account/login", json=ADA, origin=page, expect="allowed").status_code == 200
    cors_client.post("/api/cart/items", json={"sku": "tea"}, origin=page, expect="allowed")
    cors_client.post("/api/cart/items", json={"sku": "cup"}, origin=page, expect="allowed")
    cors_client.delete("/api/cart/items/tea", origin=page, expect="allowed")
    assert cors_client.get("/api/cart", origin=page, expect="allowed").json == {"items": ["cup"]}
    cors_client.post("/api/account/logout", origin=page, expect="allowed")
    assert cors_client.get("/api/account/me", origin=page, expect="allowed").status_code == 401


@pytest.mark.cors(origin=SHOP, expect="allowed")
def test_without_credentials_nobody_is_signed_in(cors_client) -> None:
    cors_client.post("/api/account/login", json=ADA, credentials="include")
    assert cors_client.get("/api/account/me").status_code == 401
    assert cors_client.get("/api/account/me", credentials="include").json == {"user": "ada"}


def test_a_stranger_sends_the_cookie_and_reads_nothing(cors_client) -> None:
    """SameSite=None sends the cookie from every page. CORS keeps the answer away from the page."""
    cors_client.post("/api/account/login", json=ADA, origin=SHOP, credentials="include")
    cors_client.assert_denied("/api/account/me", origin=STRANGER, credentials="include", sent=True)


def test_a_form_of_a_stranger_arrives_but_changes_nothing(cors_client) -> None:
    """CORS does not stop a plain form. That the shop takes only JSON does."""
    cors_client.post("/api/account/login", json=ADA, origin=SHOP, credentials="include")
    form = cors_client.assert_denied(
        "POST /api/cart/items", data={"sku": "pot"}, origin=STRANGER, credentials="include", sent=True
    )
    assert form.cors.exchanges[-1].response.status == 415
    assert cors_client.get("/api/cart", origin=SHOP, credentials="include").json == {"items": []}


def test_the_session_can_be_arranged(cors_client) -> None:
    with cors_client.session_transaction() as session:
        session["user"], session["items"] = "ada", ["pot"]
    response = cors_client.get("/api/cart", origin=OUTLET, credentials="include", expect="allowed")
    assert response.json == {"items": ["pot"]}
