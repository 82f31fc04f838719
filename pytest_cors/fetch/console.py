"""What the browsers' consoles print for a denial, line by line as a developer would see it.

Where a browser prints a specific line and a generic one after it, this is the specific one. A browser that prints
nothing gets an empty string.

Evidence: ``tests/conformance`` holds what Chromium 156, Firefox 153 and WebKitGTK 2.50 really printed; the texts are
those of Chromium's cors_error_string.cc, Firefox's security.properties and WebKit's CrossOriginAccessControl.cpp.
"""

from __future__ import annotations

from collections.abc import Callable

from pytest_cors.fetch.headers import get, get_all
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.safelists import WEBKIT_HEADER_NAMES
from pytest_cors.fetch.trust import is_localhost_name, is_loopback
from pytest_cors.fetch.url import Url, parse

ALLOW_ORIGIN = "access-control-allow-origin"


def console_line(reason: Reason, profile: str) -> str:
    """The line that one browser prints.

    :param profile: ``chromium``, ``firefox``, ``webkit``; for ``standard``, which prints nothing, the step that failed.
    """
    return {"chromium": chromium, "firefox": firefox, "webkit": webkit}.get(profile, standard)(reason)


def standard(reason: Reason) -> str:
    """The standard prescribes no text: what is wrong, and the step."""
    step = f", step {reason.step}" if reason.step else ""
    return f"{reason.title} ({reason.link}{step})"


# Chromium

VALID = " Have the server send the header with a valid value."
SCHEMES = (
    "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https,"
    " isolated-app"
)
_CHROMIUM_CHECK = {
    "WildcardOriginNotAllowed": "The value of the 'Access-Control-Allow-Origin' header in the response must not be"
    " the wildcard '*' when the request's credentials mode is 'include'.",
    "MissingAllowOriginHeader": "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "MultipleAllowOriginValues": "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but"
    " only one is allowed." + VALID,
    "InvalidAllowOriginValue": "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'." + VALID,
    "AllowOriginMismatch": "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the"
    " supplied origin." + VALID,
    "InvalidAllowCredentials": "The value of the 'Access-Control-Allow-Credentials' header in the response is"
    " '{value}' which must be 'true' when the request's credentials mode is 'include'.",
}
_CHROMIUM_OTHER = {
    "PreflightInvalidStatus": "Response to preflight request doesn't pass access control check: It does not have HTTP"
    " ok status.",
    "PreflightDisallowedRedirect": "Response to preflight request doesn't pass access control check: Redirect is not"
    " allowed for a preflight request.",
    "InvalidAllowMethodsPreflightResponse": "Cannot parse Access-Control-Allow-Methods response header field in"
    " preflight response.",
    "InvalidAllowHeadersPreflightResponse": "Cannot parse Access-Control-Allow-Headers response header field in"
    " preflight response.",
    "MethodDisallowedByPreflightResponse": "Method {value} is not allowed by Access-Control-Allow-Methods in preflight"
    " response.",
    "HeaderDisallowedByPreflightResponse": "Request header field {value} is not allowed by"
    " Access-Control-Allow-Headers in preflight response.",
    # NB: Chromium 156 leaves the location empty.
    "RedirectContainsCredentials": "Redirect location '' contains a username and password, which is disallowed for"
    " cross-origin requests.",
    "CorsDisabledScheme": f"Cross origin requests are only supported for protocol schemes: {SCHEMES}.",
}


def chromium(reason: Reason) -> str:
    """Chromium's line; empty for what it reports as a network error only."""
    code, url = reason.code, reason.url
    if code == "DisallowedByMode":
        return (
            f'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin is not same as the'
            f" request origin {reason.origin}."
        )
    if code == "NoCorsRedirectModeNotFollow":
        return f'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is not "follow".'
    if code == "RedirectDisallowedByMode":
        return (
            f"Unsafe attempt to load URL {url} from frame with URL {reason.page_url}. Domains, protocols and ports"
            " must match."
        )
    if code == "MixedContent":
        return (
            f"Mixed Content: The page at '{reason.page_url}' was loaded over HTTPS, but requested an insecure resource"
            f" '{url}'. This request has been blocked; the content must be served over HTTPS."
        )
    text = _chromium_text(reason)
    if not text:
        return ""
    if code == "CorsDisabledScheme":
        redirected = reason.detail("location")
        if redirected is None:
            return f'Fetch API cannot load {url}. URL scheme "{reason.parameter}" is not supported.'
        url = redirected.href
    came_from = f" (redirected from '{reason.first_url}')" if url != reason.first_url else ""
    return (
        f"Access to fetch at '{url}'{came_from} from origin '{reason.page_origin}' has been blocked by CORS policy:"
        f" {text}"
    )


