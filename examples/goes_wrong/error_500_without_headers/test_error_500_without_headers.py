import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/average/monday", origin=APP, expect="allowed")
@pytest.mark.cors("/average/sunday", origin=APP, status=500, expect="allowed")
def test_a_page_reads_averages_and_errors(): ...


@pytest.mark.cors("/average/monday", origin="https://attacker.example.net", expect="denied")
def test_a_stranger_does_not(): ...
