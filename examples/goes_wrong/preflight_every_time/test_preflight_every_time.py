import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/counter", origin=APP, headers=["Authorization"], max_age=600, expect="allowed")
def test_a_page_asks_for_permission_every_ten_minutes(): ...
