"""Every code there is: a fetch that is denied with it, and what each console prints then."""

# ruff: noqa: RUF001  Firefox prints typographic quotation marks.

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import pytest_cors.fetch
from pytest_cors.browser import Browser, FetchResult
from pytest_cors.errors import TransportError
from pytest_cors.fetch.codes import CODES, MDN
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
AO, AC = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
AM, AH = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"


@dataclass(frozen=True)
class Denied:
    """A fetch that cannot succeed.

    :param code: of its reason.
    :param preflight: what the server answers to a preflight; requests are let through then.
    :param response: what it answers to the request.
    :param profile: in which it happens.
    """

    code: str
    response: HttpResponse | Exception = field(default_factory=lambda: HttpResponse(200))
    preflight: HttpResponse | None = None
    keywords: dict[str, Any] = field(default_factory=dict)
    page: str = f"{APP}/"
    sandboxed: bool = False
    profile: str = "standard"

    def fetch(self) -> FetchResult:
        """Have it denied."""

        def answer(request: HttpRequest) -> HttpResponse | Exception:
            return self.preflight if self.preflight and request.method == "OPTIONS" else self.response

        page = Browser(ScriptedTransport(answer), profile=self.profile).page(self.page, sandboxed=self.sandboxed)
        return page.fetch(**{"url": f"{API}/", **self.keywords})


def says(*lines: str, status: int = 200) -> HttpResponse:
    pairs: list[Header] = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    return HttpResponse(status, pairs)


PUT: dict[str, Any] = {"method": "PUT", "headers": [("X-A", "1")]}
INCLUDE: dict[str, Any] = {"credentials": "include"}
OURS = f"{AO}: {APP}"
DENIED = [
    Denied("MissingAllowOriginHeader", says(status=404)),
    Denied("WildcardOriginNotAllowed", says(f"{AO}: *"), keywords=INCLUDE),
    Denied("MultipleAllowOriginValues", says(f"{AO}: a, b")),
    Denied("InvalidAllowOriginValue", says(f"{AO}: x\x01")),
    Denied("AllowOriginMismatch", says(f"{AO}: {API}")),
    Denied("InvalidAllowCredentials", says(OURS, f"{AC}: yes"), keywords=INCLUDE),
    Denied("PreflightMissingAllowOriginHeader", preflight=says(status=405), keywords=PUT),
    Denied("PreflightWildcardOriginNotAllowed", preflight=says(f"{AO}: *"), keywords={**PUT, **INCLUDE}),
    Denied("PreflightMultipleAllowOriginValues", preflight=says(f"{AO}: {APP}", f"{AO}: {APP}"), keywords=PUT),
    Denied("PreflightInvalidAllowOriginValue", preflight=says(f"{AO}: "), keywords=PUT),
    Denied("PreflightAllowOriginMismatch", preflight=says(f"{AO}: {APP}/"), keywords=PUT),
    Denied("PreflightInvalidAllowCredentials", preflight=says(OURS), keywords={**PUT, **INCLUDE}),
    Denied("PreflightInvalidStatus", preflight=says(OURS, status=401), keywords=PUT),
    Denied("PreflightDisallowedRedirect", preflight=says(OURS, "Location: /x", status=308), keywords=PUT),
    Denied("InvalidAllowMethodsPreflightResponse", preflight=says(OURS, f"{AM}: GET;PUT, x"), keywords=PUT),
    Denied("InvalidAllowHeadersPreflightResponse", preflight=says(OURS, f"{AM}: PUT", f"{AH}: x y"), keywords=PUT),
    Denied("MethodDisallowedByPreflightResponse", preflight=says(OURS, f"{AM}: GET"), keywords=PUT),
    Denied("HeaderDisallowedByPreflightResponse", preflight=says(OURS, f"{AM}: PUT"), keywords=PUT),
    Denied("RedirectContainsCredentials", says(OURS, "Location: https://u:p@api.example.net/2", status=302)),
    Denied("DisallowedByMode", keywords={"mode": "same-origin"}),
    Denied("NoCorsRedirectModeNotFollow", keywords={"mode": "no-cors", "redirect": "error"}),
    Denied("CorsDisabledScheme", keywords={"url": "ftp://api.example.net/x"}),
    Denied("MixedContent", keywords={"url": "http://api.example.net/"}),
    Denied("UnsafePort", keywords={"url": f"{API}:6000/"}),
    Denied("CorpNotSameOrigin", says("Cross-Origin-Resource-Policy: same-origin"), keywords={"mode": "no-cors"}),
    Denied("CorpNotSameSite", says("Cross-Origin-Resource-Policy: same-site"), keywords={"mode": "no-cors"}),
    Denied("TooManyRedirects", says(OURS, "Location: /", status=302)),
    Denied("RedirectModeError", says(OURS, "Location: /2", status=302), keywords={"redirect": "error"}),
    Denied(
        "RedirectDisallowedByMode",
        says(f"Location: {API}/2", status=302),
        keywords={"mode": "same-origin", "url": "/1"},
    ),
    Denied("InvalidRedirect", says(OURS, "Location: http://[", status=302)),
    Denied("MultipleLocations", says(OURS, "Location: /a", "Location: /b", status=302)),
    Denied("UnsafeRedirect", says(OURS, "Location: data:,x", status=302)),
    Denied("UnsupportedScheme", keywords={"url": "data:x"}),
    Denied("ConnectionFailed", TransportError("connection refused")),
    Denied("ConflictingHeaders", says(OURS, "Content-Disposition: a", "Content-Disposition: b"), profile="chromium"),
]
BY_CODE = {each.code: each for each in DENIED}


