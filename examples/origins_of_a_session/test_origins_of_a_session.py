"""Each user's pages use the account of that user, and of no other."""

import pytest
from app import create_app

ADAS, GRACES, STRANGER = "https://ada.example.net", "https://grace.example.org", "https://stranger.example"

with_cookies = pytest.mark.cors(credentials="include")


@pytest.fixture
def app():
    return create_app({"ada": {ADAS}, "grace": {GRACES}})


@pytest.fixture
def cors_client(cors_client):
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    return cors_client


@with_cookies
def test_her_page_reads_and_changes_her_notes(cors_client):
    assert cors_client.put("/notes", json=["tea"], origin=ADAS, expect="allowed").json == ["tea"]
    assert cors_client.get("/notes", origin=ADAS, expect="allowed").json == ["tea"]


@with_cookies
def test_the_page_of_another_user_does_not(cors_client):
    cors_client.get("/notes", origin=GRACES, expect="denied")
    # The preflight knows no user, and lets it pass. The request is refused before the view runs.
    change = cors_client.put("/notes", json=["gone"], origin=GRACES, expect="denied")
    assert [exchange.response.status for exchange in change.cors.exchanges] == [200, 403]
    assert cors_client.get("/notes", origin=ADAS).json == []


@with_cookies
def test_a_page_that_nobody_has_registered_does_not_get_that_far(cors_client):
    change = cors_client.put("/notes", json=["gone"], origin=STRANGER, expect="denied")
    assert not change.cors.sent


@pytest.mark.parametrize("origin", [ADAS, STRANGER])
def test_every_answer_says_what_it_differs_by(app, origin):
    response = app.test_client().get("/notes", headers={"Origin": origin})
    assert {"Origin", "Cookie"} <= {name for line in response.headers.getlist("Vary") for name in line.split(", ")}
