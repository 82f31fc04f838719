"""Who may read which part, and that neither part covers its neighbours."""

import pytest
from app import create_app

SHOP, STRANGER = "https://shop.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/catalog/tea", origin=[SHOP, STRANGER, "null"], preflight=False, expect="allowed")
@pytest.mark.cors(
    "/catalog/tea", origin=STRANGER, credentials="include", expect="denied", reason="WildcardOriginNotAllowed"
)
def test_everybody_reads_the_catalog_without_credentials(): ...


@pytest.mark.cors("/account/orders", origin=SHOP, credentials="include", expect="allowed")
@pytest.mark.cors("/account/orders", origin=[STRANGER, "null"], credentials="include", expect="denied")
def test_the_shop_reads_the_account(): ...


@pytest.mark.cors(["/accounting", "/"], origin=[SHOP, STRANGER], expect="denied", reason="MissingAllowOriginHeader")
def test_no_page_reads_the_rest(): ...
