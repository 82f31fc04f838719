"""The checks of a response: CORS, Timing-Allow-Origin, Cross-Origin-Resource-Policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
ACAO, ACAC = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"


def fetched(
    headers: list[Header],
    *,
    page: str = APP,
    url: str = API,
    sandboxed: bool = False,
    profile: str = "standard",
    status: int = 200,
    **keywords: Any,
) -> FetchResult:
    """One simple request, answered with these headers."""
    browser = Browser(ScriptedTransport([HttpResponse(status, headers)]), profile=profile)
    return browser.page(f"{page}/", sandboxed=sandboxed).fetch(f"{url}/", **keywords)


@dataclass(frozen=True)
class Policy:
    """A server's Access-Control headers.

    :param without: the outcome for a request without credentials: a code, empty for allowed.
    :param included: the outcome when credentials are included.
    :param parameter: of both, when the check fails.
    """

    name: str
    headers: tuple[str, ...]
    without: str
    included: str
    parameter: str | None = None


TRUE = f"{ACAC}: true"
MISSING, SEVERAL = "MissingAllowOriginHeader", "MultipleAllowOriginValues"
INVALID, MISMATCH = "InvalidAllowOriginValue", "AllowOriginMismatch"
POLICIES = [
    Policy("nothing", (), MISSING, MISSING),
    Policy("credentials only", (TRUE,), MISSING, MISSING),
    Policy("wildcard", (f"{ACAO}: *", TRUE), "", "WildcardOriginNotAllowed"),
    Policy("the origin", (f"{ACAO}: {APP}", TRUE), "", ""),
    Policy("any case of the names", (f"{ACAO.lower()}: {APP}", f"{ACAC.upper()}: true"), "", ""),
    Policy("outer white space", (f"{ACAO}: \t {APP} \t", f"{ACAC}:  true\t"), "", ""),
    Policy("no credentials", (f"{ACAO}: {APP}",), "", "InvalidAllowCredentials", ""),
    Policy("credentials false", (f"{ACAO}: {APP}", f"{ACAC}: false"), "", "InvalidAllowCredentials", "false"),
    Policy("credentials True", (f"{ACAO}: {APP}", f"{ACAC}: True"), "", "InvalidAllowCredentials", "True"),
    Policy("credentials 1", (f"{ACAO}: {APP}", f"{ACAC}: 1"), "", "InvalidAllowCredentials", "1"),
    Policy("credentials twice", (f"{ACAO}: {APP}", TRUE, TRUE), "", "InvalidAllowCredentials", "true, true"),
    Policy("credentials with VT", (f"{ACAO}: {APP}", f"{TRUE}\x0b"), "", "InvalidAllowCredentials", "true\x0b"),
    Policy("empty", (f"{ACAO}:", TRUE), INVALID, INVALID, ""),
    Policy("no URL", (f"{ACAO}: app.example.com", TRUE), INVALID, INVALID, "app.example.com"),
    Policy("no host", (f"{ACAO}: https://", TRUE), INVALID, INVALID, "https://"),
    Policy("NULL", (f"{ACAO}: NULL", TRUE), INVALID, INVALID, "NULL"),
    Policy("null", (f"{ACAO}: null", TRUE), MISMATCH, MISMATCH, "null"),
    Policy("slash", (f"{ACAO}: {APP}/", TRUE), MISMATCH, MISMATCH, f"{APP}/"),
    Policy("port", (f"{ACAO}: {APP}:443", TRUE), MISMATCH, MISMATCH, f"{APP}:443"),
    Policy("case", (f"{ACAO}: https://App.example.com", TRUE), MISMATCH, MISMATCH, "https://App.example.com"),
    Policy("scheme", (f"{ACAO}: http://app.example.com", TRUE), MISMATCH, MISMATCH, "http://app.example.com"),
    Policy("prefix", (f"{ACAO}: {APP}.evil", TRUE), MISMATCH, MISMATCH, f"{APP}.evil"),
    Policy("pattern", (f"{ACAO}: https://*.example.com", TRUE), MISMATCH, MISMATCH, "https://*.example.com"),
    Policy("list", (f"{ACAO}: {APP}, {API}", TRUE), SEVERAL, SEVERAL, f"{APP}, {API}"),
    Policy("spaced", (f"{ACAO}: {APP} {API}", TRUE), SEVERAL, SEVERAL, f"{APP} {API}"),
    Policy("comma", (f"{ACAO}: {APP},", TRUE), SEVERAL, SEVERAL, f"{APP},"),
    Policy("the same twice", (f"{ACAO}: {APP}", f"{ACAO}: {APP}"), SEVERAL, SEVERAL, f"{APP}, {APP}"),
    Policy("wildcard twice", (f"{ACAO}: *", f"{ACAO}: *"), SEVERAL, SEVERAL, "*, *"),
    # A parameter is text: bytes that are not UTF-8 are told as nothing.
    Policy("NBSP", (f"{ACAO}: {APP}\xa0",), INVALID, INVALID, None),
    Policy("IDN in UTF-8", (f"{ACAO}: https://b\xc3\xbccher.example",), MISMATCH, MISMATCH,
           "https://b\u00fccher.example"),
    # Chromium takes a no-break space in a host for an escaped space.
    Policy("NBSP in UTF-8", (f"{ACAO}: https://app\xc2\xa0.example.com",), MISMATCH, MISMATCH,
           "https://app\u00a0.example.com"),
    Policy("IDN in latin-1", (f"{ACAO}: https://b\xfccher.example",), INVALID, INVALID, None),
]  # fmt: skip


def headers_of(lines: tuple[str, ...]) -> list[Header]:
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("credentials", ["omit", "same-origin", "include"])
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_cors_check(policy: Policy, credentials: str, profile: str) -> None:
    result = fetched(headers_of(policy.headers), profile=profile, credentials=credentials)
    expected = policy.included if credentials == "include" else policy.without
    if not expected:
        assert result.allowed
        return
    assert result.reason is not None
    repaired = profile == "webkit" and not all(line.isascii() for line in policy.headers)
    if not repaired:  # WebKit has replaced the bytes that are no UTF-8 before anything looks at them
        assert result.reason.parameter == policy.parameter
    assert result.reason.code == expected
    assert result.reason.anchor == "concept-cors-check"
    assert result.reason.policy
    assert not result.reason.preflight
    assert result.reason.wanted == ("true" if expected == "InvalidAllowCredentials" else APP)


@pytest.mark.parametrize(
    ("headers", "credentials", "step"),
    [
        ([], "omit", "2"),
        ([(ACAO, "*")], "include", "3"),
        ([(ACAO, API)], "omit", "4"),
        ([(ACAO, APP)], "include", "7"),
    ],
)
def test_the_step_that_decides(headers: list[Header], credentials: str, step: str) -> None:
    reason = fetched(headers, credentials=credentials).reason
    assert reason is not None
    assert reason.step == step


@pytest.mark.parametrize("status", [200, 204, 400, 404, 500, 599])
def test_the_status_has_no_say(status: int) -> None:
    result = fetched([(ACAO, APP)], status=status)
    assert result.response.status == status
    assert fetched([], status=status).denied


@pytest.mark.parametrize(
    ("headers", "credentials", "allowed"),
    [
        ([(ACAO, "null")], "omit", True),
        ([(ACAO, "null"), (ACAC, "true")], "include", True),
        ([(ACAO, "*")], "omit", True),
        ([(ACAO, APP)], "omit", False),
        ([(ACAO, "NULL")], "omit", False),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_sandboxed_page_is_null(headers: list[Header], credentials: str, allowed: bool, profile: str) -> None:
    result = fetched(headers, sandboxed=True, profile=profile, credentials=credentials)
    assert result.allowed == allowed
    assert ("Origin", "null") in result.exchanges[0].request.headers


@pytest.mark.parametrize("profile", PROFILES)
def test_the_origin_of_an_idn_page_is_ascii(profile: str) -> None:
    page = "https://b\u00fccher.example"
    assert fetched([(ACAO, "https://xn--bcher-kva.example")], page=page, profile=profile).allowed
    assert fetched([(ACAO, "https://b\xc3\xbccher.example")], page=page, profile=profile).denied


def test_a_same_origin_response_is_not_checked() -> None:
    assert fetched([(ACAO, "https://other.example")], url=APP).allowed


TAO = "Timing-Allow-Origin"


@pytest.mark.parametrize(
    ("lines", "mode", "url", "allowed"),
    [
        ([], "cors", APP, True),
        ([], "cors", API, False),
        (["*"], "cors", API, True),
        ([APP], "cors", API, True),
        ([f"{API} , {APP}"], "cors", API, True),
        ([API, APP], "cors", API, True),
        ([API], "cors", API, False),
        ([f"{APP}/"], "cors", API, False),
        (['"*"'], "cors", API, False),
        (["null"], "cors", API, False),
        ([], "no-cors", API, False),
        (["*"], "no-cors", API, True),
    ],
)
def test_timing_allow_origin(lines: list[str], mode: str, url: str, allowed: bool) -> None:
    headers = [(ACAO, "*"), *((TAO, line) for line in lines)]
    assert fetched(headers, url=url, mode=mode).timing_allowed == allowed


@pytest.mark.parametrize(
    ("first", "second", "allowed"), [("*", "*", True), (None, "*", False), ("*", None, False), (APP, APP, True)]
)
def test_every_hop_must_allow_timing(first: str | None, second: str | None, allowed: bool) -> None:
    moved = [(ACAO, "*"), ("Location", "/2"), *([(TAO, first)] if first else [])]
    final = [(ACAO, "*"), *([(TAO, second)] if second else [])]
    server = ScriptedTransport([HttpResponse(302, moved), HttpResponse(200, final)])
    result = Browser(server, profile="standard").page(f"{APP}/").fetch(f"{API}/")
    assert result.timing_allowed == allowed


def test_a_denied_fetch_has_no_timing() -> None:
    assert not fetched([(TAO, "*")]).timing_allowed


CORP = "Cross-Origin-Resource-Policy"
EVERYBODY = {"same-origin", "same-site", "cross-site", "downgraded", "upgraded", "opaque"}
WHO_ASKS = {
    "same-origin": (API, API, False),
    "same-site": ("https://www.example.net", API, False),
    "cross-site": (APP, API, False),
    # Same site, other schemes: a secure resource is not for an insecure page, the reverse is allowed.
    "downgraded": ("http://www.example.net", API, False),
    "upgraded": ("http://www.example.net", "http://api.example.net", False),
    "opaque": (API, API, True),
}


@pytest.mark.parametrize(
    ("lines", "let_in"),
    [
        ([], EVERYBODY),
        (["cross-origin"], EVERYBODY),
        (["same-origin"], {"same-origin"}),
        (["same-site"], {"same-origin", "same-site", "upgraded"}),
        # Whatever is not exactly one of the three words counts for nothing.
        (["Same-Origin"], EVERYBODY),
        (["same-origin, same-origin"], EVERYBODY),
        (["same-origin", "same-origin"], EVERYBODY),
        (["none"], EVERYBODY),
        ([" same-origin\t"], {"same-origin"}),
    ],
)
@pytest.mark.parametrize("who", WHO_ASKS)
@pytest.mark.parametrize("profile", PROFILES)
def test_cross_origin_resource_policy(lines: list[str], let_in: set[str], who: str, profile: str) -> None:
    page, url, sandboxed = WHO_ASKS[who]
    headers = [(CORP, line) for line in lines]
    result = fetched(headers, page=page, url=url, sandboxed=sandboxed, profile=profile, mode="no-cors")
    assert result.allowed == (who in let_in)
    if result.reason is not None:
        code = {"same-origin": "CorpNotSameOrigin", "same-site": "CorpNotSameSite"}[lines[0].strip()]
        assert (result.reason.code, result.reason.parameter) == (code, lines[0].strip())
        assert not result.reason.policy


@pytest.mark.parametrize("profile", PROFILES)
def test_mode_cors_does_not_look_at_the_resource_policy(profile: str) -> None:
    assert fetched([(ACAO, "*"), (CORP, "same-origin")], profile=profile).allowed
