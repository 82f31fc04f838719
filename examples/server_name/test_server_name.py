"""Each part answers at its own host, below the root, and nowhere else."""

import pytest
from mounted import create_app

WWW, STRANGER = "https://www.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("https://api.example.com/v1/orders", origin=WWW, expect="allowed")
@pytest.mark.cors("https://api.example.com/v1/orders", origin=[STRANGER, "null"], expect="denied")
@pytest.mark.cors("https://admin.example.com/v1/prices", origin="https://office.example.com", expect="allowed")
@pytest.mark.cors("https://admin.example.com/v1/prices", origin=[WWW, STRANGER], expect="denied")
def test_each_part_has_its_own_pages(): ...


@pytest.mark.cors(origin=WWW, credentials="include", expect="allowed")
def test_the_cookie_of_the_site_goes_to_all_its_hosts(cors_client):
    cors_client.visit("https://login.example.com/v1/login", method="POST", data={"user": "ada"})
    assert cors_client.get("https://api.example.com/v1/orders").json == {"orders of": "ada"}