@pytest.mark.parametrize("code", CODES)
def test_every_code_can_happen(code: str) -> None:
    result = BY_CODE[code].fetch()
    assert result.reason is not None
    assert result.reason.code == code
    assert result.reason.preflight == (BY_CODE[code].preflight is not None)
    assert result.reason.policy == CODES[code].policy
    assert result.reason.title == CODES[code].title
    assert result.reason.link.startswith("https://")
    assert result.reason.link.endswith(f"#{result.reason.anchor}")


def test_no_other_code_can_happen() -> None:
    folder = Path(pytest_cors.fetch.__file__).parent
    nodes = [
        node
        for name in ("algorithm", "checks", "preflight", "redirect")
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8")))
    ]
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in parts]
    named = {text for text in texts if isinstance(text, str) and re.fullmatch(r"([A-Z][a-z]+){2,}", text)}
    # Why a cookie was not sent is no code of a denial; the two codes that are put together are known to all.
    assert named - {"CredentialsMode"} <= CODES.keys()
    assert "UnsafePort" in named


POLICY = {
    *("WildcardOriginNotAllowed MissingAllowOriginHeader MultipleAllowOriginValues InvalidAllowOriginValue").split(),
    *("AllowOriginMismatch InvalidAllowCredentials").split(),
    *("PreflightWildcardOriginNotAllowed PreflightMissingAllowOriginHeader PreflightMultipleAllowOriginValues").split(),
    *("PreflightInvalidAllowOriginValue PreflightAllowOriginMismatch PreflightInvalidAllowCredentials").split(),
    *("InvalidAllowMethodsPreflightResponse InvalidAllowHeadersPreflightResponse").split(),
    *("MethodDisallowedByPreflightResponse HeaderDisallowedByPreflightResponse").split(),
}
CHROMIUMS = {
    *POLICY,
    *("PreflightInvalidStatus PreflightDisallowedRedirect RedirectContainsCredentials DisallowedByMode").split(),
    *("NoCorsRedirectModeNotFollow CorsDisabledScheme").split(),
}


def test_whose_the_codes_are() -> None:
    assert {name for name, code in CODES.items() if code.policy} == POLICY
    assert {name for name, code in CODES.items() if code.chromium} == CHROMIUMS


