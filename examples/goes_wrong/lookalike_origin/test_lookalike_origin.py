import pytest
from mended import create_app

LOOKALIKES = ["https://app.example.com.evil.example", "https://appxexample.com", "http://app.example.com"]


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders", origin="https://app.example.com", credentials="include", expect="allowed")
@pytest.mark.cors("/orders", origin=LOOKALIKES, credentials="include", expect="denied")
def test_front_ends_read_orders_and_lookalikes_do_not(): ...
