import pytest
from mended import create_app

APP = "https://app.example.com"
TOKEN = {"Authorization": "Bearer for-the-example"}


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders", origin=APP, headers=TOKEN, expect="allowed")
def test_a_page_reads_the_orders(): ...


@pytest.mark.cors("/orders", origin="https://attacker.example.net", headers=TOKEN, sent=False, expect="denied")
def test_a_stranger_does_not(): ...


def test_what_a_header_assertion_sees(app):
    response = app.test_client().get("/orders", headers={"Origin": APP, **TOKEN})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == APP
