import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/prices", origin=APP, expect="allowed")
def test_a_page_reads_the_prices(): ...


def test_what_a_header_assertion_sees(app):
    response = app.test_client().get("/prices", headers={"Origin": APP})
    assert response.headers["Access-Control-Allow-Origin"] == APP
