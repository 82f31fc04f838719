"""The arguments of a declaration, one by one: what a person may write, and what it stands for.

The marker and the assertions of the client share them. ``READERS`` has one function for each argument: it
takes what was written, gives the value it stands for, and raises ``InvalidArgument`` with the valid values
and, where there is one, the value that was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pytest_cors.contract.model import WORDS, Word
from pytest_cors.errors import InvalidArgument, closest
from pytest_cors.fetch.http import Header
from pytest_cors.fetch.methods import is_forbidden_method, is_token, normalize_method
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.reasons import CODES
from pytest_cors.fetch.request import CREDENTIALS_MODES
from pytest_cors.fetch.safelists import is_forbidden_request_header
from pytest_cors.fetch.url import parse_origin

Target = tuple[str | None, str]
"""The method that stands before a route, or None, and the route."""

# Methods of HTTP, WebDAV and its relatives: a word that is nearly one of them is taken for a slip.
METHODS = (
    "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY",
    "COPY", "LINK", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "PURGE", "REPORT", "SEARCH",
    "UNLINK", "UNLOCK",
)  # fmt: skip

SAMPLE_VALUES: Mapping[str, str] = {
    "accept": "application/json",
    "accept-language": "en",
    "authorization": "Bearer x",
    "content-language": "en",
    "content-type": "application/json",
    "if-match": '"x"',
    "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT",
    "if-none-match": '"x"',
    "range": "bytes=0-99",
    "x-requested-with": "XMLHttpRequest",
}
"""What a header that is declared by its name alone is sent with; any other is sent with ``x``."""

_INSTEAD = {
    "cookie": "cors_client.set_cookie() puts a cookie into the browser, and credentials='include' sends it",
    "origin": "origin= says where the page is",
}

_method_and_route = re.compile(r"(?P<method>[^\s/:]+)\s+(?P<route>\S+)\Z").match
_impossible_in_value = re.compile(r"[^\t\x20-\x7e\x80-\xff]").search
_rule_variable = re.compile(r"<[^<>]*>").search


# -- the page and its request


def read_route(value: object) -> tuple[Target, ...]:
    """One route or several, each perhaps with its method before it: ``"/users"``, ``"PUT /users/1"``."""
    return tuple(_target(each) for each in _strings("route", value))


def _target(route: str) -> Target:
    together = _method_and_route(route)
    if together:
        return _method(together["method"], argument="route"), read_path(together["route"])
    return None, read_path(route)


def read_path(route: str) -> str:
    """A path of the app, with its query, or an absolute URL."""
    if any(character.isspace() for character in route):
        raise InvalidArgument("route", route, "has a space in it; write %20 in a path, and one space after a method")
    if not route.startswith(("/", "http://", "https://")):
        raise InvalidArgument("route", route, f"is no path; write '/{route}'")
    if _rule_variable(route):
        raise InvalidArgument("route", route, "is a URL rule; give a path that matches it, such as '/users/1'")
    return route


def read_origin(value: object) -> tuple[str, ...]:
    """One origin or several, written as a browser writes them, or ``null``."""
    return tuple(_origin(each) for each in _strings("origin", value))


def _origin(text: str) -> str:
    if text == "*":
        raise InvalidArgument("origin", text, "is no page's origin; write one out, or 'null' for a sandboxed page")
    try:
        return parse_origin(text).serialized
    except ValueError as error:
        raise InvalidArgument("origin", text, str(error)) from None


def read_method(value: object) -> tuple[str, ...]:
    """One method or several. As in ``fetch()``, ``put`` is ``PUT``, but ``patch`` stays ``patch``."""
    return tuple(_method(each) for each in _strings("method", value))


def _method(method: str, *, argument: str = "method") -> str:
    if not is_token(method):
        raise InvalidArgument(argument, method, "is no method of HTTP")
    if is_forbidden_method(method):
        raise InvalidArgument(argument, method, "is forbidden: browsers let no script send it")
    normalized = normalize_method(method)
    if normalized.upper() not in METHODS and closest(method, METHODS):
        raise InvalidArgument(argument, method, "is no method that is known", valid=METHODS)
    return normalized


def read_headers(value: object) -> tuple[Header, ...]:
    """Headers that script sets: ``["Name", "Name: value"]``, pairs, or a mapping.

    A name alone is sent with a value that suits it, see ``SAMPLE_VALUES``.
    """
    if isinstance(value, str):
        entries: Iterable[object] = [value]
    elif isinstance(value, Mapping):
        entries = value.items()
    elif isinstance(value, Iterable):
        entries = value
    else:
        raise InvalidArgument("headers", value, "is neither a list of 'Name' and 'Name: value' nor a mapping")
    return tuple(_header(entry) for entry in entries)


def _header(entry: object) -> Header:
    if isinstance(entry, str):
        name, colon, text = entry.partition(":")
        name = name.rstrip()
        value: object = text.strip() if colon else SAMPLE_VALUES.get(name.lower(), "x")
    elif isinstance(entry, Sequence) and len(entry) == 2 and isinstance(entry[0], str):
        name, value = entry
    else:
        raise InvalidArgument("headers", entry, "is neither 'Name', 'Name: value' nor a pair of both")
    if not is_token(name):
        raise InvalidArgument("headers", entry, "does not begin with the name of a header")
    if not isinstance(value, str):
        raise InvalidArgument("headers", entry, f"gives {name} a value that is no string")
    if _impossible_in_value(value):
        raise InvalidArgument("headers", entry, "has a character that no header can carry")
    instead = _INSTEAD.get(name.lower())
    if instead is not None:
        raise InvalidArgument("headers", entry, f"sets {name}, which is forbidden to script; {instead}")
    if is_forbidden_request_header(name, value):
        raise InvalidArgument("headers", entry, f"sets {name}, which is forbidden: browsers ignore it when script does")
    return name, value


def read_credentials(value: object) -> str:
    """A credentials mode of ``fetch()``."""
    return _one_of("credentials", value, CREDENTIALS_MODES)


# -- what is expected of it


def read_expect(value: object) -> Word:
    """The verdict."""
    return "allowed" if _one_of("expect", value, WORDS) == "allowed" else "denied"


def read_reason(value: object) -> tuple[str, ...]:
    """A code, or several of which any will do."""
    return tuple(_one_of("reason", each, tuple(CODES)) for each in _strings("reason", value))


def read_status(value: object) -> int:
    """A status of HTTP."""
    if isinstance(value, bool) or not isinstance(value, int) or not 100 <= value <= 599:
        raise InvalidArgument("status", value, "is no status: a whole number from 100 to 599")
    return int(value)


def read_exposes(value: object) -> tuple[str, ...]:
    """Names of response headers."""
    names = _strings("exposes", value)
    for name in names:
        if not is_token(name):
            raise InvalidArgument("exposes", name, "is no name of a header")
    return names


def read_max_age(value: object) -> float:
    """A number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise InvalidArgument("max_age", value, "is no number of seconds")
    return float(value)


