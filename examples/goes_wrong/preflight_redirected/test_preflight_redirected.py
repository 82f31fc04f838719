import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", expect="allowed")
def test_a_page_orders(cors_client):
    assert cors_client.post("/orders", json={"what": "tea"}).status_code == 201


def test_what_the_test_client_sees(app):
    answer = app.test_client().post("/orders", json={"what": "tea"}, follow_redirects=True)
    assert answer.status_code == 201
