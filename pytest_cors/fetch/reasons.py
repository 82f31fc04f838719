"""Why a fetch was denied: a closed list of codes, and a value that says it of one fetch.

The codes are Chromium's (``CorsErrorStatus`` of its DevTools protocol) wherever it has one. The rest, marked
``chromium=False``, are denials for which Chromium reports only a network error; the names are ours, in its manner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.trace import Step


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
    Code("UnsafeRedirect", "a redirect to a scheme that is not http", False, False),
    Code("UnsupportedScheme", "a URL that cannot be fetched", False, False),
    Code("ConnectionFailed", "no HTTP response", False, False),
)  # fmt: skip

CODES: dict[str, Code] = {code.name: code for code in _CODES}
"""Every code, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """Why script got a network error, made at the step that decided.

    :param code: a name from ``CODES``.
    :param parameter: the offending value as Chromium reports it: a header's value, a method, a header's name.
    :param decided: the step of the standard that failed.
    :param url: the URL whose answer failed, with its fragment.
    :param first_url: the URL that script asked for.
    :param origin: the request's origin as that step compared it.
    :param page_url: the document's URL.
    :param page_origin: the document's origin, serialised.
    :param wanted: the value that would have passed, in words.
    :param response: the response that was judged, None when none came.
    :param preflight: whether it was a preflight's.
    :param details: what only some messages need, by name.
    """

    code: str
    parameter: str | None
    decided: Step
    url: str
    first_url: str
    origin: str
    page_url: str
    page_origin: str
    wanted: str = ""
    response: HttpResponse | None = None
    preflight: bool = False
    details: tuple[tuple[str, Any], ...] = ()

    @property
    def anchor(self) -> str:
        """The anchor of the deciding algorithm in the standard."""
        return self.decided.anchor

    @property
    def step(self) -> str:
        """The number of the deciding step."""
        return self.decided.number

    @property
    def link(self) -> str:
        """Where the standard says it."""
        return self.decided.link

    @property
    def status(self) -> int | None:
        """The status of the response that was judged."""
        return None if self.response is None else self.response.status

    @property
    def policy(self) -> bool:
        """Whether the server's own CORS policy decided, rather than something in its way."""
        return CODES[self.code].policy

    @property
    def title(self) -> str:
        """What is wrong, as a sentence fragment."""
        return CODES[self.code].title

    def detail(self, name: str) -> Any:
        """One of ``details``, None when it is not there."""
        return dict(self.details).get(name)

    def message(self, profile: str) -> str:
        """The line that this browser's console prints: ``chromium``, ``firefox`` or ``webkit``.

        The standard prescribes none; for ``standard`` it is the title and the step.
        """
        from pytest_cors.fetch.console import console_line

        return console_line(self, profile)
