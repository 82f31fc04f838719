import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders", origin=["https://app.example.com", "https://admin.example.com"], expect="allowed")
@pytest.mark.cors("/orders", origin="https://attacker.example.net", expect="denied")
def test_both_front_ends_read_orders(): ...
