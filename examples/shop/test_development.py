"""The shop on a developer's machine: front ends of a development server, on localhost."""

from __future__ import annotations

import pytest
from flask import Flask
from shop import create_app

VITE = "http://localhost:5173"


@pytest.fixture
def app() -> Flask:
    return create_app({"SHOP_ENV": "development"})


@pytest.mark.cors("/api/account/me", origin=VITE, credentials="include", status=401, expect="allowed")
@pytest.mark.cors(
    "/api/account/me",
    origin=["http://localhost:5174", "http://localhost.example.net"],
    credentials="include",
    expect="denied",
)
def test_only_the_storefront_on_localhost() -> None: ...


@pytest.mark.cors(origin=VITE, credentials="include", expect="allowed")
def test_the_session_works_without_https(cors_client) -> None:
    cors_client.post("/api/account/login", json={"user": "ada", "password": "tea4two"})
    assert cors_client.get("/api/account/me").json == {"user": "ada"}


def test_production_does_not_start_half_configured() -> None:
    with pytest.raises(KeyError, match="SHOP_SECRET_KEY"):
        create_app({"SHOP_ENV": "production"})
