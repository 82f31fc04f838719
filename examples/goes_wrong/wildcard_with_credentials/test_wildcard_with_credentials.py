import pytest
from mended import create_app


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors("/profile", origin="https://app.example.com", credentials="include", expect="allowed")
@pytest.mark.cors("/profile", origin="https://attacker.example.net", credentials="include", expect="denied")
def test_the_front_end_reads_profiles_with_credentials(): ...
