"""Where on the wire it was decided: the header, the status or the URL to be underlined, and what was wanted there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pytest_cors.browser.story.masks import masked_header
from pytest_cors.browser.story.near_miss import near_miss
from pytest_cors.browser.story.subject import Situation
from pytest_cors.browser.story.text import of_bytes
from pytest_cors.fetch.headers import get, get_all
from pytest_cors.fetch.http import HttpResponse

Place = Literal["header", "status", "url"]

MISSING = "no such header"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a value that is underlined.

    :param line: which of the header's lines, from 0.
    :param start: of the part.
    :param end: after it; at the very end of the value for what is missing there.
    :param label: what stands beneath it; empty for a mark that another one's label is about.
    """

    line: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """What is marked in the exchange that was judged, or in the request that was not sent.

    :param name: of the header, as it is usually written; empty elsewhere.
    :param marks: none when the header is missing.
    :param wanted: the value that would have passed; empty when the label says it all.
    """

    place: Place
    name: str
    marks: tuple[Mark, ...]
    wanted: str = ""


def spot(situation: Situation) -> Spot:
    """Where a denial was decided."""
    code = situation.reason.code
    return SPOTS[code.removeprefix("Preflight") if code not in SPOTS else code](situation)


def opening(response: HttpResponse) -> Spot:
    """What lets a page read a response that it was not to read."""
    value = get(response.headers, "access-control-allow-origin") or ""
    label = {"*": "every page of the web", "null": "every sandboxed page"}.get(value, "this page is let in")
    return Spot("header", _ALLOW_ORIGIN, (Mark(0, 0, len(value), label),))


# Headers

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"
_ALLOW_METHODS = "Access-Control-Allow-Methods"
_ALLOW_HEADERS = "Access-Control-Allow-Headers"


def _values(situation: Situation, name: str) -> list[str]:
    assert situation.response is not None, "a header is judged in a response"
    return [masked_header(name, value) for value in get_all(situation.response.headers, name.lower())]


def _header(situation: Situation, name: str, label: str, wanted: str = "") -> Spot:
    """All lines of a header, whole; the label is beneath the last."""
    values = _values(situation, name)
    last = len(values) - 1
    marks = (Mark(line, 0, len(value), label if line == last else "") for line, value in enumerate(values))
    return Spot("header", name, tuple(marks), wanted)


def _missing_origin(situation: Situation) -> Spot:
    return Spot("header", _ALLOW_ORIGIN, (), situation.reason.wanted)


def _wildcard_origin(situation: Situation) -> Spot:
    label = "not when credentials are included"
    return _header(situation, _ALLOW_ORIGIN, label, situation.reason.wanted)


def _other_origin(situation: Situation) -> Spot:
    wanted = situation.reason.wanted
    values = _values(situation, _ALLOW_ORIGIN)
    if len(values) != 1:
        label = f"{len(values)} lines, and one is allowed"
        return _header(situation, _ALLOW_ORIGIN, label, wanted)
    miss = near_miss(values[0], wanted)
    return Spot("header", _ALLOW_ORIGIN, (Mark(0, miss.start, miss.end, miss.label),), wanted)


def _credentials(situation: Situation) -> Spot:
    values = _values(situation, _ALLOW_CREDENTIALS)
    label = "lower-case, once, and nothing else"
    if len(values) == 1 and values[0].lower() == "true":
        label = "in lower case"
    return _header(situation, _ALLOW_CREDENTIALS, label, "true")


def _unreadable_methods(situation: Situation) -> Spot:
    return _unreadable(situation, _ALLOW_METHODS)


def _unreadable_headers(situation: Situation) -> Spot:
    return _unreadable(situation, _ALLOW_HEADERS)


def _unreadable(situation: Situation, name: str) -> Spot:
    token = str(situation.reason.detail("token"))
    for line, value in enumerate(_values(situation, name)):
        start = _item_at(value, token)
        if start is not None:
            label = "not a name, so nothing of the list counts"
            return Spot("header", name, (Mark(line, start, start + len(token), label),))
    return _header(situation, name, "not a list of names")


def _item_at(value: str, token: str) -> int | None:
    """Where an item of a comma-separated list begins."""
    start = 0
    for item in value.split(","):
        if item.strip(" \t") == token:
            return start + len(item) - len(item.lstrip(" \t"))
        start += len(item) + 1
    return None


def _method(situation: Situation) -> Spot:
    method = situation.request.method
    listed = situation.items("access-control-allow-methods")
    label = f"{of_bytes(method)} is not there"
    if "*" in listed:
        label = "no wildcard with credentials"
    elif method.upper() in listed:
        return _header(situation, _ALLOW_METHODS, f"{of_bytes(method)} is another method than {method.upper()}")
    elif method in map(str.upper, listed):
        label = "methods are compared with their case"
    return _header(situation, _ALLOW_METHODS, label, method)


