"""A list and an item, read by pages and changed with a token."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"
TOKEN = {"Authorization": "Bearer for-the-example"}


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(["/plants/", "/plants/rose"], origin=APP, expect="allowed")
@pytest.mark.cors(["/plants/", "/plants/rose"], origin=[STRANGER, "null"], expect="denied")
@pytest.mark.cors("/plants/nettle", origin=APP, status=404, expect="allowed")
def test_pages_read_plants(): ...


@pytest.mark.cors(origin=APP, expect="allowed")
def test_a_page_with_a_token_changes_plants(cors_client):
    assert cors_client.put("/plants/tulip", json={"height": 40}, headers=TOKEN).json == {"height": 40}
    assert cors_client.get("/plants/tulip").json == {"height": 40}
    assert cors_client.delete("/plants/tulip", headers=TOKEN).status_code == 204
    assert cors_client.get("/plants/tulip").status_code == 404


def test_what_no_view_has_is_not_approved(cors_client):
    result = cors_client.patch("/plants/rose", json={}, origin=APP).cors
    assert result.reason.code == "MethodDisallowedByPreflightResponse"


@pytest.mark.cors("DELETE /plants/rose", origin=APP, headers=TOKEN | {"X-Other": "1"}, sent=False, expect="denied")
@pytest.mark.cors("DELETE /plants/rose", origin=APP, status=401, expect="allowed")
@pytest.mark.cors("DELETE /plants/rose", origin=STRANGER, headers=TOKEN, sent=False, expect="denied", id="stranger")
def test_without_the_token_nothing_is_changed(): ...
