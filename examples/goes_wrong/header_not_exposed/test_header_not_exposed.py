import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/orders", origin=APP, exposes=["X-Total-Count"], expect="allowed")
def test_a_page_reads_how_many_there_are(): ...


def test_what_a_header_assertion_sees(app):
    response = app.test_client().get("/orders", headers={"Origin": APP})
    assert response.headers["X-Total-Count"] == "2"
