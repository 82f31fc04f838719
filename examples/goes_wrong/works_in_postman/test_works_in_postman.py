import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


def test_postman_orders(app):
    assert app.test_client().post("/orders", json={"what": "tea"}).status_code == 201


@pytest.mark.cors(origin="https://app.example.com", expect="allowed")
def test_a_page_orders(cors_client):
    assert cors_client.post("/orders", json={"what": "tea"}).status_code == 201


@pytest.mark.cors(origin="https://attacker.example.net", expect="denied")
def test_a_stranger_does_not(cors_client):
    cors_client.post("/orders", json={"what": "tea"})
