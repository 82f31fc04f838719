"""Signed in and not signed in, as pages see it."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"

pytestmark = pytest.mark.cors(credentials="include")


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/diary", origin=APP, status=401, expect="allowed")
@pytest.mark.cors("/diary", origin=[STRANGER, "null"], expect="denied")
@pytest.mark.cors("PUT /diary", origin=APP, headers=["Content-Type: application/json"], status=401, expect="allowed")
def test_without_a_login_the_page_reads_401(): ...


def test_with_a_login_the_page_reads_and_writes(cors_client):
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    assert cors_client.put("/diary", json=["tea with Grace"], origin=APP, expect="allowed").status_code == 200
    assert cors_client.get("/diary", origin=APP, expect="allowed").json == ["tea with Grace"]
    cors_client.get("/diary", origin=STRANGER, expect="denied")


def test_nobody_stays_signed_in(cors_client):
    assert cors_client.get("/diary", origin=APP).status_code == 401
