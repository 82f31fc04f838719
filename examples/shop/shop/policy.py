"""Which pages may read which part of the API.

flask-cors matches a resource with ``re.match``, from the start only. So each pattern ends in ``\\Z``:
without it ``/api/catalog`` would also cover ``/api/catalog.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def resources(config: Mapping[str, Any]) -> dict[str | re.Pattern[str], dict[str, Any]]:
    """The ``resources`` argument of flask-cors. A path that no pattern covers is readable by nobody."""
    return {
        # Public data: any page may read it, none with credentials.
        r"/api/catalog(/.*)?\Z": {
            "origins": "*",
            "send_wildcard": True,
            "methods": ["GET"],
            "expose_headers": ["X-Total-Count"],
            "max_age": 3600,
        },
        # A customer's own data: the storefronts, with the session cookie.
        r"/api/(cart|account)(/.*)?\Z": {
            "origins": config["STOREFRONT_ORIGINS"],
            "methods": ["GET", "POST", "DELETE"],
            "allow_headers": ["Content-Type"],
            "supports_credentials": True,
            "max_age": 600,
        },
        # The office: a bearer token, no cookies.
        r"/api/admin(/.*)?\Z": {
            "origins": config["OFFICE_ORIGINS"],
            "methods": ["GET", "PUT"],
            "allow_headers": ["Authorization", "Content-Type"],
            "max_age": 600,
        },
    }
