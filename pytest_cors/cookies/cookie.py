"""One cookie, and reading a ``Set-Cookie`` line as browsers do.

Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis (section 5.6, "The Set-Cookie Header Field")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pytest_cors.cookies.date import parse_cookie_date
from pytest_cors.fetch.headers import with_repaired_bytes
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.profile import profile as profile_named

SameSite = Literal["None", "Lax", "Strict", "Default"]

MAX_PAIR = 4096
MAX_ATTRIBUTE = 1024
LONGEST = 400 * 24 * 3600.0
"""Seconds that a cookie can be kept at most: 400 days, in Chromium since 104 and in RFC 6265bis."""

_control_character = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]").search
_is_delta = re.compile(r"-?[0-9]+\Z").match
_is_signed = re.compile(r"[+-]?[0-9]+\Z").match
_SAME_SITE: dict[str, SameSite] = {"none": "None", "lax": "Lax", "strict": "Strict"}


@dataclass(frozen=True, slots=True)
class ParsedCookie:
    """A ``Set-Cookie`` line, read but not yet accepted.

    :param domain: of the attribute, without its leading dot, lower-case; empty when there is none.
    :param path: of the attribute; None when it is absent or does not begin with a slash.
    :param expires: seconds since the epoch; None until the browser is closed.
    """

    name: str
    value: str
    domain: str = ""
    path: str | None = None
    expires: float | None = None
    secure: bool = False
    http_only: bool = False
    same_site: SameSite = "Default"
    partitioned: bool = False


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie as it is kept.

    :param domain: that it goes to; ``host_only`` means to no subdomain.
    :param expires: seconds since the epoch; None until the browser is closed.
    :param created: seconds since the epoch.
    :param partition: the top-level site it belongs to; empty when it is not partitioned.
    """

    name: str
    value: str
    domain: str
    path: str
    host_only: bool
    secure: bool
    http_only: bool
    same_site: SameSite
    expires: float | None
    created: float
    partition: str = ""

    @property
    def pair(self) -> str:
        """``name=value``, or the value alone when there is no name."""
        return f"{self.name}={self.value}" if self.name else self.value


def parse_set_cookie(line: str, now: float, profile: Profile | None = None) -> ParsedCookie | None:
    """Read one line; None when it makes no cookie.

    :param line: isomorphic, one header line; lines are never joined.
    :param now: seconds since the epoch.
    :param profile: whose reading it is; the standard's when None.
    """
    profile = profile or profile_named("standard")
    # 1. A control character spoils the whole line.
    if _control_character(line):
        return None
    # 2-6. The pair. Without an equals sign it is a value without a name.
    pair, _, attributes = line.partition(";")
    name, equals, value = pair.partition("=")
    if not equals and profile.nameless_cookies == "kept":
        name, value = "", pair
    name, value = name.strip(" \t"), value.strip(" \t")
    if not name and profile.nameless_cookies == "named":
        return None
    if len(name) + len(value) > MAX_PAIR or not (name or value):
        return None
    # NB: a value that would be read back as a name; browsers refuse it (Chromium 156, measured 2026-11).
    if not name and "=" in value:
        return None
    if profile.refuses_tab_in_cookies and ("\t" in name or "\t" in value):
        return None
    if profile.repairs_cookie_values:
        value = with_repaired_bytes(value)
    return _with_attributes(name, value, attributes, now, profile)


def _with_attributes(name: str, value: str, attributes: str, now: float, profile: Profile) -> ParsedCookie:
    # The last of each attribute counts, but Max-Age wins over Expires wherever it stands.
    fields: dict[str, str] = {}
    for attribute in attributes.split(";"):
        key, _, content = attribute.partition("=")
        content = content.strip(" \t")
        key = key.strip(" \t").lower()
        if len(content) > MAX_ATTRIBUTE:
            continue
        if not _is_void(key, content, profile):
            fields[key] = content
        elif profile.unreadable_cookie_attribute_counts:
            fields.pop(key, None)
    path = fields.get("path", "")
    return ParsedCookie(
        name=name,
        value=value,
        domain=_domain(fields.get("domain", "")),
        path=path if path.startswith("/") else None,
        expires=_expires(fields, now, profile),
        secure="secure" in fields,
        http_only="httponly" in fields,
        same_site=_SAME_SITE.get(fields.get("samesite", "").lower(), "Default"),
        partitioned="partitioned" in fields,
    )


def _domain(content: str) -> str:
    # NB: a lone dot stays, and then matches no host (Chromium 156, measured 2026-11).
    return content if content == "." else content.removeprefix(".").lower()


def _is_void(key: str, content: str, profile: Profile) -> bool:
    # Values that make an attribute count as not given.
    if key == "max-age":
        return not (_is_signed if profile.cookie_max_age_may_have_plus else _is_delta)(content)
    return key == "expires" and _date(content, profile) is None


def _date(content: str, profile: Profile) -> float | None:
    earliest = 1 if profile.ancient_cookie_expiry_is_past else 1601
    return parse_cookie_date(content, earliest, may_lack_time=profile.cookie_date_may_lack_time)


def _expires(fields: dict[str, str], now: float, profile: Profile) -> float | None:
    if "max-age" in fields:
        seconds = int(fields["max-age"][:20])
        return now + min(float(seconds), LONGEST) if seconds > 0 else float("-inf")
    date = _date(fields["expires"], profile) if "expires" in fields else None
    return None if date is None else min(date, now + LONGEST)


def default_path(path: str) -> str:
    """The path of a cookie that names none: the request's, up to its last slash (section 5.1.4)."""
    return path[: path.rindex("/")] or "/" if path.startswith("/") else "/"


def domain_matches(host: str, domain: str) -> bool:
    """Whether a host is a domain or below it (section 5.1.3)."""
    return host == domain or (host.endswith(f".{domain}") and not host.replace(".", "").isdigit())


def path_matches(path: str, cookie_path: str) -> bool:
    """Whether a request's path is a cookie's path or below it (section 5.1.4)."""
    if not path.startswith(cookie_path):
        return False
    return path == cookie_path or cookie_path.endswith("/") or path[len(cookie_path)] == "/"