def test_where_a_browsers_own_words_are_explained() -> None:
    for name, code in CODES.items():
        assert code.name == name
        assert code.title
        assert not code.mdn or code.mdn.startswith(MDN + "CORS")
        assert bool(code.issue) == code.chromium
        assert bool(code.mdn) == (code.chromium and name not in {"DisallowedByMode", "NoCorsRedirectModeNotFollow"})


# What would have passed

WANTED = {
    **dict.fromkeys(["InvalidAllowCredentials", "PreflightInvalidAllowCredentials"], "true"),
    **dict.fromkeys(["PreflightInvalidStatus", "PreflightDisallowedRedirect"], "a status of 200 to 299"),
    **dict.fromkeys(
        ["InvalidAllowMethodsPreflightResponse", "InvalidAllowHeadersPreflightResponse"],
        "a comma-separated list of names",
    ),
    "MethodDisallowedByPreflightResponse": "Access-Control-Allow-Methods: PUT",
    "HeaderDisallowedByPreflightResponse": "Access-Control-Allow-Headers: x-a",
    "RedirectContainsCredentials": "no user info",
    "NoCorsRedirectModeNotFollow": "follow",
    "CorsDisabledScheme": "http or https",
    "UnsafeRedirect": "http or https",
    "MixedContent": "https",
    "UnsafePort": "another port",
    "CorpNotSameOrigin": "cross-origin",
    "CorpNotSameSite": "cross-origin",
    "TooManyRedirects": "at most 20",
    "RedirectModeError": "no redirect",
    "InvalidRedirect": "a URL",
    "MultipleLocations": "one Location",
    "ConnectionFailed": "an HTTP response",
    "ConflictingHeaders": "one content-disposition",
    **dict.fromkeys(["DisallowedByMode", "RedirectDisallowedByMode", "UnsupportedScheme"], ""),
}
PARAMETERS = {
    "MultipleAllowOriginValues": "a, b",
    "InvalidAllowOriginValue": "x\x01",
    "AllowOriginMismatch": API,
    "InvalidAllowCredentials": "yes",
    "PreflightMultipleAllowOriginValues": f"{APP}, {APP}",
    "PreflightInvalidAllowOriginValue": "",
    "PreflightAllowOriginMismatch": f"{APP}/",
    "PreflightInvalidAllowCredentials": "",
    "MethodDisallowedByPreflightResponse": "PUT",
    "HeaderDisallowedByPreflightResponse": "x-a",
    "CorsDisabledScheme": "ftp",
    "UnsafePort": "6000",
    "CorpNotSameOrigin": "same-origin",
    "CorpNotSameSite": "same-site",
    "InvalidRedirect": "http://[",
    "MultipleLocations": "/a, /b",
    "UnsupportedScheme": "a data: URL without a comma",
    "ConnectionFailed": "connection refused",
    "ConflictingHeaders": "a, b",
}
UNANSWERED = (
    "DisallowedByMode NoCorsRedirectModeNotFollow CorsDisabledScheme MixedContent UnsafePort RedirectDisallowedByMode"
    " UnsupportedScheme ConnectionFailed"
).split()


@pytest.mark.parametrize("code", CODES)
def test_what_a_reason_says(code: str) -> None:
    result = BY_CODE[code].fetch()
    reason = result.reason
    assert reason is not None
    assert reason.wanted == WANTED.get(code, APP)
    assert reason.parameter == PARAMETERS.get(code)
    # The response that was judged is the last one that came, and there is none where nothing was judged.
    assert reason.response is (None if code in UNANSWERED else result.exchanges[-1].response)
    assert reason.request.client.url.href == reason.page_url == f"{APP}/"
    assert (reason.page_origin, reason.origin) == (APP, APP)
    assert reason.first_url == result.request.url.href


# What the consoles print


def c(text: str) -> str:
    return f"Access to fetch at '{API}/' from origin '{APP}' has been blocked by CORS policy: {text}"


def cp(text: str) -> str:
    return c(f"Response to preflight request doesn't pass access control check: {text}")


def f(reason: str, place: str = f"{API}/") -> str:
    start = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at"
    return f"{start} {place}. (Reason: {reason}"


