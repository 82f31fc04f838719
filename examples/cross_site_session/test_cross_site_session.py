"""Signed in from another site: what travels, who reads, and what a form can do."""

import pytest
from app import create_app

from pytest_cors import Browser

API = "https://api.example.net"
APP, STRANGER = "https://app.example.com", "https://stranger.example.org"

pytestmark = pytest.mark.cors(credentials="include")


@pytest.fixture
def app():
    return create_app()


@pytest.fixture
def cors_browser(app):
    return Browser(app, base_url=API)


def test_a_page_signs_in_and_stays_signed_in(cors_client):
    assert cors_client.get("/me", origin=APP, expect="allowed").status_code == 401
    cors_client.post("/login", json={"user": "ada"}, origin=APP, expect="allowed")
    assert cors_client.get("/me", origin=APP, expect="allowed").json == {"user": "ada"}


def test_a_strangers_page_sends_the_cookie_and_reads_nothing(cors_client):
    cors_client.visit("/login", method="POST", json={"user": "ada"})
    answer = cors_client.get("/me", origin=STRANGER, expect="denied")
    assert "Cookie" in dict(answer.cors.exchanges[0].request.headers)


def test_a_strangers_form_arrives_and_changes_nothing(cors_client):
    cors_client.visit("/login", method="POST", json={"user": "ada"})
    form = cors_client.post("/name", data={"name": "Mallory"}, origin=STRANGER, expect="denied")
    assert form.cors.exchanges[0].response.status == 415
    assert cors_client.get("/me", origin=APP).json == {"user": "ada"}


class TestWithoutThirdPartyCookies:
    @pytest.fixture
    def cors_browser(self, app):
        return Browser(app, base_url=API, third_party_cookies="blocked")

    def test_the_page_stays_anonymous(self, cors_client):
        cors_client.post("/login", json={"user": "ada"}, origin=APP, expect="allowed")
        assert cors_client.get("/me", origin=APP, expect="allowed").status_code == 401

    def test_a_page_of_the_same_site_does_not(self, cors_client):
        page = "https://app.example.net"
        cors_client.post("/login", json={"user": "ada"}, origin=page, expect="allowed")
        assert cors_client.get("/me", origin=page, expect="allowed").json == {"user": "ada"}
