"""Two clients on one app."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


def test_what_the_api_does(client):
    assert client.post("/orders", json={"what": "tea"}).status_code == 201
    assert client.get("/orders").json == ["tea"]


@pytest.mark.cors("/orders", origin=APP, expect="allowed")
@pytest.mark.cors("/orders", origin=STRANGER, expect="denied")
def test_who_may_see_it(): ...


@pytest.mark.cors(origin=APP, expect="allowed")
def test_both_at_once(client, cors_client):
    cors_client.post("/orders", json={"what": "cup"})
    assert client.get("/orders").json == ["cup"]