def _chromium_text(reason: Reason) -> str:
    value = _escaped(reason.detail("seen") or "")
    if reason.code in _CHROMIUM_OTHER:
        return _CHROMIUM_OTHER[reason.code].replace("{value}", value)
    name = reason.code.removeprefix("Preflight")
    if name not in _CHROMIUM_CHECK:
        return ""
    prefix = "Response to preflight request doesn't pass access control check: " if reason.preflight else ""
    return prefix + _CHROMIUM_CHECK[name].replace("{value}", value)


def _escaped(value: str) -> str:
    # Chromium prints every byte that is not printable ASCII as \u00XX.
    return "".join(c if " " <= c <= "~" else f"\\u{ord(c):04X}" for c in value)


# Firefox

_FIREFOX = {
    "PreflightDisallowedRedirect": "CORS request external redirect not allowed).",
    "MethodDisallowedByPreflightResponse": "Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
    "PreflightInvalidStatus": "CORS preflight response did not succeed). Status code: {status}.",
    "InvalidAllowMethodsPreflightResponse": "invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Methods’).",
    "InvalidAllowHeadersPreflightResponse": "invalid token ‘{token}’ in CORS header ‘Access-Control-Allow-Headers’).",
    "HeaderDisallowedByPreflightResponse": "header ‘{value}’ is not allowed according to header"
    " ‘Access-Control-Allow-Headers’ from CORS preflight response).",
    "MissingAllowOriginHeader": "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}.",
    "InvalidAllowCredentials": "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).",
}
_FIREFOX_FAILED = frozenset(
    "RedirectContainsCredentials TooManyRedirects InvalidRedirect UnsafeRedirect MultipleLocations ConnectionFailed"
    " CorsDisabledScheme RedirectModeError".split()
)


def firefox(reason: Reason) -> str:
    """Firefox's line; empty for what it does not report."""
    code, url = reason.code, reason.url
    if code in {"DisallowedByMode", "RedirectDisallowedByMode"}:
        # NB: a sandboxed page is named by a random identifier, left out here.
        page = reason.page_url
        if reason.page_origin == "null":
            page = f"moz-nullprincipal:{{}}?{parse(page).origin.serialized}"
        return f"Security Error: Content at {page} may not load data from {url}."
    if code == "MixedContent":
        return f"Blocked loading mixed active content “{url}”"
    if code.startswith("Corp"):
        return (
            f"The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See"
            " https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"
        )
    text, place = _firefox_text(reason), url
    if not text:
        return ""
    if code.endswith("WildcardOriginNotAllowed"):
        place = f"‘{url}’"
    return (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at"
        f" {place}. (Reason: {text}"
    )


def _firefox_text(reason: Reason) -> str:
    code = reason.code
    if code in _FIREFOX_FAILED:
        return "CORS request did not succeed). Status code: (null)." if _is_cors(reason) else ""
    name = code if code in _FIREFOX else code.removeprefix("Preflight")
    if name not in _FIREFOX and name not in _CHROMIUM_CHECK:
        return ""
    headers = () if reason.response is None else reason.response.headers
    # NB: Firefox counts the lines in this very spelling; others it joins.
    lines = sum(key == "Access-Control-Allow-Origin" for key, _ in headers)
    if name in _CHROMIUM_CHECK and lines > 1:
        return "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
    if name == "WildcardOriginNotAllowed":
        return "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."
    if name not in _FIREFOX:
        return f"CORS header ‘Access-Control-Allow-Origin’ does not match ‘{_as_utf8(get(headers, ALLOW_ORIGIN) or '')}’)."
    return (
        _FIREFOX[name]
        .replace("{status}", str(reason.status))
        .replace("{value}", reason.detail("seen") or "")
        .replace("{token}", _as_utf8(reason.detail("token") or ""))
    )


def _as_utf8(value: str) -> str:
    return value.encode("latin-1").decode("utf-8", "replace")


# WebKit


def webkit(reason: Reason) -> str:
    """WebKit's line; where it has no specific one, the generic line."""
    text = _WEBKIT[reason.code](reason) if reason.code in _WEBKIT else _webkit_check(reason)
    if not text:
        return f"Fetch API cannot load {reason.url} due to access control checks."
    return _webkit_redirection(reason, text) if reason.code in _CHROMIUM_CHECK else text


def _webkit_check(reason: Reason) -> str:
    name = reason.code.removeprefix("Preflight")
    if name not in _CHROMIUM_CHECK or reason.response is None:
        return ""
    if name == "WildcardOriginNotAllowed":
        return "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
    if name == "InvalidAllowCredentials":
        return 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
    if "," in (get(reason.response.headers, ALLOW_ORIGIN) or ""):
        return "Access-Control-Allow-Origin cannot contain more than one origin."
    return f"Origin {reason.origin} is not allowed by Access-Control-Allow-Origin. Status code: {reason.status}"


