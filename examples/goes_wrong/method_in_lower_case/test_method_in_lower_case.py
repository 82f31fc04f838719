import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_changes_a_name(cors_client):
    assert cors_client.patch("/users/1", json={"name": "Ada"}).json == {"number": 1, "name": "Ada"}
