import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", expect="allowed")
def test_a_page_orders(cors_client):
    assert cors_client.get("/orders").json == ["tea", "cup"]
    assert cors_client.post("/orders", json={"what": "tea"}).status_code == 201