ACAO_C = "The 'Access-Control-Allow-Origin' header"
SEND = "Have the server send the header with a valid value."
STAR_C = (
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the"
    " request's credentials mode is 'include'."
)
TRUE_C = (
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when the"
    " request's credentials mode is 'include'."
)
MISSING_C = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
ACAO_F = "CORS header ‘Access-Control-Allow-Origin’"
STAR_F = f("Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).", f"‘{API}/’")
TRUE_F = f("expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).")
FAILED_F = f("CORS request did not succeed). Status code: (null).")
CORP_F = (
    f"The resource at “{API}/” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See"
    " https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"
)
NOT_ALLOWED_W = f"Origin {APP} is not allowed by Access-Control-Allow-Origin. Status code: "
STAR_W = "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
TRUE_W = 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
SEVERAL_W = "Access-Control-Allow-Origin cannot contain more than one origin."
STATUS_W = "Preflight response is not successful. Status code: "
GENERIC_W = f"Fetch API cannot load {API}/ due to access control checks."
CORP_W = f"Cancelled load to {API}/ because it violates the resource's Cross-Origin-Resource-Policy response header."


def redirection_w(to: str, why: str) -> str:
    return f"Cross-origin redirection to {to} denied by Cross-Origin Resource Sharing policy: {why}"


