"""What an extension would do: preflights, errors, credentials, and caches."""

import pytest
from app import create_app

APP, ADMIN, STRANGER = "https://app.example.com", "https://admin.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/profile", origin=[APP, ADMIN], credentials="include", expect="allowed")
@pytest.mark.cors("/missing", origin=APP, credentials="include", status=404, expect="allowed")
@pytest.mark.cors("/profile", origin=[STRANGER, "null", f"{APP}.evil.example"], credentials="include", expect="denied")
def test_the_front_ends_read_profiles_and_errors(): ...


@pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
def test_a_page_changes_the_name(cors_client):
    assert cors_client.put("/profile", json={"name": "Grace"}).json == {"name": "Grace"}
    cors_client.assert_allowed("/profile", method="PUT", json={"name": "Ada"}, max_age=600)


@pytest.mark.cors("PUT /profile", origin=STRANGER, sent=False, expect="denied")
@pytest.mark.cors("PUT /profile", origin=APP, headers=["X-Debug: 1"], sent=False, expect="denied")
def test_nobody_else_does(): ...


@pytest.mark.parametrize("origin", [APP, STRANGER, None])
def test_every_answer_says_that_it_differs_by_origin(app, origin):
    response = app.test_client().get("/profile", headers={"Origin": origin} if origin else {})
    assert "Origin" in response.headers["Vary"]