def read_preflight(value: object) -> bool:
    """Yes or no."""
    return _yes_or_no("preflight", value)


def read_sent(value: object) -> bool:
    """Yes or no."""
    return _yes_or_no("sent", value)


# -- about the test


def read_browser(value: object) -> tuple[str, ...]:
    """One profile or several, each once."""
    return tuple(dict.fromkeys(_one_of("browser", each, PROFILES) for each in _strings("browser", value)))


def read_id(value: object) -> str:
    """A name."""
    if not isinstance(value, str) or not value:
        raise InvalidArgument("id", value, "is no name for a test")
    return value


READERS: Mapping[str, Callable[[object], Any]] = {
    "route": read_route,
    "origin": read_origin,
    "expect": read_expect,
    "method": read_method,
    "headers": read_headers,
    "credentials": read_credentials,
    "reason": read_reason,
    "status": read_status,
    "exposes": read_exposes,
    "max_age": read_max_age,
    "preflight": read_preflight,
    "sent": read_sent,
    "browser": read_browser,
    "id": read_id,
}
"""Every argument of the marker, in the order of its signature."""

EXPECTED = ("expect", "reason", "status", "exposes", "max_age", "preflight", "sent")
"""Those that say what is expected, rather than what is asked."""


# -- values of Python


def _strings(argument: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping | bytes) or not isinstance(value, Iterable):
        raise InvalidArgument(argument, value, "is neither a string nor a list of strings")
    values = tuple(value)
    if not values:
        raise InvalidArgument(argument, value, "is empty, so there is nothing to check")
    for each in values:
        if not isinstance(each, str):
            raise InvalidArgument(argument, each, "is no string")
    return values


def _one_of(argument: str, value: object, valid: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in valid:
        raise InvalidArgument(argument, value, "is not valid", valid=valid)
    return value


def _yes_or_no(argument: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidArgument(argument, value, "is neither True nor False")
    return value
