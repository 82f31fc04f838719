import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", expect="allowed")
def test_a_page_shows_what_is_wrong(cors_client):
    assert cors_client.post("/members", data={"email": "ada@example.com"}).status_code == 201
    assert "no e-mail address" in cors_client.post("/members", data={"email": "ada"}).text
