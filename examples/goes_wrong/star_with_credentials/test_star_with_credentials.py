import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", credentials="include", expect="allowed")
def test_a_page_changes_the_name(cors_client):
    assert cors_client.post("/profile", json={"name": "Ada"}).json == {"name": "Ada"}