NO_CORS_SCHEME_W = "not allowed to follow a cross-origin CORS redirection with non CORS scheme"
CONSOLES: dict[str, tuple[str, str, str]] = {
    # Chromium, Firefox, WebKit; empty where a browser prints nothing
    "MissingAllowOriginHeader": (c(MISSING_C), f(f"{ACAO_F} missing). Status code: 404."), NOT_ALLOWED_W + "404"),
    "WildcardOriginNotAllowed": (c(STAR_C), STAR_F, STAR_W),
    "MultipleAllowOriginValues": (
        c(f"{ACAO_C} contains multiple values 'a, b', but only one is allowed. {SEND}"),
        f(f"{ACAO_F} does not match ‘a, b’)."),
        SEVERAL_W,
    ),
    "InvalidAllowOriginValue": (
        c(f"{ACAO_C} contains the invalid value 'x\\u0001'. {SEND}"),
        f(f"{ACAO_F} does not match ‘x\x01’)."),
        NOT_ALLOWED_W + "200",
    ),
    "AllowOriginMismatch": (
        c(f"{ACAO_C} has a value '{API}' that is not equal to the supplied origin. {SEND}"),
        f(f"{ACAO_F} does not match ‘{API}’)."),
        NOT_ALLOWED_W + "200",
    ),
    "InvalidAllowCredentials": (c(TRUE_C.format("yes")), TRUE_F, TRUE_W),
    "PreflightMissingAllowOriginHeader": (
        cp(MISSING_C),
        f(f"{ACAO_F} missing). Status code: 405."),
        NOT_ALLOWED_W + "405",
    ),
    "PreflightWildcardOriginNotAllowed": (cp(STAR_C), STAR_F, STAR_W),
    "PreflightMultipleAllowOriginValues": (
        cp(f"{ACAO_C} contains multiple values '{APP}, {APP}', but only one is allowed. {SEND}"),
        f("Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."),
        SEVERAL_W,
    ),
    "PreflightInvalidAllowOriginValue": (
        cp(f"{ACAO_C} contains the invalid value ''. {SEND}"),
        f(f"{ACAO_F} does not match ‘’)."),
        NOT_ALLOWED_W + "200",
    ),
    "PreflightAllowOriginMismatch": (
        cp(f"{ACAO_C} has a value '{APP}/' that is not equal to the supplied origin. {SEND}"),
        f(f"{ACAO_F} does not match ‘{APP}/’)."),
        NOT_ALLOWED_W + "200",
    ),
    "PreflightInvalidAllowCredentials": (cp(TRUE_C.format("")), TRUE_F, TRUE_W),
    "PreflightInvalidStatus": (
        cp("It does not have HTTP ok status."),
        f("CORS preflight response did not succeed). Status code: 401."),
        STATUS_W + "401",
    ),
    "PreflightDisallowedRedirect": (
        cp("Redirect is not allowed for a preflight request."),
        f("CORS request external redirect not allowed)."),
        STATUS_W + "308",
    ),
    "InvalidAllowMethodsPreflightResponse": (
        c("Cannot parse Access-Control-Allow-Methods response header field in preflight response."),
        f("invalid token ‘GET;PUT’ in CORS header ‘Access-Control-Allow-Methods’)."),
        "Header Access-Control-Allow-Methods has an invalid value: GET;PUT, x",
    ),
    "InvalidAllowHeadersPreflightResponse": (
        c("Cannot parse Access-Control-Allow-Headers response header field in preflight response."),
        f("invalid token ‘x y’ in CORS header ‘Access-Control-Allow-Headers’)."),
        "Header Access-Control-Allow-Headers has an invalid value: x y",
    ),
    "MethodDisallowedByPreflightResponse": (
        c("Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."),
        f("Did not find method in CORS header ‘Access-Control-Allow-Methods’)."),
        "Method PUT is not allowed by Access-Control-Allow-Methods.",
    ),
    "HeaderDisallowedByPreflightResponse": (
        c("Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response."),
        f(
            "header ‘x-a’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight"
            " response)."
        ),
        "Request header field X-A is not allowed by Access-Control-Allow-Headers.",
    ),
    "RedirectContainsCredentials": (
        c("Redirect location '' contains a username and password, which is disallowed for cross-origin requests."),
        FAILED_F,
        redirection_w(f"{API}/2", "redirection URL https://u:p@api.example.net/2 has credentials"),
    ),
    "DisallowedByMode": (
        (
            f'Fetch API cannot load {API}/. Request mode is "same-origin" but the URL\'s origin is not same as'
            f" the request origin {APP}."
        ),
        f"Security Error: Content at {APP}/ may not load data from {API}/.",
        f"Fetch API cannot load {API}/.",
    ),
    "NoCorsRedirectModeNotFollow": (
        f'Fetch API cannot load {API}/. Request mode is "no-cors" but the redirect mode is not "follow".',
        "",
        "No-Cors mode requires follow redirect mode",
    ),
    "CorsDisabledScheme": (
        'Fetch API cannot load ftp://api.example.net/x. URL scheme "ftp" is not supported.',
        "",
        "Fetch API cannot load ftp://api.example.net/x due to access control checks.",
    ),
    "MixedContent": (
        (
            f"Mixed Content: The page at '{APP}/' was loaded over HTTPS, but requested an insecure resource"
            " 'http://api.example.net/'. This request has been blocked; the content must be served over HTTPS."
        ),
        "Blocked loading mixed active content “http://api.example.net/”",
        (
            f"[blocked] The page at {APP}/ requested insecure content from http://api.example.net/. This content was"
            " blocked and must be served over HTTPS."
        ),
    ),
    "UnsafePort": ("", "", f"Not allowed to use restricted network port 6000: {API}:6000/"),
    "CorpNotSameOrigin": ("", CORP_F, CORP_W),
    "CorpNotSameSite": ("", CORP_F, CORP_W),
    "TooManyRedirects": ("", FAILED_F, "Load cannot follow more than 20 redirections"),
    "RedirectModeError": ("", FAILED_F, f"Not allowed to follow a redirection while loading {API}/"),
    "RedirectDisallowedByMode": (
        f"Unsafe attempt to load URL {API}/2 from frame with URL {APP}/. Domains, protocols and ports must match.",
        f"Security Error: Content at {APP}/ may not load data from {API}/2.",
        f"Unsafe attempt to load URL {API}/2 from origin {APP}. Domains, protocols and ports must match.",
    ),
    "InvalidRedirect": ("", FAILED_F, redirection_w("http://[", NO_CORS_SCHEME_W)),
    "MultipleLocations": ("", FAILED_F, GENERIC_W),
    "UnsafeRedirect": ("", FAILED_F, redirection_w("data:,x", NO_CORS_SCHEME_W)),
    "UnsupportedScheme": ("", "", "Fetch API cannot load data:x due to access control checks."),
    "ConnectionFailed": ("", FAILED_F, GENERIC_W),
    "ConflictingHeaders": ("", "", GENERIC_W),
}


