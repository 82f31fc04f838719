"""Why a fetch can be denied: a closed list of codes.

The codes are Chromium's (``CorsErrorStatus`` of its DevTools protocol) wherever it has one. The rest, marked
``chromium=False``, are denials for which Chromium reports only a network error; the names are ours, in its manner.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of denial.

    :param name: such as ``AllowOriginMismatch``.
    :param title: one sentence fragment: what is wrong.
    :param policy: an Access-Control step decided it, so that the denial is the server's own policy. False for a
        preflight answered 401, a redirect, mixed content and the like: something else is in the way.
    :param chromium: the name is Chromium's own.
    :param mdn: the page of MDN about Firefox's message, empty when there is none.
    :param issue: the entry in Chromium's Issues panel, empty when there is none.
    """

    name: str
    title: str
    policy: bool
    chromium: bool = True
    mdn: str = ""
    issue: str = ""


MDN = "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/"

_ACAO = "Access-Control-Allow-Origin"
_ORIGIN_CHECK = (
    ("WildcardOriginNotAllowed", f"{_ACAO} is * and credentials are included", "CORSNotSupportingCredentials",
     "WildcardOriginWithCredentials"),
    ("MissingAllowOriginHeader", f"{_ACAO} is missing", "CORSMissingAllowOrigin", "InvalidHeaders"),
    ("MultipleAllowOriginValues", f"{_ACAO} has several values", "CORSMultipleAllowOriginNotAllowed",
     "InvalidHeaders"),
    ("InvalidAllowOriginValue", f"{_ACAO} is no origin", "CORSAllowOriginNotMatchingOrigin", "InvalidHeaders"),
    ("AllowOriginMismatch", f"{_ACAO} names another origin", "CORSAllowOriginNotMatchingOrigin", "OriginMismatch"),
    ("InvalidAllowCredentials", "Access-Control-Allow-Credentials is not true", "CORSMissingAllowCredentials",
     "AllowCredentialsRequired"),
)  # fmt: skip

_CODES = (
    *(Code(name, title, True, True, MDN + mdn, issue) for name, title, mdn, issue in _ORIGIN_CHECK),
    *(
        Code(f"Preflight{name}", f"{title} (on the preflight)", True, True, MDN + mdn, issue)
        for name, title, mdn, issue in _ORIGIN_CHECK
    ),
    Code("PreflightInvalidStatus", "the preflight is not answered with 200 to 299", False, True,
         MDN + "CORSPreflightDidNotSucceed", "PreflightResponseInvalid"),
    Code("PreflightDisallowedRedirect", "the preflight is redirected", False, True,
         MDN + "CORSExternalRedirectNotAllowed", "PreflightResponseInvalid"),
    Code("InvalidAllowMethodsPreflightResponse", "Access-Control-Allow-Methods cannot be read", True, True,
         MDN + "CORSInvalidAllowMethod", "InvalidHeaders"),
    Code("InvalidAllowHeadersPreflightResponse", "Access-Control-Allow-Headers cannot be read", True, True,
         MDN + "CORSInvalidAllowHeader", "InvalidHeaders"),
    Code("MethodDisallowedByPreflightResponse", "the method is not allowed", True, True,
         MDN + "CORSMethodNotFound", "MethodDisallowedByPreflightResponse"),
    Code("HeaderDisallowedByPreflightResponse", "a request header is not allowed", True, True,
         MDN + "CORSMissingAllowHeaderFromPreflight", "HeaderDisallowedByPreflightResponse"),
    Code("RedirectContainsCredentials", "a redirect goes to a URL with user info", False, True,
         MDN + "CORSDidNotSucceed", "RedirectContainsCredentials"),
    Code("DisallowedByMode", "mode same-origin, and the URL is of another origin", False, True, "",
         "DisallowedByMode"),
    Code("NoCorsRedirectModeNotFollow", "mode no-cors needs redirect mode follow", False, True, "",
         "NoCorsRedirectModeNotFollow"),
    Code("CorsDisabledScheme", "the scheme is not one that CORS works with", False, True,
         MDN + "CORSRequestNotHttp", "CorsDisabledScheme"),
    Code("MixedContent", "an insecure URL on a secure page", False, False),
    Code("UnsafePort", "a port that browsers do not connect to", False, False),
    Code("CorpNotSameOrigin", "Cross-Origin-Resource-Policy: same-origin", False, False),
    Code("CorpNotSameSite", "Cross-Origin-Resource-Policy: same-site", False, False),
    Code("TooManyRedirects", "more than twenty redirects", False, False),
    Code("RedirectModeError", "a redirect in redirect mode error", False, False),
    Code("RedirectDisallowedByMode", "mode same-origin, redirected to another origin", False, False),
    Code("InvalidRedirect", "the Location cannot be followed", False, False),
    Code("MultipleLocations", "several Location headers", False, False),
    Code("ConflictingHeaders", "two lines of a header that may stand once", False, False),
    Code("UnsafeRedirect", "a redirect to a scheme that is not http", False, False),
    Code("UnsupportedScheme", "a URL that cannot be fetched", False, False),
    Code("ConnectionFailed", "no HTTP response", False, False),
)  # fmt: skip

CODES: dict[str, Code] = {code.name: code for code in _CODES}
"""Every code, by name."""
