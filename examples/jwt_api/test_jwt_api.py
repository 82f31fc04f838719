"""With a token, without one, with an old one: the page always reads the answer."""

import time

import pytest
from app import create_app, token

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


def bearer(user, seconds=60):
    return {"Authorization": f"Bearer {token(user, expires=time.time() + seconds)}"}


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_signs_in_and_reads(cors_client):
    given = cors_client.post("/token", json={"user": "ada", "password": "tea4two"}).json["token"]
    assert cors_client.get("/me", headers={"Authorization": f"Bearer {given}"}).json == {"user": "ada"}


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_reads_why_it_is_not_let_in(cors_client):
    assert cors_client.get("/me").status_code == 401
    assert cors_client.get("/me", headers=bearer("ada", seconds=-60)).json == {"error": "Signature has expired"}


@pytest.mark.cors("/me", origin=APP, headers=["Authorization"], max_age=600, status=401, expect="allowed")
@pytest.mark.cors("/me", origin=APP, headers=["Authorization", "X-Debug: 1"], sent=False, expect="denied")
@pytest.mark.cors("/me", origin=STRANGER, headers=["Authorization"], sent=False, expect="denied")
@pytest.mark.cors("/me", origin=APP, credentials="include", expect="denied")
def test_strangers_cookies_and_other_headers_are_kept_out(): ...
