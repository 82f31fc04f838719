"""An Access-Control-Allow-Origin that is nearly right: where it differs, and what the difference is called.

A browser compares byte by byte, so one slash is as wrong as another company. People see the slash late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_cors.fetch.origin import DEFAULT_PORTS
from pytest_cors.fetch.url import Url, parse

_QUOTES = "'\"[]<>()`"
_is_pattern = re.compile(r"\\|\^|\$|\.\*|\.\+|\[\^?[\w.-]+\][*+]|\(\?").search

_host_in = re.compile(r"://(?:[^/?#]*@)?(?P<host>\[[^\]]*\]|[^:/?#]*)").search


@dataclass(frozen=True, slots=True)
class NearMiss:
    """How a value differs from the origin that was wanted.

    :param kind: a name for it, such as ``slash``.
    :param start: of the part that differs, in the value.
    :param end: after it.
    :param label: what stands beneath that part, a few words.
    """

    kind: str
    start: int
    end: int
    label: str


def near_miss(seen: str, wanted: str) -> NearMiss:
    """Compare a value with the origin it should have been, and name the one difference.

    :param seen: the header's value, not equal to ``wanted`` and not ``*``.
    :param wanted: a serialised origin, perhaps ``null``.
    """
    return (
        _of_words(seen, wanted)
        or _of_spelling(seen, wanted)
        or _of_parts(seen, wanted)
        or _whole("other", seen, "another origin")
    )


def _whole(kind: str, seen: str, label: str) -> NearMiss:
    return NearMiss(kind, 0, len(seen), label)


def _of_words(seen: str, wanted: str) -> NearMiss | None:
    """Values that are no origin of their own."""
    if not seen:
        return _whole("empty", seen, "an empty value lets nobody in")
    items = [item for item in re.split(r"[,\s]+", seen) if item]
    if len(items) > 1:
        same = len(set(items)) == 1
        label = f"the same value {len(items)} times" if same else f"{len(items)} values, and a browser takes one"
        return _whole("repeated" if same else "list", seen, label)
    if seen.lower() == "null":
        return _whole("null", seen, "only sandboxed pages have this origin")
    if wanted == "null":
        return _whole("tainted", seen, "Origin is null by now")
    return None


def _of_spelling(seen: str, wanted: str) -> NearMiss | None:
    """The right origin, or the right host, badly written."""
    if seen.strip(_QUOTES) == wanted:
        return _whole("quoted", seen, "brackets and quotes are part of the value")
    if not seen.isascii():
        start = next(index for index, char in enumerate(seen) if not char.isascii())
        return NearMiss("unicode", start, len(seen), "a browser writes this host in ASCII (punycode)")
    if seen.startswith(f"{wanted}/"):
        rest = "slash" if len(seen) == len(wanted) + 1 else "path"
        label = "an origin has no path, not even a slash"
        return NearMiss(rest, len(wanted), len(seen), label)
    if _is_pattern(seen):
        return _whole("pattern", seen, "a pattern, sent as it is")
    if "*" in seen:
        start = seen.index("*")
        return NearMiss("glob", start, start + 1, "* stands for nothing inside a value")
    if "://" not in seen and wanted.partition("://")[2] == seen.rstrip("/").lower():
        return _whole("scheme", seen, f"the scheme is missing ({wanted.partition('://')[0]}://)")
    if seen.lower() == wanted:
        start, end = _span(seen, wanted)
        return NearMiss("case", start, end, "browsers send lower case")
    return None


def _span(seen: str, wanted: str) -> tuple[int, int]:
    """From the first to the last differing character of two texts of one length."""
    different = [index for index, pair in enumerate(zip(seen, wanted, strict=True)) if pair[0] != pair[1]]
    return different[0], different[-1] + 1


def _of_parts(seen: str, wanted: str) -> NearMiss | None:
    """Two origins, part by part."""
    try:
        a, b = parse(seen), parse(wanted)
    except ValueError:
        return None
    if not a.host or "://" not in seen:
        return None
    found = _host_in(seen)
    assert found is not None, "a value with :// has a host in it, if only an empty one"
    start, host_end = found.span("host")
    scheme_end = seen.index("://")
    same_host, same_port = a.host == b.host, _port(a) == _port(b)
    if a.scheme != b.scheme and same_host and a.port == b.port:
        return NearMiss("scheme", 0, scheme_end, f"the page is on {b.scheme}")
    if same_host and a.scheme == b.scheme and same_port and b.port is None:
        return NearMiss("default-port", host_end, len(seen), "a browser leaves out the default port")
    if same_host and a.scheme == b.scheme:
        return _of_port(seen, a, b, host_end)
    return _of_host(a, b, start, host_end)


def _port(url: Url) -> int | None:
    return url.port or DEFAULT_PORTS.get(url.scheme)


def _of_port(seen: str, a: Url, b: Url, host_end: int) -> NearMiss:
    if a.port is None:
        return NearMiss("port", host_end, len(seen), f"the port is missing (:{b.port})")
    label = f"the page is on port {b.port}" if b.port else "the page's port is the default one"
    return NearMiss("port", host_end, len(seen), label)


def _of_host(a: Url, b: Url, start: int, host_end: int) -> NearMiss:
    if a.host == f"www.{b.host}":
        return NearMiss("www", start, start + 4, "the page's host has no www")
    if b.host == f"www.{a.host}":
        return NearMiss("www", start, host_end, "the page's host has www")
    if a.host.rstrip(".") == b.host.rstrip("."):
        return NearMiss("dot", start, host_end, "a host with a dot at its end is another host")
    if b.host.endswith(f".{a.host}"):
        return NearMiss("subdomain", start, host_end, "the page is on a subdomain, which is another host")
    return NearMiss("host", start, host_end, "another host")