def _webkit_redirection(reason: Reason, text: str) -> str:
    """A redirect that fails its check is told as a redirection."""
    response = reason.response
    lines = [] if response is None else get_all(response.headers, "location")
    if not lines or response is None or response.status not in {301, 302, 303, 307, 308, 309}:
        return text
    return _redirection_denied(_target(reason, ", ".join(lines)), text)


def _target(reason: Reason, location: str) -> str:
    try:
        return parse(location, _request(reason).current_url).href
    except ValueError:
        return location


def _redirection_denied(target: str, text: str) -> str:
    return f"Cross-origin redirection to {target} denied by Cross-Origin Resource Sharing policy: {text}"


def _webkit_scheme(reason: Reason) -> str:
    location = reason.detail("location")
    if isinstance(location, Url) and location.scheme == "ftp":
        return "FTP URLs are disabled"
    target = location.href if isinstance(location, Url) else reason.parameter or ""
    text = "not allowed to follow a cross-origin CORS redirection with non CORS scheme"
    return _redirection_denied(target, text)


def _webkit_user_info(reason: Reason) -> str:
    location = reason.detail("location")
    return _redirection_denied(location.wire, f"redirection URL {location.href} has credentials")


def _webkit_mixed(reason: Reason) -> str:
    # NB: the sentence breaks off when the target is this machine.
    host = parse(reason.url).host
    rest = "" if is_loopback(host) or is_localhost_name(host) else " be served over HTTPS."
    return (
        f"[blocked] The page at {reason.page_url} requested insecure content from {reason.url}. This content was"
        f" blocked and must{rest}"
    )


def _webkit_header(reason: Reason) -> str:
    seen = reason.detail("seen")
    written = next((name for name, _ in _request(reason).headers if name.lower() == seen), seen)
    name = WEBKIT_HEADER_NAMES.get(seen, written)
    return f"Request header field {name} is not allowed by Access-Control-Allow-Headers."


def _webkit_unreadable(reason: Reason, which: str) -> str:
    headers = () if reason.response is None else reason.response.headers
    value = get(headers, f"access-control-allow-{which.lower()}")
    return f"Header Access-Control-Allow-{which} has an invalid value: {value}".rstrip()


_WEBKIT: dict[str, Callable[[Reason], str]] = {
    "PreflightInvalidStatus": lambda r: f"Preflight response is not successful. Status code: {r.status}",
    "PreflightDisallowedRedirect": lambda r: f"Preflight response is not successful. Status code: {r.status}",
    "MethodDisallowedByPreflightResponse": lambda r: (
        f"Method {r.detail('seen')} is not allowed by Access-Control-Allow-Methods."
    ),
    "HeaderDisallowedByPreflightResponse": _webkit_header,
    "InvalidAllowMethodsPreflightResponse": lambda r: _webkit_unreadable(r, "Methods"),
    "InvalidAllowHeadersPreflightResponse": lambda r: _webkit_unreadable(r, "Headers"),
    "RedirectContainsCredentials": _webkit_user_info,
    "UnsafeRedirect": _webkit_scheme,
    "CorsDisabledScheme": _webkit_scheme,
    "InvalidRedirect": _webkit_scheme,
    "DisallowedByMode": lambda r: f"Fetch API cannot load {r.url}.",
    "RedirectDisallowedByMode": lambda r: (
        f"Unsafe attempt to load URL {r.url} from origin {r.page_origin}. Domains, protocols and ports must match."
    ),
    "NoCorsRedirectModeNotFollow": lambda _: "No-Cors mode requires follow redirect mode",
    "MixedContent": _webkit_mixed,
    "UnsafePort": lambda r: f"Not allowed to use restricted network port {r.parameter}: {r.url}",
    "CorpNotSameOrigin": lambda r: _webkit_corp(r),
    "CorpNotSameSite": lambda r: _webkit_corp(r),
    "TooManyRedirects": lambda _: "Load cannot follow more than 20 redirections",
    "RedirectModeError": lambda r: f"Not allowed to follow a redirection while loading {r.url}",
}


def _webkit_corp(reason: Reason) -> str:
    return f"Cancelled load to {reason.url} because it violates the resource's Cross-Origin-Resource-Policy response header."


def _request(reason: Reason) -> Request:
    request = reason.detail("request")
    assert isinstance(request, Request), "every reason keeps the request it denied"
    return request


def _is_cors(reason: Reason) -> bool:
    return _request(reason).response_tainting == "cors"
