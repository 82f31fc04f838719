"""What Firefox's console prints for a denial.

Evidence: ``tests/conformance`` holds what Firefox 153 really printed; the texts are those of security.properties.
"""

# ruff: noqa: RUF001  Firefox prints typographic quotation marks.

from __future__ import annotations

from pytest_cors.fetch.denial import ORIGIN_CHECK, Denial
from pytest_cors.fetch.headers import get
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.url import Url, parse

ALLOW_ORIGIN = "access-control-allow-origin"

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
DID_NOT_SUCCEED = "CORS request did not succeed). Status code: (null)."
_FIREFOX_FAILED = frozenset(
    "RedirectContainsCredentials TooManyRedirects InvalidRedirect UnsafeRedirect MultipleLocations ConnectionFailed"
    " CorsDisabledScheme RedirectModeError".split()
)


def console_line(reason: Denial) -> str:
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
    if code == "UnsafePort" and reason.request.redirect_count:
        # The redirect is what failed, and is told of the URL that redirected.
        text, place = DID_NOT_SUCCEED, reason.request.url_list[-2].href
    if not text:
        return ""
    if code.endswith("WildcardOriginNotAllowed"):
        place = f"‘{url}’"
    return (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at"
        f" {place}. (Reason: {text}"
    )


def _is_cors(reason: Denial) -> bool:
    location = reason.detail("location")
    leaves = isinstance(location, Url) and not same_origin(location.origin, reason.request.origin)
    return reason.request.response_tainting == "cors" or (leaves and location.is_http)


def _firefox_text(reason: Denial) -> str:
    code = reason.code
    if code in _FIREFOX_FAILED:
        return DID_NOT_SUCCEED if _is_cors(reason) else ""
    name = code if code in _FIREFOX else code.removeprefix("Preflight")
    if name not in _FIREFOX and name not in ORIGIN_CHECK:
        return ""
    headers = () if reason.response is None else reason.response.headers
    # NB: Firefox counts the lines in this very spelling; others it joins.
    lines = sum(key == "Access-Control-Allow-Origin" for key, _ in headers)
    if name in ORIGIN_CHECK and lines > 1:
        return "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
    if name == "WildcardOriginNotAllowed":
        return "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."
    if name not in _FIREFOX:
        return (
            f"CORS header ‘Access-Control-Allow-Origin’ does not match ‘{_as_utf8(get(headers, ALLOW_ORIGIN) or '')}’)."
        )
    return (
        _FIREFOX[name]
        .replace("{status}", str(reason.status))
        .replace("{value}", reason.detail("seen") or "")
        .replace("{token}", _as_utf8(reason.detail("token") or ""))
    )


def _as_utf8(value: str) -> str:
    return value.encode("latin-1").decode("utf-8", "replace")
