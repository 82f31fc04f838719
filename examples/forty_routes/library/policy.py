"""Which pages may read which part of the API. flask-cors matches from the start only, so patterns end in ``\\Z``."""

from __future__ import annotations

import re
from typing import Any

WEB = "https://www.library.example"
KIOSK = "https://kiosk.library.example"
STAFF = "https://staff.library.example"
PARTNERS = re.compile(r"https://[a-z0-9-]+\.partners\.example\.net\Z")

RESOURCES: dict[str | re.Pattern[str], dict[str, Any]] = {
    # Anybody reads the catalog, nobody with credentials.
    r"/api/catalog/.*\Z": {
        "origins": "*",
        "methods": ["GET"],
        "expose_headers": ["X-Total-Count"],
    },
    # A reader's own things, with the session cookie.
    r"/api/reader/.*\Z": {
        "origins": [WEB, KIOSK],
        "methods": ["GET", "POST", "PUT", "DELETE"],
        "allow_headers": ["Content-Type"],
        "supports_credentials": True,
        "max_age": 600,
    },
    # The staff's desk, with a token.
    r"/api/staff/.*\Z": {
        "origins": STAFF,
        "methods": ["GET", "POST", "PUT", "PATCH"],
        "allow_headers": ["Authorization", "Content-Type"],
        "max_age": 600,
    },
    # Other libraries, each with a host of its own.
    r"/api/partner/.*\Z": {
        "origins": PARTNERS,
        "methods": ["GET", "PUT"],
        "allow_headers": ["Authorization"],
    },
}
"""The ``resources`` of flask-cors."""
