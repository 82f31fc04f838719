"""How long a browser keeps a preflight's answer: Access-Control-Max-Age, its default and its caps.

Each function takes the header's lines (outer tabs and spaces stripped) and gives seconds; 0 means that the answer is
not used again. Without the header it is five seconds everywhere.

Source: https://fetch.spec.whatwg.org/#http-access-control-max-age and step 10 of
https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

DEFAULT = 5.0
LARGEST = 2**63 - 1

# The caps: a day in Firefox (nsCORSListenerProxy.cpp), two hours in Chromium (preflight_result.cc), ten minutes in
# WebKit (CrossOriginPreflightResultCache.cpp); read 2026. The standard leaves it to each.
CAPS = {"chromium": 7200.0, "firefox": 86400.0, "webkit": 600.0}

_is_delta_seconds = re.compile(r"[0-9]+\Z").match
_is_integer = re.compile(r"[+-]?[0-9]{1,4000}\Z").match  # Python reads no more digits


def max_age_standard(lines: Sequence[str]) -> float:
    """One line of digits, or the default."""
    return float(lines[0]) if len(lines) == 1 and _is_delta_seconds(lines[0]) else DEFAULT


def max_age_firefox(lines: Sequence[str]) -> float:
    """What is not only digits is not cached."""
    value = ", ".join(lines)
    if not value:
        return DEFAULT
    return min(float(value), CAPS["firefox"]) if _is_delta_seconds(value) else 0.0


def max_age_chromium(lines: Sequence[str]) -> float:
    """A sign may lead; a negative number is none; more than 63 bits are no number."""
    return _signed(lines[0], CAPS["chromium"]) if len(lines) == 1 else DEFAULT


def max_age_webkit(lines: Sequence[str]) -> float:
    """As Chromium, with a cap of its own."""
    return _signed(lines[0], CAPS["webkit"]) if len(lines) == 1 else DEFAULT


@lru_cache(maxsize=256)
def _signed(line: str, cap: float) -> float:
    if not _is_integer(line):
        return DEFAULT
    seconds = int(line)
    return DEFAULT if abs(seconds) > LARGEST else min(max(float(seconds), 0.0), cap)
