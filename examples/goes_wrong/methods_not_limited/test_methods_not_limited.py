import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders/1", origin=APP, expect="allowed")
@pytest.mark.cors("DELETE /orders/1", origin=APP, reason="MethodDisallowedByPreflightResponse", expect="denied")
def test_a_page_reads_orders_and_does_not_delete_them(): ...
