import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/menu", origin="https://app.example.com", expect="allowed")
def test_the_front_end_reads_the_menu(): ...


def test_it_does_so_after_a_stranger_has_asked(cors_client):
    cors_client.assert_denied("/menu", origin="https://stranger.example.net")
    cors_client.assert_allowed("/menu", origin="https://app.example.com")
