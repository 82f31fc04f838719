import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(origin="https://app.example.com", credentials="include", expect="allowed")
def test_a_page_stays_logged_in(cors_client):
    cors_client.post("/login", data={"user": "ada"})
    cors_client.assert_allowed("/me", status=200)


def test_what_the_test_client_sees(app):
    client = app.test_client()
    client.post("/login", data={"user": "ada"})
    assert client.get("/me").json == {"user": "ada"}
