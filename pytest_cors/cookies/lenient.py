"""Reading a ``Set-Cookie`` line as C programs did before RFC 6265: up to the first byte that is not printable ASCII.

What stands after such a byte is not read at all, attributes included. WebKitGTK's cookies are read this way; Safari's
are not known to be.

Source: libsoup 3.2 (soup-cookie.c, soup-date-utils.c), and measured 2026-11
"""

from __future__ import annotations

import re
from datetime import datetime, timezone

from pytest_cors.cookies.cookie import ParsedCookie, SameSite

_SPACE = " \t\n\v\f\r"
_NAME = re.compile(r"[ \t\n\v\f\r]*([^\x00-\x1f\x80-\xff;,=]*)")
_VALUE = re.compile(r"=?[ \t\n\v\f\r]*([^\x00-\x1f\x80-\xff;]*)")
_INTEGER = re.compile(r"([+-]?[0-9]{1,4000})?\Z")  # Python reads no more digits
_SAME_SITE: dict[str, SameSite] = {"lax": "Lax", "strict": "Strict"}

_WEEKDAY = r"[ \t\n\v\f\r]*(?:[A-Za-z]+,?[ \t\n\v\f\r]*|(?![A-Za-z]))"
_TIME = r"(?P<hour>\d{1,9}):(?P<minute>\d{1,9}):(?P<second>\d{1,9})"
_DATE = re.compile(_WEEKDAY + r"(?P<day>\d{1,9})[ -]*(?P<month>[A-Za-z]{3})[ -]*(?P<year>\d{1,9})[ -]*" + _TIME)
_ASCTIME = re.compile(_WEEKDAY + r"(?P<month>[A-Za-z]{3})[ -]*(?P<day>\d{1,9})[ -]*" + _TIME + r" *(?P<year>\d{1,9})")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def parse_leniently(line: str, now: float) -> ParsedCookie | None:
    """Read one line; None when it makes no cookie.

    :param line: isomorphic, one header line.
    :param now: seconds since the epoch.
    """
    match = _NAME.match(line)
    assert match is not None, "the pattern matches the empty string"
    name, position = match[1].rstrip(_SPACE), match.end()
    if not line.startswith("=", position):
        # Without an equals sign it is a value without a name.
        name, position = "", match.start(1)
    value, position = _value(line, position)
    if not name and not value:
        return None
    return _with_attributes(name, value, _attributes(line, position), now)


def _value(line: str, position: int) -> tuple[str, int]:
    match = _VALUE.match(line, position)
    assert match is not None, "the pattern matches the empty string"
    return match[1].rstrip(_SPACE), match.end()


def _attributes(line: str, position: int) -> list[tuple[str, str | None]]:
    """Lower-case names with their values, None for those without an equals sign."""
    found: list[tuple[str, str | None]] = []
    while line.startswith(";", position):
        match = _NAME.match(line, position + 1)
        assert match is not None, "the pattern matches the empty string"
        key, content, position = match[1].rstrip(_SPACE).lower(), None, match.end()
        if line.startswith("=", position):
            content, position = _value(line, position)
        found.append((key, content))
    return found


def _with_attributes(name: str, value: str, attributes: list[tuple[str, str | None]], now: float) -> ParsedCookie:
    # The last of each counts. Max-Age and Expires are one attribute; SameSite=None takes nothing back.
    flags = {key for key, _ in attributes}
    fields = {key: content for key, content in attributes if content is not None}
    path = fields.get("path", "")
    same_site = [_SAME_SITE.get((content or "").lower()) for key, content in attributes if key == "samesite"]
    return ParsedCookie(
        name=name,
        value=value,
        domain=_domain(fields.get("domain", "")),
        path=path if path.startswith("/") else None,
        expires=_expires(attributes, now),
        secure="secure" in flags,
        http_only="httponly" in flags,
        same_site=next((policy for policy in reversed(same_site) if policy), "Default"),
        partitioned="partitioned" in flags,
    )


def _domain(content: str) -> str:
    # A name without a dot inside is nobody's; as a lone dot it will match no host.
    if content and "." not in content[1:]:
        return "."
    # NB: in its own case; a domain above the host must be written in lower case.
    return content.removeprefix(".")


def _expires(attributes: list[tuple[str, str | None]], now: float) -> float | None:
    expires = None
    for key, content in attributes:
        if content is None:
            continue
        if key == "expires":
            expires = parse_lenient_date(content)
        elif key == "max-age" and (match := _INTEGER.match(content)):
            seconds = _as_c_int(max(int(match[1] or 0), 0))
            # NB: -1 means no end, and the largest numbers become it.
            expires = None if seconds == -1 else now + seconds if seconds else float("-inf")
    return expires


def _as_c_int(number: int) -> int:
    """The number read as a C long, kept as a C int."""
    return (min(number, 2**63 - 1) + 2**31) % 2**32 - 2**31


def parse_lenient_date(text: str) -> float | None:
    """Seconds since the epoch, None when the text is no date. The time zone is not looked at."""
    match = _DATE.match(text) or _ASCTIME.match(text)
    if match is None or match["month"].lower() not in _MONTHS:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    elif len(match["year"]) == 3:
        year += 1900
    day, hour, minute, second = (int(match[part]) for part in ("day", "hour", "minute", "second"))
    month = _MONTHS[match["month"].lower()]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None
