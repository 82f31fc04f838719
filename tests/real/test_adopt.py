"""A first contract of apps that were not written for it: green at once, and true."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_cors import CORS
from flask_login import LoginManager, login_required, login_user, logout_user

from pytest_cors import Browser, Contract
from pytest_cors.adopt.init import adopt
from pytest_cors.contract.toml import read_text

SHOP = Path(__file__).parents[2] / "examples" / "shop"
SPA = "https://app.example.com"


def adopted(app: Any, browser: Browser | None = None) -> str:
    """The text of a first contract, which the app holds, without a word of warning."""
    browser = browser or Browser(app)
    text = adopt(browser).text
    seen = Contract(read_text(text)).verify(browser)
    assert seen.holds, seen.explain()
    assert seen.plan.notes == ()
    return text


# The shop


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.syspath_prepend(SHOP)
    shop: Any = importlib.import_module("shop")
    yield shop.create_app(
        {
            "SHOP_ENV": "production",
            "SHOP_SECRET_KEY": "for the tests",
            "SHOP_ADMIN_TOKEN": "for-the-tests",
            "SHOP_SERVER_NAME": "api.example.com",
            "SHOP_STOREFRONT_ORIGINS": "https://shop.example.com, https://outlet.example.org",
            "SHOP_OFFICE_ORIGINS": "https://office.example.com",
        }
    )
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_the_shop(shop: Flask) -> None:
    text = adopted(shop)
    assert (
        text.partition("[origins]")[2]
        == """
office = "https://office.example.com"
outlet = "https://outlet.example.org"
shop = "https://shop.example.com"

[[allow]]
routes = ["/api/account/*", "/api/cart", "/api/cart/*"]
origins = ["outlet", "shop"]
headers = ["Content-Type"]
credentials = true
max_age = 600

[[allow]]
# Any page may read this, which is right for what is public anyway.
routes = ["/api/catalog/*"]
origins = "*"
headers = "*"
exposes = ["X-Total-Count"]
max_age = 3600

[[allow]]
routes = ["/api/admin/products/<sku>"]
origins = ["office"]
headers = ["Authorization", "Content-Type"]
max_age = 600
"""
    )
    assert '# base_url = "https://api.example.com"' in text


# A login, and the pattern from the tutorials


@pytest.fixture
def with_login() -> Flask:
    """flask-login, and ``resources=r"/api/*"``."""
    app = Flask("notes")
    app.secret_key = "for the tests"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    manager = LoginManager(app)
    manager.login_view = "login"
    CORS(app, resources=r"/api/*", origins=[SPA], supports_credentials=True)

    user = SimpleNamespace(is_authenticated=True, is_active=True, is_anonymous=False, get_id=lambda: "ada")
    manager.user_loader(lambda _: user)

    @app.post("/login")
    def login() -> str:
        login_user(user)
        return "welcome"

    def logout() -> str:
        logout_user()
        return "bye"

    def note(number: int) -> list[int]:
        return [number]

    app.add_url_rule("/api/logout", "logout", login_required(logout))
    app.add_url_rule("/api/notes", "notes", login_required(lambda: ["tea"]), methods=["GET", "POST"])
    app.add_url_rule("/api/notes/<int:number>", "note", login_required(note), methods=["GET", "DELETE"])
    app.add_url_rule("/api-internal/status", "internal", lambda: "fine")
    app.add_url_rule("/home", "home", login_required(lambda: "<h1>Notes</h1>"))
    return app


def test_an_app_with_a_login(with_login: Flask) -> None:
    """The redirect to the login has no headers of CORS; a login page is named, and nothing is made of it."""
    text = adopted(with_login)
    assert "Not known: " in text
    assert "redirects to /login, which looks like a login page" in text.replace("\n# ", " ")


def test_an_app_with_a_login_signed_in(with_login: Flask) -> None:
    browser = Browser(with_login, base_url="https://api.example.com")
    browser.visit("/login", method="POST")
    text = adopted(with_login, browser)
    # The pattern of the tutorials is a prefix: it covers what nobody meant.
    assert "/api-internal/status" in text
    assert 'app = "https://app.example.com"' in text
    assert "credentials = true" in text


# httpbin


def test_httpbin(monkeypatch: pytest.MonkeyPatch) -> None:
    from httpbin import app, core

    # httpbin waits where it is asked to.
    monkeypatch.setattr(core, "time", SimpleNamespace(sleep=lambda _: None, time=time.time))
    app.logger.disabled = True
    try:
        text = adopted(app)
    finally:
        app.logger.disabled = False
    assert "# Unwise: a page on any origin may read this with the cookies of whoever looks at it." in text
    assert 'origins = "*"\nheaders = "*"\ncredentials = true\nmax_age = 3600\n' in text
    assert "[[exclude]]" not in text
    assert "[[deny]]" not in text
