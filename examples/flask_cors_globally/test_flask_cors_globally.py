"""Every option of the call has a test that fails without it."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"
JSON = "Content-Type: application/json"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(["/orders", "/orders/1"], origin=APP, expect="allowed")
@pytest.mark.cors("/orders/99", origin=APP, status=404, expect="allowed")
@pytest.mark.cors(["/orders", "/orders/1"], origin=[STRANGER, "null", "http://app.example.com"], expect="denied")
def test_only_the_front_end_reads_orders_and_errors(): ...


@pytest.mark.cors("POST /orders", origin=APP, headers=[JSON], status=400, max_age=600, expect="allowed")
@pytest.mark.cors("POST /orders", origin=APP, headers=[JSON, "X-Debug: 1"], sent=False, expect="denied", id="X-Debug")
@pytest.mark.cors("DELETE /orders/1", origin=APP, sent=False, expect="denied")
def test_the_front_end_orders_and_does_nothing_else(): ...


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_orders_and_reads_where_the_order_is(cors_client):
    response = cors_client.post("/orders", json={"what": "cake"})
    assert response.json == {"what": "cake"}
    assert response.headers["Location"] == "/orders/3"
