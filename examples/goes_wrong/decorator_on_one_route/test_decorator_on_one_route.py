import pytest
from mended import create_app

APP = "https://app.example.com"


@pytest.fixture
def app():
    return create_app()


@pytest.mark.cors(["/reports", "/reports/1"], origin=APP, expect="allowed")
@pytest.mark.cors("/reports/99", origin=APP, status=404, expect="allowed")
@pytest.mark.cors(["/reports", "/reports/1"], origin=["https://attacker.example.net", "null"], expect="denied")
def test_the_front_end_reads_reports(): ...