def _header_name(situation: Situation) -> Spot:
    name = situation.reason.parameter or ""
    label = f"{of_bytes(name)} is not there"
    if "*" in situation.items("access-control-allow-headers"):
        label = "no wildcard with credentials"
        if not situation.include:
            label = "* does not stand for Authorization"
    return _header(situation, _ALLOW_HEADERS, label, name)


def _corp(situation: Situation) -> Spot:
    site = "site" if situation.reason.code == "CorpNotSameSite" else "origin"
    label = f"the page is of another {site}"
    return _header(situation, "Cross-Origin-Resource-Policy", label, "cross-origin")


def _location(situation: Situation) -> Spot:
    label = {
        "InvalidRedirect": "not a URL",
        "MultipleLocations": "different Locations: a browser follows none",
    }.get(situation.reason.code, "only http and https are followed")
    return _header(situation, "Location", label)


def _conflict(situation: Situation) -> Spot:
    name = situation.reason.wanted.removeprefix("one ")
    return _header(situation, name, "different lines: the browser takes none")


def _user_info(situation: Situation) -> Spot:
    values = _values(situation, "Location")
    found = re.search(r"(?<=//)[^/?#]*@", values[0])
    start, end = found.span() if found else (0, len(values[0]))
    return Spot("header", "Location", (Mark(0, start, end, "no user name, no password"),))


# Status lines


def _status(label: str) -> Callable[[Situation], Spot]:
    def marked(situation: Situation) -> Spot:
        return Spot("status", "", (Mark(0, 0, len(str(situation.status)), label),))

    return marked


# URLs that were not asked


def _scheme(label: str) -> Callable[[Situation], Spot]:
    def marked(situation: Situation) -> Spot:
        if situation.response is not None:
            return _location(situation)
        return Spot("url", "", (Mark(0, 0, len(situation.request.current_url.scheme), label),))

    return marked


def _port(situation: Situation) -> Spot:
    url = situation.request.current_url.href
    start = url.index(":", url.index("://") + 3 + len(situation.request.current_url.host)) + 1
    port = str(situation.request.current_url.port)
    return Spot("url", "", (Mark(0, start, start + len(port), "browsers do not connect to this port"),))


def _whole_origin(label: str) -> Callable[[Situation], Spot]:
    def marked(situation: Situation) -> Spot:
        end = len(situation.request.current_url.origin.serialized)
        return Spot("url", "", (Mark(0, 0, end, label),))

    return marked


def _nothing(_situation: Situation) -> Spot:
    return Spot("url", "", ())


_another_origin = _whole_origin("another origin than the page's, and the mode is same-origin")

SPOTS: dict[str, Callable[[Situation], Spot]] = {
    "WildcardOriginNotAllowed": _wildcard_origin,
    "MissingAllowOriginHeader": _missing_origin,
    "MultipleAllowOriginValues": _other_origin,
    "InvalidAllowOriginValue": _other_origin,
    "AllowOriginMismatch": _other_origin,
    "InvalidAllowCredentials": _credentials,
    "PreflightInvalidStatus": _status("a preflight must be answered with 200 to 299"),
    "PreflightDisallowedRedirect": _status("a browser does not follow a redirected preflight"),
    "InvalidAllowMethodsPreflightResponse": _unreadable_methods,
    "InvalidAllowHeadersPreflightResponse": _unreadable_headers,
    "MethodDisallowedByPreflightResponse": _method,
    "HeaderDisallowedByPreflightResponse": _header_name,
    "RedirectContainsCredentials": _user_info,
    "DisallowedByMode": _another_origin,
    "NoCorsRedirectModeNotFollow": _nothing,
    "CorsDisabledScheme": _scheme("CORS is for http and https"),
    "MixedContent": _scheme("an https page loads nothing by http"),
    "UnsafePort": _port,
    "CorpNotSameOrigin": _corp,
    "CorpNotSameSite": _corp,
    "TooManyRedirects": _status("the twenty-first redirect"),
    "RedirectModeError": _status("redirect mode is error"),
    "RedirectDisallowedByMode": _another_origin,
    "InvalidRedirect": _location,
    "MultipleLocations": _location,
    "ConflictingHeaders": _conflict,
    "UnsafeRedirect": _location,
    "UnsupportedScheme": _nothing,
    "ConnectionFailed": _nothing,
}
"""For each code the spot; a preflight's CORS check is marked as any other."""
