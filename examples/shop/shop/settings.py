"""Settings from environment variables. In production none has a default: a missing one stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DEVELOPMENT = {
    "SECRET_KEY": "development",
    "ADMIN_TOKEN": "development",
    "STOREFRONT_ORIGINS": ["http://localhost:5173"],
    "OFFICE_ORIGINS": ["http://localhost:5174"],
    "SESSION_COOKIE_SAMESITE": "Lax",
}


def load(environ: Mapping[str, str]) -> dict[str, Any]:
    """Read ``SHOP_ENV`` (``development`` or ``production``) and, in production, everything below."""
    if environ.get("SHOP_ENV", "development") == "development":
        return dict(DEVELOPMENT)
    return {
        "SECRET_KEY": environ["SHOP_SECRET_KEY"],
        "ADMIN_TOKEN": environ["SHOP_ADMIN_TOKEN"],
        "STOREFRONT_ORIGINS": origins(environ["SHOP_STOREFRONT_ORIGINS"]),
        "OFFICE_ORIGINS": origins(environ["SHOP_OFFICE_ORIGINS"]),
        "SERVER_NAME": environ["SHOP_SERVER_NAME"],
        "PREFERRED_URL_SCHEME": "https",
        # A storefront may be on another site; its requests carry only cookies that say SameSite=None; Secure.
        "SESSION_COOKIE_SAMESITE": "None",
        "SESSION_COOKIE_SECURE": True,
    }


def origins(value: str) -> list[str]:
    """Split ``"https://a.example.com, https://b.example.com"``; flask-cors would take it as one origin."""
    return [origin.strip() for origin in value.split(",")]
