"""Asking first: what a preflight asks, and how its answer is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
ACAO: Header = ("Access-Control-Allow-Origin", APP)
ACAC: Header = ("Access-Control-Allow-Credentials", "true")
ALLOWED = ""
METHOD, HEADER = "MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse"


def fetched(preflight: HttpResponse, *, profile: str = "standard", **keywords: Any) -> FetchResult:
    """One fetch of a server that has this answer to preflights, and lets everything else through."""

    def answer(request: HttpRequest) -> HttpResponse:
        return preflight if request.method == "OPTIONS" else HttpResponse(200, [ACAO, ACAC])

    return Browser(ScriptedTransport(answer), profile=profile).page(f"{APP}/").fetch(f"{API}/", **keywords)


def code_of(result: FetchResult) -> str:
    return result.reason.code if result.reason is not None else ALLOWED


# What it asks

ASKS: list[tuple[dict[str, Any], dict[str, str] | None]] = [
    ({}, None),
    ({"method": "POST", "body": "x"}, None),
    ({"method": "HEAD", "headers": [("Accept", "a")]}, None),
    ({"method": "PUT"}, {"method": "PUT"}),
    ({"method": "put"}, {"method": "PUT"}),
    ({"method": "patch"}, {"method": "patch"}),
    ({"headers": [("X-B", "1"), ("X-A", "1")]}, {"method": "GET", "headers": "x-a,x-b"}),
    (
        {"method": "POST", "headers": [("Content-Type", "application/json")], "body": b"{}"},
        {"method": "POST", "headers": "content-type"},
    ),
    ({"method": "DELETE", "headers": [("Accept", "a"), ("authorization", "x")]},
     {"method": "DELETE", "headers": "authorization"}),
    ({"use_cors_preflight": True}, {"method": "GET"}),
    ({"headers": [("Range", "bytes=0-9")]}, None),
    ({"headers": [("Range", "bytes=-9")]}, {"method": "GET", "headers": "range"}),
]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("credentials", ["omit", "include"])
@pytest.mark.parametrize(("keywords", "asked"), ASKS)
def test_what_a_preflight_asks(
    keywords: dict[str, Any], asked: dict[str, str] | None, credentials: str, profile: str
) -> None:
    result = fetched(HttpResponse(403), profile=profile, credentials=credentials, **keywords)
    if asked is None:
        assert not result.preflighted
        assert result.sent
        return
    assert not result.sent
    request = result.exchanges[0].request
    assert (request.method, request.url, request.body) == ("OPTIONS", f"{API}/", b"")
    expected = [("Accept", "*/*"), ("Access-Control-Request-Method", asked["method"])]
    expected += [("Access-Control-Request-Headers", asked["headers"])] if "headers" in asked else []
    expected += [("Origin", APP), ("Referer", f"{APP}/"), ("Sec-Fetch-Site", "cross-site")]
    assert list(request.headers) == [*expected, ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")]


# How its answer is judged


@dataclass(frozen=True)
class Answer:
    """What a server says to preflights, and what becomes of requests then: a code, or empty when allowed.

    :param outcomes: by the request's name in ``REQUESTS``; what is not named is allowed.
    """

    name: str
    headers: tuple[str, ...]
    outcomes: dict[str, str]


REQUESTS: dict[str, dict[str, Any]] = {
    "PUT": {"method": "PUT"},
    "patch": {"method": "patch"},
    "GET+x-a": {"headers": [("X-A", "1")]},
    "POST+auth": {"method": "POST", "headers": [("Authorization", "x")]},
    "DELETE+x-a+x-b": {"method": "DELETE", "headers": [("X-B", "1"), ("x-a", "1"), ("Accept", "a")]},
    "PUT with credentials": {"method": "PUT", "headers": [("X-A", "1")], "credentials": "include"},
    "upload": {"use_cors_preflight": True},
    "PUT upload": {"method": "PUT", "use_cors_preflight": True},
}
AM, AH = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
DELETE, TWO, INC, UPLOAD = "DELETE+x-a+x-b", "POST+auth", "PUT with credentials", "PUT upload"
NO_HEADER = {"GET+x-a": HEADER, TWO: HEADER}
UNREADABLE_METHODS = dict.fromkeys(REQUESTS, "InvalidAllowMethodsPreflightResponse")
UNREADABLE_HEADERS = dict.fromkeys(REQUESTS, "InvalidAllowHeadersPreflightResponse")
ANSWERS = [
    Answer("nothing", (), {"PUT": METHOD, "patch": METHOD, DELETE: METHOD, INC: METHOD, **NO_HEADER}),
    Answer("empty lists", (f"{AM}:", f"{AH}:"),
           {"PUT": METHOD, "patch": METHOD, DELETE: METHOD, INC: METHOD, UPLOAD: METHOD, **NO_HEADER}),
    Answer("all named", (f"{AM}: PUT,DELETE,patch", f"{AH}: X-A,X-b,AUTHORIZATION"), {}),
    Answer("odd lists", (f"{AM}: ,PUT\t,,DELETE , patch,", f"{AH}: ,,x-a", f"{AH}: x-b ,authorization"), {}),
    Answer("wildcards", (f"{AM}: *", f"{AH}: *"), {TWO: HEADER, INC: METHOD}),
    Answer("wildcards among names", (f"{AM}: GET, *", f"{AH}: x-c, *, authorization"), {INC: METHOD}),
    Answer("wildcard for headers", (f"{AM}: PUT, DELETE, patch", f"{AH}: *"), {TWO: HEADER, INC: HEADER}),
    Answer("other case", (f"{AM}: put, Delete, PATCH", f"{AH}: X-A, X-B, Authorization"),
           {"PUT": METHOD, "patch": METHOD, DELETE: METHOD, INC: METHOD, UPLOAD: METHOD}),
    Answer("one header of two", (f"{AM}: *", f"{AH}: x-a"), {TWO: HEADER, DELETE: HEADER, INC: METHOD}),
    Answer("headers only", (f"{AH}: x-a, x-b, authorization",),
           {"PUT": METHOD, "patch": METHOD, DELETE: METHOD, INC: METHOD}),
    Answer("a method with a space", (f"{AM}: PUT DELETE", f"{AH}: *"), UNREADABLE_METHODS),
    Answer("a semicolon", (f"{AM}: GET;PUT",), UNREADABLE_METHODS),
    Answer("one bad line of two", (f"{AM}: PUT, DELETE, patch", f"{AM}: @"), UNREADABLE_METHODS),
    Answer("a quoted header", (f"{AM}: PUT, DELETE, patch", f'{AH}: x-a, "x-b"'), UNREADABLE_HEADERS),
    Answer("a byte", (f"{AH}: x-a, x-b, authorization, \xa0", f"{AM}: PUT, DELETE, patch"), UNREADABLE_HEADERS),
    Answer("both bad", (f"{AM}: a b", f"{AH}: a b"), UNREADABLE_METHODS),
    Answer("bad headers, other methods", (f"{AM}: FOO", f"{AH}: a b"), UNREADABLE_HEADERS),
]  # fmt: skip


def lines(texts: tuple[str, ...]) -> list[Header]:
    return [
        (name, value)
        for name, _, value in (text.partition(": ") if ": " in text else text.partition(":") for text in texts)
    ]


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_the_lists(answer: Answer, request_name: str) -> None:
    response = HttpResponse(204, [ACAO, ACAC, *lines(answer.headers)])
    result = fetched(response, **REQUESTS[request_name])
    assert code_of(result) == answer.outcomes.get(request_name, ALLOWED)
    assert result.sent == result.allowed


# Where the browsers differ


@pytest.mark.parametrize("profile", ["chromium", "firefox", "webkit"])
def test_in_browsers_a_wildcard_covers_authorization(profile: str) -> None:
    response = HttpResponse(204, [ACAO, ACAC, (AH, "*")])
    request = REQUESTS["POST+auth"]
    assert fetched(response, profile=profile, **request).allowed
    assert code_of(fetched(response, profile=profile, credentials="include", **request)) == HEADER


def test_authorization_is_refused_by_a_step_of_its_own() -> None:
    reason = fetched(HttpResponse(204, [ACAO, (AH, "*")]), **REQUESTS["POST+auth"]).reason
    assert reason is not None
    assert (reason.parameter, reason.step) == ("authorization", "7.6")
    reason = fetched(HttpResponse(204, [ACAO, (AH, "x")]), **REQUESTS["POST+auth"]).reason
    assert reason is not None
    assert (reason.parameter, reason.step) == ("authorization", "7.7")


MISSING, STATUS, REDIRECT = "PreflightMissingAllowOriginHeader", "PreflightInvalidStatus", "PreflightDisallowedRedirect"


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (200, [ACAO], {"standard": ALLOWED}),
        (204, [ACAO], {"standard": ALLOWED}),
        (299, [ACAO], {"standard": ALLOWED}),
        (199, [ACAO], {"standard": STATUS}),
        (300, [ACAO], {"standard": STATUS}),
        (304, [ACAO], {"standard": STATUS}),
        (401, [ACAO], {"standard": STATUS}),
        (403, [ACAO], {"standard": STATUS}),
        (500, [ACAO], {"standard": STATUS}),
        (302, [ACAO], {"standard": STATUS}),
        *((status, [ACAO, ("Location", "/x")], {"standard": REDIRECT}) for status in (301, 302, 303, 307, 308)),
        (309, [ACAO, ("Location", "/x")], {"standard": STATUS}),
        (204, [ACAO, ("Location", "/x")], {"standard": ALLOWED}),
        # When more than one thing is wrong, browsers look at them in their own order.
        (403, [], {"standard": MISSING, "webkit": STATUS}),
        (302, [("Location", "/x")], {"standard": MISSING, "chromium": REDIRECT, "webkit": REDIRECT}),
        (302, [], {"standard": MISSING, "webkit": STATUS}),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_status(status: int, headers: list[Header], expected: dict[str, str], profile: str) -> None:
    result = fetched(HttpResponse(status, [*headers, (AM, "PUT")]), profile=profile, method="PUT")
    assert code_of(result) == expected.get(profile, expected["standard"])
    if result.reason is not None:
        assert result.reason.preflight
        assert result.reason.status == status
        assert result.reason.policy == (result.reason.code == MISSING)


@pytest.mark.parametrize(
    ("headers", "credentials", "expected"),
    [
        ([], "omit", "PreflightMissingAllowOriginHeader"),
        ([("Access-Control-Allow-Origin", "*"), ACAC], "include", "PreflightWildcardOriginNotAllowed"),
        ([("Access-Control-Allow-Origin", "*")], "omit", ALLOWED),
        ([("Access-Control-Allow-Origin", f"{APP}, {API}")], "omit", "PreflightMultipleAllowOriginValues"),
        ([("Access-Control-Allow-Origin", "x")], "omit", "PreflightInvalidAllowOriginValue"),
        ([("Access-Control-Allow-Origin", API)], "omit", "PreflightAllowOriginMismatch"),
        ([ACAO], "include", "PreflightInvalidAllowCredentials"),
        ([ACAO, ACAC], "include", ALLOWED),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_preflight_passes_the_check_of_the_request_to_come(
    headers: list[Header], credentials: str, expected: str, profile: str
) -> None:
    response = HttpResponse(204, [*headers, (AM, "PUT")])
    result = fetched(response, profile=profile, method="PUT", credentials=credentials)
    assert code_of(result) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        # Firefox judges the method before it reads the other list.
        ([(AM, "FOO"), (AH, "a b")], {"standard": "InvalidAllowHeadersPreflightResponse", "firefox": METHOD}),
        ([(AM, "a b"), (AH, "a b")], {"standard": "InvalidAllowMethodsPreflightResponse"}),
        ([(AM, "FOO"), (AH, "x")], {"standard": METHOD}),
        ([(AM, "PUT"), (AH, "x")], {"standard": HEADER}),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_first_thing_wrong_is_told(headers: list[Header], expected: dict[str, str], profile: str) -> None:
    result = fetched(HttpResponse(204, [ACAO, *headers]), profile=profile, method="PUT", headers=[("X-A", "1")])
    assert code_of(result) == expected.get(profile, expected["standard"])


@pytest.mark.parametrize(
    ("code", "headers", "parameter", "token"),
    [
        ("InvalidAllowMethodsPreflightResponse", [(AM, "GET, P T,")], None, "P T"),
        ("InvalidAllowHeadersPreflightResponse", [(AH, "x-a;x-b")], None, "x-a;x-b"),
        (METHOD, [(AM, "GET")], "PUT", None),
        (HEADER, [(AM, "PUT")], "x-a", None),
    ],
)
def test_what_was_wrong_is_named(code: str, headers: list[Header], parameter: str | None, token: str | None) -> None:
    result = fetched(HttpResponse(204, [ACAO, *headers]), method="PUT", headers=[("X-A", "1")])
    assert result.reason is not None
    assert (result.reason.code, result.reason.parameter) == (code, parameter)
    assert (result.reason.detail("token"), result.reason.status) == (token, 204)
    assert result.reason.policy
    assert result.reason.preflight


@pytest.mark.parametrize("profile", PROFILES)
def test_whatever_is_refused_the_status_of_the_answer_is_known(profile: str) -> None:
    for lists in ([(AM, "GET")], [(AM, "PUT")], [(AM, "P T")], [(AH, "x a")]):
        reason = fetched(
            HttpResponse(204, [ACAO, *lists]), profile=profile, method="PUT", headers=[("X-A", "1")]
        ).reason
        assert reason is not None
        assert reason.status == 204


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # The first in byte order; in WebKit one that it knows, else the first as written; in Chromium its table's.
        (
            ["X-CSRF-Token", "X-Api-Key"],
            {"standard": "x-api-key", "webkit": "x-csrf-token", "chromium": "x-csrf-token"},
        ),
        (
            ["X-Api-Key", "Last-Event-ID", "Pragma", "Content-Type"],
            {"standard": "content-type", "webkit": "last-event-id", "chromium": "pragma"},
        ),
        (["Authorization"], {"standard": "authorization"}),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_which_of_several_refused_headers_is_named(names: list[str], expected: dict[str, str], profile: str) -> None:
    result = fetched(HttpResponse(204, [ACAO]), profile=profile, headers=[(name, "1") for name in names])
    assert result.reason is not None
    assert result.reason.parameter == expected.get(profile, expected["standard"])


def test_nothing_else_of_a_preflight_counts() -> None:
    body = HttpResponse(
        204, [ACAO, (AM, "PUT"), ("Set-Cookie", "a=1"), ("Access-Control-Expose-Headers", "*"), ("X", "1")], b"body"
    )
    browser = Browser(ScriptedTransport([body, HttpResponse(200, [ACAO, ACAC])]), profile="standard")
    result = browser.page(f"{APP}/").fetch(f"{API}/", method="PUT", credentials="include")
    assert code_of(result) == "PreflightInvalidAllowCredentials"
    assert list(browser.cookies) == []


def test_the_request_itself_is_checked_again() -> None:
    preflight = HttpResponse(204, [ACAO, (AM, "PUT")])
    browser = Browser(ScriptedTransport([preflight, HttpResponse(200)]), profile="standard")
    result = browser.page(f"{APP}/").fetch(f"{API}/", method="PUT")
    assert code_of(result) == "MissingAllowOriginHeader"
    assert [exchange.kind for exchange in result.exchanges] == ["preflight", "request"]
    assert result.preflighted
    assert result.sent
