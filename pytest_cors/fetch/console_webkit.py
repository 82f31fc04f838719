"""What WebKit's console prints for a denial.

Evidence: ``tests/conformance`` holds what WebKitGTK 2.50 really printed; the texts are those of
CrossOriginAccessControl.cpp and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable

from pytest_cors.fetch.denial import ORIGIN_CHECK, Denial
from pytest_cors.fetch.headers import get, get_all
from pytest_cors.fetch.safelists import WEBKIT_HEADER_NAMES
from pytest_cors.fetch.trust import is_localhost_name, is_loopback
from pytest_cors.fetch.url import Url, parse

ALLOW_ORIGIN = "access-control-allow-origin"


def console_line(reason: Denial) -> str:
    """WebKit's line; where it has no specific one, the generic line."""
    text = _SPECIFIC[reason.code](reason) if reason.code in _SPECIFIC else _check(reason)
    if not text:
        return f"Fetch API cannot load {reason.url} due to access control checks."
    return _redirection(reason, text) if reason.code in ORIGIN_CHECK else text


def _check(reason: Denial) -> str:
    name = reason.code.removeprefix("Preflight")
    if name not in ORIGIN_CHECK or reason.response is None:
        return ""
    if name == "WildcardOriginNotAllowed":
        return "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
    if name == "InvalidAllowCredentials":
        return 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
    if "," in (get(reason.response.headers, ALLOW_ORIGIN) or ""):
        return "Access-Control-Allow-Origin cannot contain more than one origin."
    return f"Origin {reason.origin} is not allowed by Access-Control-Allow-Origin. Status code: {reason.status}"


def _redirection(reason: Denial, text: str) -> str:
    """A redirect that fails its check is told as a redirection."""
    response = reason.response
    lines = [] if response is None else get_all(response.headers, "location")
    if not lines or response is None or response.status not in {301, 302, 303, 307, 308, 309}:
        return text
    return _redirection_denied(_target(reason, ", ".join(lines)), text)


def _target(reason: Denial, location: str) -> str:
    try:
        return parse(location, reason.request.current_url).href
    except ValueError:
        return location


def _redirection_denied(target: str, text: str) -> str:
    return f"Cross-origin redirection to {target} denied by Cross-Origin Resource Sharing policy: {text}"


def _scheme(reason: Denial) -> str:
    location = reason.detail("location")
    if reason.response is None:
        return ""
    if isinstance(location, Url) and location.scheme == "ftp":
        return "FTP URLs are disabled"
    target = location.href if isinstance(location, Url) else reason.parameter or ""
    text = "not allowed to follow a cross-origin CORS redirection with non CORS scheme"
    return _redirection_denied(target, text)


def _user_info(reason: Denial) -> str:
    location = reason.detail("location")
    return _redirection_denied(location.wire, f"redirection URL {location.href} has credentials")


def _mixed(reason: Denial) -> str:
    # NB: the sentence breaks off when the target is this machine.
    url = parse(reason.url)
    rest = "" if is_loopback(url.host) or is_localhost_name(url.host) else " be served over HTTPS."
    return (
        f"[blocked] The page at {reason.page_url} requested insecure content from {url.without_fragment}. This content"
        f" was blocked and must{rest}"
    )


def _header(reason: Denial) -> str:
    seen = reason.detail("seen")
    written = next((name for name, _ in reason.request.headers if name.lower() == seen), seen)
    name = WEBKIT_HEADER_NAMES.get(seen, written)
    return f"Request header field {name} is not allowed by Access-Control-Allow-Headers."


def _unreadable(reason: Denial, which: str) -> str:
    headers = () if reason.response is None else reason.response.headers
    value = get(headers, f"access-control-allow-{which.lower()}")
    return f"Header Access-Control-Allow-{which} has an invalid value: {value}".rstrip()


def _corp(reason: Denial) -> str:
    return (
        f"Cancelled load to {reason.url} because it violates the resource's Cross-Origin-Resource-Policy response"
        " header."
    )


_SPECIFIC: dict[str, Callable[[Denial], str]] = {
    "PreflightInvalidStatus": lambda r: f"Preflight response is not successful. Status code: {r.status}",
    "PreflightDisallowedRedirect": lambda r: f"Preflight response is not successful. Status code: {r.status}",
    "MethodDisallowedByPreflightResponse": lambda r: (
        f"Method {r.detail('seen')} is not allowed by Access-Control-Allow-Methods."
    ),
    "HeaderDisallowedByPreflightResponse": _header,
    "InvalidAllowMethodsPreflightResponse": lambda r: _unreadable(r, "Methods"),
    "InvalidAllowHeadersPreflightResponse": lambda r: _unreadable(r, "Headers"),
    "RedirectContainsCredentials": _user_info,
    "UnsafeRedirect": _scheme,
    "CorsDisabledScheme": _scheme,
    "InvalidRedirect": _scheme,
    "DisallowedByMode": lambda r: f"Fetch API cannot load {r.url}.",
    "RedirectDisallowedByMode": lambda r: (
        f"Unsafe attempt to load URL {r.url} from origin {r.page_origin}. Domains, protocols and ports must match."
    ),
    "NoCorsRedirectModeNotFollow": lambda _: "No-Cors mode requires follow redirect mode",
    "MixedContent": _mixed,
    "UnsafePort": lambda r: f"Not allowed to use restricted network port {r.parameter}: {r.url}",
    "CorpNotSameOrigin": _corp,
    "CorpNotSameSite": _corp,
    "TooManyRedirects": lambda _: "Load cannot follow more than 20 redirections",
    "RedirectModeError": lambda r: f"Not allowed to follow a redirection while loading {r.url}",
}
