"""Who may read what: the shop's contract, in markers and assertions."""

from __future__ import annotations

import pytest
from shop import catalog

SHOP = "https://shop.example.com"
OUTLET = "https://outlet.example.org"
OFFICE = "https://office.example.com"
STRANGER = "https://elsewhere.example.net"
LOOKALIKES = ["http://shop.example.com", "https://shop.example.com.example.net", "https://myshop.example.com"]


@pytest.mark.cors(
    "/api/catalog/products",
    origin=[SHOP, STRANGER, "null"],
    exposes=["X-Total-Count"],
    preflight=False,
    expect="allowed",
)
@pytest.mark.cors(
    "/api/catalog/products",
    origin=STRANGER,
    credentials="include",
    expect="denied",
    reason="WildcardOriginNotAllowed",
)
def test_the_catalog_is_public_but_not_with_credentials() -> None: ...


@pytest.mark.cors(
    ["/api/account/me", "/api/cart"],
    origin=[SHOP, OUTLET],
    credentials="include",
    status=401,
    expect="allowed",
)
@pytest.mark.cors(
    ["/api/account/me", "/api/cart"],
    origin=[OFFICE, STRANGER, "null", *LOOKALIKES],
    credentials="include",
    expect="denied",
)
def test_only_storefronts_read_personal_data() -> None: ...


@pytest.mark.cors(
    "POST /api/cart/items",
    origin=[SHOP, OUTLET],
    credentials="include",
    headers=["Content-Type: application/json"],
    preflight=True,
    max_age=600,
    status=401,
    expect="allowed",
)
@pytest.mark.cors(
    "DELETE /api/cart/items/tea",
    origin=[STRANGER, "null"],
    credentials="include",
    sent=False,
    expect="denied",
)
def test_only_storefronts_change_the_cart() -> None: ...


@pytest.mark.cors(
    "PUT /api/admin/products/tea",
    origin=OFFICE,
    headers=["Authorization", "Content-Type: application/json"],
    status=401,
    expect="allowed",
)
@pytest.mark.cors(
    "PUT /api/admin/products/tea",
    origin=[SHOP, OUTLET, STRANGER, "null"],
    headers=["Authorization", "Content-Type: application/json"],
    sent=False,
    expect="denied",
)
@pytest.mark.cors(
    "PUT /api/admin/products/tea",
    origin=OFFICE,
    headers=["X-Debug: 1"],
    expect="denied",
    reason="HeaderDisallowedByPreflightResponse",
)
def test_only_the_office_changes_prices() -> None: ...


@pytest.mark.cors(["/health", "/api/catalog.csv"], origin=[SHOP, OFFICE, STRANGER], sent=True, expect="denied")
def test_no_page_reads_what_is_not_for_pages() -> None: ...


def test_a_page_reads_every_error(cors_client, monkeypatch) -> None:
    """An error without CORS headers would look like a network failure to the front end."""
    cors_client.assert_allowed("/api/catalog/products/coal", origin=SHOP, status=404)
    assert cors_client.post("/api/catalog/products", data={}, origin=SHOP).status_code == 405
    monkeypatch.setattr(catalog, "PRODUCTS", None)
    cors_client.assert_allowed("/api/catalog/products", origin=SHOP, status=500)


@pytest.mark.cors(origin=SHOP, expect="allowed")
def test_a_storefront_shows_how_many_products_there_are(cors_client) -> None:
    response = cors_client.get("/api/catalog/products?offset=2")
    assert response.headers["X-Total-Count"] == "3"
    assert [product["sku"] for product in response.json] == ["cup"]


@pytest.mark.cors(origin=OFFICE, expect="allowed")
def test_the_office_changes_a_price(cors_client) -> None:
    headers = {"Authorization": "Bearer for-the-tests"}
    response = cors_client.put("/api/admin/products/tea", json={"cents": 500}, headers=headers)
    assert response.status_code == 200
    assert response.json["cents"] == 500
