import pytest
from mended import create_app

APP = "https://app.example.com"
TOKEN = {"Authorization": "Bearer for-the-example"}


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders", origin=APP, headers=TOKEN, status=200, expect="allowed")
def test_a_page_with_a_token_reads_the_orders(): ...


def test_what_a_header_assertion_sees(app):
    response = app.test_client().get("/orders", headers={"Origin": APP, **TOKEN})
    assert response.headers["Access-Control-Allow-Origin"] == APP
