"""Whether a cache keeps an answer and gives it away again without asking.

Source: RFC 9111, sections 3 and 4. An answer with no lifetime at all counts as not kept, although a cache may guess
one where there is a date of the last change; then it does count.
"""

from __future__ import annotations

import re
from typing import Literal

from pytest_cors.audit.answer import Seen

Kept = Literal["by everybody", "by the browser", "by nobody"]
"""By shared caches and browsers; by the browser that asked; by none."""

_BY_DEFAULT = frozenset({200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
_directive = re.compile(r'([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;"]+)))?')


def kept(seen: Seen) -> Kept:
    """Who may keep an answer to a GET, and use it for the next request without asking.

    :param seen: with the headers of its request.
    """
    directives = _directives(seen)
    if seen.header("age") is not None:
        return "by everybody"  # one has it
    if seen.status not in _BY_DEFAULT or "no-store" in directives or "*" in seen.vary:
        return "by nobody"
    if "no-cache" in directives or not _has_a_lifetime(seen, directives):
        # Some shared caches may be told otherwise.
        return "by everybody" if _seconds(directives, "s-maxage") else "by nobody"
    if "private" in directives or seen.header("set-cookie") is not None:
        return "by the browser"
    authorised = any(name.lower() == "authorization" for name, _ in seen.request_headers)
    if authorised and directives.keys().isdisjoint({"public", "s-maxage", "must-revalidate"}):
        return "by the browser"
    return "by everybody"


def _directives(seen: Seen) -> dict[str, str]:
    found = _directive.findall(seen.header("cache-control") or "")
    return {name.lower(): quoted or bare for name, quoted, bare in found}


def _seconds(directives: dict[str, str], name: str) -> int:
    value = directives.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 12 else 0


def _has_a_lifetime(seen: Seen, directives: dict[str, str]) -> bool:
    if "max-age" in directives or "s-maxage" in directives:
        return bool(_seconds(directives, "max-age") or _seconds(directives, "s-maxage"))
    expires = seen.header("expires")
    if expires is not None:
        # Whatever is no date is in the past.
        return ":" in expires and expires != seen.header("date")
    return "public" in directives or "immutable" in directives or seen.header("last-modified") is not None
