"""OPTIONS swallowed by a login check: the headers are right, the status is not."""

from __future__ import annotations

import pytest
from flask import Flask
from orders import make_app

APP = "https://app.example.com"
TOKEN = {"Authorization": "Bearer for-the-example"}


class TestBroken:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=False)

    def test_the_preflight_is_refused(self, cors_client) -> None:
        cors_client.assert_denied(
            "/orders", origin=APP, headers=["Authorization"], reason="PreflightInvalidStatus", sent=False
        )

    def test_curl_and_the_test_client_see_nothing_wrong(self, app: Flask) -> None:
        response = app.test_client().get("/orders", headers={"Origin": APP, **TOKEN})
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Origin"] == APP

    def test_nor_does_a_header_assertion_on_the_preflight(self, app: Flask) -> None:
        asked = {
            "Origin": APP,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        }
        response = app.test_client().options("/orders", headers=asked)
        assert response.headers["Access-Control-Allow-Origin"] == APP
        assert response.headers["Access-Control-Allow-Headers"] == "authorization"
        assert response.status_code == 401  # nobody asserts this line


class TestMended:
    @pytest.fixture
    def app(self) -> Flask:
        return make_app(mended=True)

    @pytest.mark.cors(origin=APP, expect="allowed")
    def test_a_page_with_the_token_reads_the_orders(self, cors_client) -> None:
        assert cors_client.get("/orders", headers=TOKEN).json == ["tea", "cup"]

    @pytest.mark.cors("/orders", origin=APP, headers=["Authorization"], status=401, expect="allowed")
    @pytest.mark.cors(
        "/orders",
        origin="https://attacker.example.net",
        headers=["Authorization"],
        sent=False,
        expect="denied",
    )
    def test_a_wrong_token_is_a_readable_401_and_a_stranger_is_denied(self) -> None: ...
