"""Client hints: request headers that Chromium safelists beyond the standard, by what they may say.

Evidence: measured in Chromium 156 (2026-11); source services/network/public/cpp/cors/cors.cc.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?\Z").match
_DIGITS = re.compile(r"[0-9]+\Z").match

SAFELISTED: dict[str, Callable[[str], object]] = {
    "device-memory": _DECIMAL,
    "downlink": _DECIMAL,
    "dpr": _DECIMAL,
    "ect": frozenset({"slow-2g", "2g", "3g", "4g"}).__contains__,
    "intervention": lambda _: True,
    "rtt": _DIGITS,
    "save-data": lambda value: value.lower() == "on",
    "viewport-width": _DIGITS,
    "width": _DIGITS,
}
"""Lower-case names, and whether a value (of 128 bytes at most) is safelisted."""