@pytest.mark.parametrize("code", CODES)
def test_what_the_consoles_print(code: str) -> None:
    reason = BY_CODE[code].fetch().reason
    assert reason is not None
    chromium, firefox, webkit = CONSOLES[code]
    assert reason.message("chromium") == chromium
    assert reason.message("firefox") == firefox
    assert reason.message("webkit") == webkit


@pytest.mark.parametrize("code", CODES)
def test_the_standard_prescribes_no_text(code: str) -> None:
    reason = BY_CODE[code].fetch().reason
    assert reason is not None
    step = f", step {reason.step}" if reason.step else ""
    assert reason.message("standard") == f"{reason.title} ({reason.link}{step})"


# What changes a line

CHANGED: list[tuple[Denied, str, str]] = [
    (
        Denied("MixedContent", keywords={"url": "http://localhost:5000/"}, profile="webkit"),
        "webkit",
        (
            f"[blocked] The page at {APP}/ requested insecure content from http://localhost:5000/. This content was"
            " blocked and must"
        ),
    ),
    (
        Denied("MixedContent", keywords={"url": "http://127.0.0.1/"}, profile="webkit"),
        "webkit",
        (
            f"[blocked] The page at {APP}/ requested insecure content from http://127.0.0.1/. This content was"
            " blocked and must"
        ),
    ),
    (
        # The fragment is left out.
        Denied("MixedContent", keywords={"url": "http://[::1]/#x"}, profile="webkit"),
        "webkit",
        (
            f"[blocked] The page at {APP}/ requested insecure content from http://[::1]/. This content was blocked and"
            " must"
        ),
    ),
    # Firefox reports a redirect that it does not follow as a failed request, of the URL that redirected.
    (
        Denied("UnsafePort", says(OURS, f"Location: {API}:6000/2", status=302)),
        "firefox",
        FAILED_F,
    ),
    (
        Denied(
            "RedirectContainsCredentials",
            says("Location: https://u@api.example.net/", status=302),
            keywords={"url": "/"},
        ),
        "firefox",
        f("CORS request did not succeed). Status code: (null).", f"{APP}/"),
    ),
    (
        Denied("UnsafeRedirect", says("Location: data:,x", status=302), keywords={"url": "/"}),
        "firefox",
        "",
    ),
    (
        Denied(
            "RedirectContainsCredentials",
            says("Location: https://u@app.example.com/2", status=302),
            keywords={"url": "/"},
            profile="chromium",
        ),
        "firefox",
        "",
    ),
    (
        Denied("DisallowedByMode", keywords={"mode": "same-origin"}, sandboxed=True),
        "firefox",
        f"Security Error: Content at moz-nullprincipal:{{}}?{APP} may not load data from {API}/.",
    ),
    (
        Denied("AllowOriginMismatch", says(f"{AO}: https://caf\xc3\xa9.example/\xff")),
        "firefox",
        f(f"{ACAO_F} does not match ‘https://café.example/\ufffd’)."),
    ),
    (
        # Firefox counts the lines in this spelling only; others it joins.
        Denied("MultipleAllowOriginValues", says(f"{AO.lower()}: {APP}", f"{AO}: {APP}")),
        "firefox",
        f(f"{ACAO_F} does not match ‘{APP}, {APP}’)."),
    ),
    (
        Denied("MissingAllowOriginHeader", says("Location: /2", status=302)),
        "webkit",
        redirection_w(f"{API}/2", NOT_ALLOWED_W + "302"),
    ),
    (
        Denied("MissingAllowOriginHeader", says("Location: http://[", status=302)),
        "webkit",
        redirection_w("http://[", NOT_ALLOWED_W + "302"),
    ),
    (
        Denied("MissingAllowOriginHeader", says("Location: /2", "Location: 3", status=302)),
        "webkit",
        redirection_w(f"{API}/2,%203", NOT_ALLOWED_W + "302"),
    ),
    (Denied("MissingAllowOriginHeader", says(status=302)), "webkit", NOT_ALLOWED_W + "302"),
    (Denied("MissingAllowOriginHeader", says("Location: /2")), "webkit", NOT_ALLOWED_W + "200"),
    (
        Denied("PreflightMissingAllowOriginHeader", preflight=says("Location: /2", status=302), keywords=PUT),
        "webkit",
        NOT_ALLOWED_W + "302",
    ),
    (
        Denied("UnsafeRedirect", says(OURS, "Location: ftp://a.example/", status=302)),
        "webkit",
        "FTP URLs are disabled",
    ),
    (
        Denied("CorsDisabledScheme", says(OURS, "Location: foo:bar", status=302), profile="chromium"),
        "chromium",
        (
            f"Access to fetch at 'foo:bar' (redirected from '{API}/') from origin '{APP}' has been blocked by CORS"
            " policy: Cross origin requests are only supported for protocol schemes: chrome,"
            " chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https,"
            " isolated-app."
        ),
    ),
    (
        Denied(
            "HeaderDisallowedByPreflightResponse", preflight=says(OURS), keywords={"headers": [("authorization", "x")]}
        ),
        "webkit",
        "Request header field Authorization is not allowed by Access-Control-Allow-Headers.",
    ),
    (
        Denied("HeaderDisallowedByPreflightResponse", preflight=says(OURS), keywords={"headers": [("x-aB", "x")]}),
        "webkit",
        "Request header field x-aB is not allowed by Access-Control-Allow-Headers.",
    ),
    (
        Denied("ConnectionFailed", TransportError("x"), keywords={"url": "/"}),
        "firefox",
        "",
    ),
    (
        Denied("InvalidAllowMethodsPreflightResponse", preflight=says(OURS, f"{AM}: \xc3\xa9"), keywords=PUT),
        "firefox",
        f("invalid token ‘é’ in CORS header ‘Access-Control-Allow-Methods’)."),
    ),
]


