"""Dates in cookies, which browsers read with a parser of their own.

Source: RFC 6265bis section 5.1.1, "Dates"
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from functools import lru_cache

_DELIMITERS = re.compile(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)")
_SHORT_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?!\d)")
_MIDNIGHT = (0, 0, 0)
_DAY = re.compile(r"(\d{1,2})(?!\d)")
_YEAR = re.compile(r"(\d{2,4})(?!\d)")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


@lru_cache(maxsize=256)
def parse_cookie_date(text: str, earliest_year: int = 1601, *, may_lack_time: bool = False) -> float | None:
    """Seconds since the epoch, None when the text is no date, or one before the earliest year.

    :param may_lack_time: seconds, or the time as a whole, are zero where they are missing.
    """
    found: dict[str, tuple[int, ...]] = {}
    time = _SHORT_TIME if may_lack_time else _TIME
    for token in _DELIMITERS.split(text):
        kind, numbers = _read(token, found, time)
        if kind:
            found[kind] = numbers
    if may_lack_time:
        found.setdefault("time", _MIDNIGHT)
    return _assemble(found, earliest_year)


def _read(token: str, found: dict[str, tuple[int, ...]], time: re.Pattern[str]) -> tuple[str, tuple[int, ...]]:
    if "time" not in found and (match := time.match(token)):
        return "time", tuple(map(int, match.groups("0")))
    if "day" not in found and (match := _DAY.match(token)):
        return "day", (int(match[1]),)
    if "month" not in found and token[:3].lower() in _MONTHS:
        return "month", (_MONTHS[token[:3].lower()],)
    if "year" not in found and (match := _YEAR.match(token)):
        return "year", (int(match[1]),)
    return "", ()


def _assemble(found: dict[str, tuple[int, ...]], earliest_year: int) -> float | None:
    if found.keys() != {"time", "day", "month", "year"}:
        return None
    (year,), (month,), (day,) = found["year"], found["month"], found["day"]
    if 70 <= year <= 99:
        year += 1900
    elif year <= 69:
        year += 2000
    if year < earliest_year:
        return None
    try:
        hour, minute, second = found["time"]
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None
