"""The same app as it is deployed three times."""

import pytest
from app import create_app

DEVELOPMENT = {"ENVIRONMENT": "development"}
PREVIEW = {"ENVIRONMENT": "preview"}
PRODUCTION = {"ENVIRONMENT": "production", "ORIGINS": "https://app.example.com,https://admin.example.com"}

VITE = "http://localhost:5173"
BRANCH = "https://pr-17.preview.example.com"
LOOKALIKE = "https://pr-17.preview.example.com.evil.example"


class TestDevelopment:
    @pytest.fixture
    def app(self):
        return create_app(DEVELOPMENT)

    @pytest.mark.cors("/orders", origin=VITE, expect="allowed")
    @pytest.mark.cors("/orders", origin=["https://app.example.com", BRANCH], expect="denied")
    def test_the_development_server_reads_orders(self): ...


class TestPreview:
    @pytest.fixture
    def app(self):
        return create_app(PREVIEW)

    @pytest.mark.cors("/orders", origin=BRANCH, expect="allowed")
    @pytest.mark.cors("/orders", origin=[VITE, LOOKALIKE, "https://preview.example.com"], expect="denied")
    def test_the_previews_of_branches_read_orders(self): ...


class TestProduction:
    @pytest.fixture
    def app(self):
        return create_app(PRODUCTION)

    @pytest.mark.cors("/orders", origin=["https://app.example.com", "https://admin.example.com"], expect="allowed")
    @pytest.mark.cors("/orders", origin=[VITE, BRANCH, "null", "http://app.example.com"], expect="denied")
    def test_the_front_ends_read_orders(self): ...

    def test_a_missing_variable_stops_the_start(self):
        with pytest.raises(KeyError, match="ORIGINS"):
            create_app({"ENVIRONMENT": "production"})
