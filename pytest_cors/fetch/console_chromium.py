"""What Chromium's console prints for a denial.

Evidence: ``tests/conformance`` holds what Chromium 156 really printed; the texts are those of cors_error_string.cc.
"""

from __future__ import annotations

from pytest_cors.fetch.denial import Denial

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


def console_line(reason: Denial) -> str:
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


def _chromium_text(reason: Denial) -> str:
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
