import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", expect="allowed")
def test_a_page_learns_that_its_photo_is_too_large(cors_client):
    assert cors_client.post("/photos", data=b"." * 100, content_type="image/png").status_code == 201
    assert cors_client.post("/photos", data=b"." * 2000, content_type="image/png").status_code == 413
