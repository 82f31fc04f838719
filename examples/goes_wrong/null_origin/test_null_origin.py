import pytest
from mended import FILES, create_apps

from pytest_cors import Browser


@pytest.fixture
def cors_browser():
    return Browser(create_apps())


def test_the_front_end_reads_the_report(cors_client):
    cors_client.assert_allowed("https://api.example.org/report", origin="https://app.example.com")
    cors_client.assert_allowed(f"{FILES}/report.csv", origin="https://app.example.com")


def test_a_sandboxed_frame_does_not(cors_client):
    cors_client.assert_denied(f"{FILES}/report.csv", origin="null")
