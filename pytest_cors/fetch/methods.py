"""Methods: which ones are safelisted, forbidden, normalised.

Source: https://fetch.spec.whatwg.org/#methods
"""

from __future__ import annotations

import re

CORS_SAFELISTED = frozenset({"GET", "HEAD", "POST"})
FORBIDDEN = frozenset({"CONNECT", "TRACE", "TRACK"})
NORMALIZED = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})

is_token = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z").match
"""Whether a string is an RFC 9110 token, the syntax of a method and of a header name."""


def is_cors_safelisted_method(method: str) -> bool:
    """https://fetch.spec.whatwg.org/#cors-safelisted-method"""
    return method in CORS_SAFELISTED


def is_forbidden_method(method: str) -> bool:
    """https://fetch.spec.whatwg.org/#forbidden-method"""
    return method.upper() in FORBIDDEN


def normalize_method(method: str) -> str:
    """Upper-case the six methods that browsers do; ``patch`` stays ``patch`` and is another method than ``PATCH``.

    Source: https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    upper = method.upper()
    return upper if upper in NORMALIZED else method
