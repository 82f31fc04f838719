"""What the configuration says is what a browser does."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app(
        CORS_ORIGINS=[APP],
        CORS_METHODS=["GET", "PUT"],
        CORS_ALLOW_HEADERS=["Content-Type"],
        CORS_SUPPORTS_CREDENTIALS=True,
        CORS_MAX_AGE=600,
    )


@pytest.mark.cors("/settings", origin=APP, credentials="include", expect="allowed")
@pytest.mark.cors("/settings", origin=[STRANGER, "null"], credentials="include", expect="denied")
def test_the_front_end_reads_settings(): ...


@pytest.mark.cors(origin=APP, credentials="include", expect="allowed")
def test_the_front_end_changes_settings(cors_client):
    assert cors_client.put("/settings", json={"theme": "dark"}).json == {"theme": "dark"}
    cors_client.assert_allowed("/settings", method="PUT", json={}, max_age=600)
    cors_client.assert_denied("/settings", method="PUT", json={}, origin=STRANGER, sent=False)


class TestWithoutConfiguration:
    @pytest.fixture
    def app(self):
        return create_app()

    @pytest.mark.cors("/settings", origin=[APP, STRANGER], expect="denied")
    def test_no_page_gets_in(self): ...
