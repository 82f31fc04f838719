"""The blueprint for pages is covered, the other one is not, and what is no route belongs to neither."""

import pytest
from app import create_app

APP, STRANGER = "https://app.example.com", "https://stranger.example.net"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(["/api/users", "/api/users/1"], origin=APP, expect="allowed")
@pytest.mark.cors("/api/users/99", origin=APP, status=404, expect="allowed")
@pytest.mark.cors(["/api/users", "/api/users/1"], origin=[STRANGER, "null"], expect="denied")
def test_the_front_end_reads_the_api_and_its_errors(): ...


@pytest.mark.cors("/internal/users", origin=[APP, STRANGER], expect="denied", reason="MissingAllowOriginHeader")
def test_no_page_reads_the_internal_api(): ...


def test_a_path_of_no_route_has_no_headers(cors_client):
    result = cors_client.get("/api/nothing", origin=APP).cors
    assert result.reason.code == "MissingAllowOriginHeader"
    assert result.exchanges[-1].response.status == 404
