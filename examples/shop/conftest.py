"""The shop as it runs in production, at https://api.example.com."""

from __future__ import annotations

import pytest
from flask import Flask
from shop import create_app

PRODUCTION = {
    "SHOP_ENV": "production",
    "SHOP_SECRET_KEY": "for the tests",
    "SHOP_ADMIN_TOKEN": "for-the-tests",
    "SHOP_SERVER_NAME": "api.example.com",
    "SHOP_STOREFRONT_ORIGINS": "https://shop.example.com, https://outlet.example.org",
    "SHOP_OFFICE_ORIGINS": "https://office.example.com",
}


@pytest.fixture
def app() -> Flask:
    return create_app(PRODUCTION)