@pytest.mark.parametrize(("denied", "browser", "line"), CHANGED)
def test_what_changes_a_line(denied: Denied, browser: str, line: str) -> None:
    reason = denied.fetch().reason
    assert reason is not None
    assert reason.code == denied.code
    assert reason.message(browser) == line


def test_chromium_tells_where_a_redirect_came_from() -> None:
    moved = says(OURS, f"Location: {API}/2", status=302)
    server = ScriptedTransport([moved, says()])
    reason = Browser(server, profile="chromium").page(f"{APP}/").fetch(f"{API}/1#f").reason
    assert reason is not None
    start = f"Access to fetch at '{API}/2#f' (redirected from '{API}/1#f') from origin '{APP}' has been blocked"
    assert reason.message("chromium").startswith(start)
    assert (reason.url, reason.first_url) == (f"{API}/2#f", f"{API}/1#f")


def test_what_a_reason_knows_of_the_page() -> None:
    reason = Denied("MissingAllowOriginHeader", sandboxed=True, page=f"{APP}/x?y#z").fetch().reason
    assert reason is not None
    assert (reason.page_url, reason.page_origin, reason.origin) == (f"{APP}/x?y#z", "null", "null")
    assert reason.status == 200
    assert reason.detail("no such detail") is None
    assert Denied("UnsafePort", keywords={"url": f"{API}:1/"}).fetch().reason.status is None  # type: ignore[union-attr]


def test_after_a_redirect_the_origin_is_the_one_compared() -> None:
    moved = says(OURS, "Location: https://other.example.org/", status=302)
    server = ScriptedTransport([moved, says(OURS)])
    reason = Browser(server, profile="standard").page(f"{APP}/").fetch(f"{API}/").reason
    assert reason is not None
    assert (reason.code, reason.origin, reason.wanted, reason.page_origin) == (
        "AllowOriginMismatch",
        "null",
        "null",
        APP,
    )
