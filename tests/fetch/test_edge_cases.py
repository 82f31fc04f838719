"""Forty sharp edges of CORS: what the standard says, and where a browser does otherwise.

P is the page, X another site, S another origin of P's site, Y a third site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

P, X = "https://app.example.com", "https://api.example.net"
S, Y = "https://api.example.com", "https://other.example.org"
AO, AC, AM, AH = (f"Access-Control-Allow-{name}" for name in ("Origin", "Credentials", "Methods", "Headers"))
ALLOWED = "allowed"
INC: dict[str, Any] = {"credentials": "include"}
PUT: dict[str, Any] = {"method": "PUT"}


@dataclass(frozen=True)
class Edge:
    """One case.

    :param number: and an optional letter, where one case has several forms.
    :param says: header lines of every answer; or by URL, then those of others are empty.
    :param preflight: header lines of answers to preflights, when they are other ones.
    :param expected: ``allowed`` or a code, by profile; what is not named is as in the standard.
    :param asks: how many preflights there are, by profile; None when it does not matter.
    """

    number: str
    says: tuple[str, ...] | dict[str, tuple[str, ...]]
    expected: dict[str, str]
    fetch: dict[str, Any] = field(default_factory=dict)
    preflight: tuple[str, ...] | None = None
    status: int = 200
    preflight_status: int = 204
    page: str = f"{P}/"
    sandboxed: bool = False
    asks: dict[str, int] | None = None

    def answer(self, request: HttpRequest) -> HttpResponse:
        lines = self.says if isinstance(self.says, tuple) else self.says.get(request.url, ())
        status = 302 if any(line.startswith("Location") for line in lines) else self.status
        for line in lines:
            if line.startswith("Status: "):
                status = int(line.removeprefix("Status: "))
        if request.method == "OPTIONS":
            lines = self.preflight if self.preflight is not None else lines
            status = self.preflight_status
        return HttpResponse(status, [_header(line) for line in lines if not line.startswith("Status: ")])

    def run(self, profile: str) -> FetchResult:
        browser = Browser(ScriptedTransport(self.answer), profile=profile, clock=lambda: 0.0)
        page = browser.page(self.page, sandboxed=self.sandboxed)
        return page.fetch(**{"url": f"{X}/", **self.fetch})


def _header(line: str) -> Header:
    name, _, value = line.partition(": ")
    return name, value


def headers(*names: str) -> dict[str, Any]:
    return {"headers": [_header(name) for name in names]}


OURS, TRUE = f"{AO}: {P}", f"{AC}: true"
MISMATCH, MISSING, SEVERAL = "AllowOriginMismatch", "MissingAllowOriginHeader", "MultipleAllowOriginValues"
METHOD, HEADER = "MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse"
ACCEPT_100 = f"Accept: {'a' * 100}"
EDGES = [
    Edge("1", (f"{AO}: *", TRUE), {"standard": "WildcardOriginNotAllowed"}, INC),
    Edge("2", (f"{AO}: {P}/",), {"standard": MISMATCH}),
    Edge("3a", (f"{AO}: HTTPS://App.Example.com",), {"standard": MISMATCH}),
    Edge("3b", (f"{AO}: {P}:443",), {"standard": MISMATCH}),
    Edge("4", (OURS, OURS), {"standard": SEVERAL}),
    Edge("5", (f"{AO}: *", f"{AO}: *"), {"standard": SEVERAL}),
    Edge("6", (f"{AO}:  {P}\t",), {"standard": ALLOWED}),
    Edge("7a", (OURS, f"{AC}: True"), {"standard": "InvalidAllowCredentials"}, INC),
    Edge("7b", (OURS, TRUE, TRUE), {"standard": "InvalidAllowCredentials"}, INC),
    Edge("8", (OURS, f"{AC}: false"), {"standard": ALLOWED}),
    Edge("9a", (OURS,), {"standard": ALLOWED}, status=500),
    Edge("9b", (), {"standard": MISSING}, status=500),
    Edge("10", (f"{AO}: null", TRUE), {"standard": ALLOWED}, INC, sandboxed=True),
    Edge("11a", (f"{AO}: https://b\xc3\xbccher.example",), {"standard": MISMATCH}, page="https://b\u00fccher.example/"),
    Edge("11b", (f"{AO}: https://xn--bcher-kva.example",), {"standard": ALLOWED}, page="https://b\u00fccher.example/"),
    Edge("12", {f"{X}/": (OURS, f"Location: {Y}/"), f"{Y}/": (OURS,)}, {"standard": MISMATCH}),
    Edge("13a", {f"{X}/": (OURS, f"Location: {P}/"), f"{P}/": (OURS,)}, {"standard": MISMATCH}),
    Edge("13b", {f"{X}/": (OURS, f"Location: {P}/"), f"{P}/": (f"{AO}: null",)}, {"standard": ALLOWED}),
    Edge("14a", {f"{S}/": (OURS, "Location: https://www.example.com/"), "https://www.example.com/": (OURS,)},
         {"standard": MISMATCH}, {"url": f"{S}/"}),
    Edge("14b", {f"{S}/": (OURS, "Location: https://www.example.com/"), "https://www.example.com/": (f"{AO}: null",)},
         {"standard": ALLOWED}, {"url": f"{S}/"}),
    Edge("15", {f"{P}/": (f"Location: {X}/",), f"{X}/": (OURS,)}, {"standard": ALLOWED}, {"url": f"{P}/"}),
    Edge("16", {f"{X}/": (f"Location: {Y}/",), f"{Y}/": (f"{AO}: *",)}, {"standard": MISSING}),
    Edge("17", {f"{X}/": (f"Location: {Y}/",)}, {"standard": MISSING}, {"redirect": "manual"}),
    Edge("18", {f"{X}/": (OURS, "Location: https://user:pass@api.example.net/2")},
         {"standard": "RedirectContainsCredentials"}),
    Edge("19", {f"{X}/": (OURS, f"{AM}: PUT", f"Location: {X}/2", "Status: 301"), f"{X}/2": (OURS, f"{AM}: PUT")},
         {"standard": ALLOWED}, PUT, asks={"standard": 2}),
    Edge("20", {f"{X}/": (OURS, f"{AH}: content-type,x-a", f"Location: {X}/2"), f"{X}/2": (OURS, f"{AH}: x-a")},
         {"standard": ALLOWED, "webkit": HEADER},
         {"method": "POST", "body": b"{}", **headers("Content-Type: application/json", "X-A: 1")},
         asks={"standard": 2}),
    Edge("21", {f"{X}/": (OURS, f"{AH}: authorization", f"Location: {Y}/"), f"{Y}/": (f"{AO}: *",)},
         {"standard": ALLOWED, "webkit": HEADER}, headers("Authorization: x"),
         asks={"standard": 1, "firefox": 2, "webkit": 2}),
    Edge("22", {f"{X}/": (OURS, f"{AM}: DELETE", f"Location: {X}/2", "Status: 303"), f"{X}/2": (OURS,)},
         {"standard": ALLOWED}, {"method": "DELETE"}, asks={"standard": 1, "firefox": 2, "webkit": 2}),
    *(Edge(f"23 {status}", (OURS,), {"standard": "PreflightDisallowedRedirect"}, PUT, preflight_status=status,
           preflight=(OURS, f"{AM}: PUT", f"Location: {X}/2")) for status in (301, 302, 308)),
    *(Edge(f"24 {status}", (OURS, f"{AM}: PUT"), {"standard": "PreflightInvalidStatus"}, PUT, preflight_status=status)
      for status in (304, 401, 403, 500)),
    Edge("25", (OURS, TRUE), {"standard": "PreflightInvalidAllowCredentials"}, {**PUT, **INC},
         preflight=(OURS, f"{AM}: PUT")),
    Edge("26a", (OURS, TRUE, f"{AM}: *"), {"standard": METHOD}, {**PUT, **INC}),
    Edge("26b", (OURS, TRUE, f"{AH}: *"), {"standard": HEADER}, {**headers("X-A: 1"), **INC}),
    Edge("27", (OURS, f"{AH}: *"), {"standard": HEADER, "chromium": ALLOWED, "firefox": ALLOWED, "webkit": ALLOWED},
         headers("Authorization: x")),
    Edge("28a", (OURS, f"{AM}: PATCH"), {"standard": METHOD}, {"method": "patch"}),
    Edge("28b", (OURS, f"{AM}: PUT"), {"standard": ALLOWED}, {"method": "put"}),
    Edge("29", (OURS, f"{AM}: put"), {"standard": METHOD}, PUT),
    Edge("30", (OURS, f"{AH}: x-a"), {"standard": ALLOWED}, {"method": "POST", **headers("X-A: 1")}),
    Edge("31", (OURS, f"{AM}: GET;PUT", f"{AH}: x-a"), {"standard": "InvalidAllowMethodsPreflightResponse"},
         headers("X-A: 1")),
    Edge("32a", (OURS, f"{AH}: X-A X-B"), {"standard": "InvalidAllowHeadersPreflightResponse"}, headers("X-A: 1")),
    Edge("32b", (OURS, f'{AH}: "X-A"'), {"standard": "InvalidAllowHeadersPreflightResponse"}, headers("X-A: 1")),
    Edge("32c", (OURS, f"{AH}: ,X-A,,"), {"standard": ALLOWED}, headers("X-A: 1")),
    Edge("33a", (OURS, f"{AH}: content-type"), {"standard": ALLOWED},
         {"method": "POST", **headers('Content-Type: text/plain; charset="utf-8"')}, asks={"standard": 1}),
    Edge("33b", (OURS,), {"standard": ALLOWED}, {"method": "POST", **headers("Content-Type: TEXT/PLAIN")},
         asks={"standard": 0}),
    Edge("33c", (OURS, f"{AH}: content-type"), {"standard": ALLOWED},
         {"method": "POST", **headers("Content-Type: text/plain, application/json")}, asks={"standard": 1}),
    Edge("34a", (OURS, f"{AH}: accept"), {"standard": ALLOWED}, headers(f"Accept: {'a' * 129}"), asks={"standard": 1}),
    Edge("34b", (OURS, f"{AH}: accept"), {"standard": ALLOWED}, headers(ACCEPT_100, ACCEPT_100),
         asks={"standard": 0, "chromium": 1, "webkit": 1}),
    Edge("35a", (OURS,), {"standard": ALLOWED}, headers("Range: bytes=0-99"), asks={"standard": 0}),
    Edge("35b", (OURS, f"{AH}: range"), {"standard": ALLOWED}, headers("Range: bytes=-500"), asks={"standard": 1}),
    Edge("36", (), {"standard": ALLOWED}, {"url": f"{P}/x", "method": "POST"}, asks={"standard": 0}),
]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.number)
def test_edge(edge: Edge, profile: str) -> None:
    result = edge.run(profile)
    outcome = result.reason.code if result.reason is not None else ALLOWED
    assert outcome == edge.expected.get(profile, edge.expected["standard"])
    if edge.asks is not None:
        asked = sum(exchange.kind == "preflight" for exchange in result.exchanges)
        assert asked == edge.asks.get(profile, edge.asks["standard"])


per_profile = pytest.mark.parametrize("profile", PROFILES)


@per_profile
def test_12_to_14_a_tainted_origin_is_null(profile: str) -> None:
    edges = {edge.number: edge for edge in EDGES}
    for number in ("12", "13a", "14a"):
        last = edges[number].run(profile).exchanges[-1].request
        assert ("Origin", "null") in last.headers


@per_profile
def test_19_a_301_keeps_put(profile: str) -> None:
    result = next(edge for edge in EDGES if edge.number == "19").run(profile)
    assert [exchange.request.method for exchange in result.exchanges] == ["OPTIONS", "PUT", "OPTIONS", "PUT"]


@per_profile
def test_21_authorization_does_not_go_along(profile: str) -> None:
    result = next(edge for edge in EDGES if edge.number == "21").run(profile)
    assert not any(name == "Authorization" for name, _ in result.exchanges[-1].request.headers)


@per_profile
def test_36_a_post_at_home_carries_origin(profile: str) -> None:
    result = next(edge for edge in EDGES if edge.number == "36").run(profile)
    assert ("Origin", P) in result.exchanges[0].request.headers


@per_profile
@pytest.mark.parametrize(
    ("exposes", "credentials", "visible"),
    [
        ('X-A, "X-B"', "omit", set()),
        ("*", "include", set()),
        ("*", "omit", {"X-A", "X-B", AO, AC, "Access-Control-Expose-Headers"}),
    ],
)
def test_37_what_is_exposed(exposes: str, credentials: str, visible: set[str], profile: str) -> None:
    lines = (OURS, TRUE, "X-A: 1", "X-B: 2", "Set-Cookie: a=1", f"Access-Control-Expose-Headers: {exposes}")
    response = Edge("37", lines, {}, {"credentials": credentials}).run(profile).response
    assert {name for name, _ in response.headers} == visible


def test_38_an_unreadable_max_age_is_five_seconds() -> None:
    seconds = {"-1": [5, 0, 0, 0], "abc": [5, 5, 0, 5]}
    for value, expected in seconds.items():
        edge = Edge("38", (OURS, f"{AM}: PUT", f"Access-Control-Max-Age: {value}"), {}, PUT)
        assert [edge.run(profile).max_age for profile in PROFILES] == expected
    lines = (OURS, f"{AM}: PUT", *["Access-Control-Max-Age: 600"] * 2)
    assert [Edge("38", lines, {}, PUT).run(profile).max_age for profile in PROFILES] == [5, 5, 0, 5]


@pytest.mark.parametrize(
    ("first", "then", "again"),
    [("omit", "include", dict.fromkeys(PROFILES, True)), ("include", "omit", {"firefox": True})],
)
@per_profile
def test_39_credentials_and_the_cache(first: str, then: str, again: dict[str, bool], profile: str) -> None:
    edge = Edge("39", (OURS, TRUE, f"{AM}: PUT", "Access-Control-Max-Age: 600"), {})
    page = Browser(ScriptedTransport(edge.answer), profile=profile, clock=lambda: 0.0).page(f"{P}/")
    assert page.fetch(f"{X}/", method="PUT", credentials=first).preflighted
    assert page.fetch(f"{X}/", method="PUT", credentials=then).preflighted == again.get(profile, False)


@per_profile
def test_40_same_site_is_not_same_origin(profile: str) -> None:
    edge = Edge("40", (OURS, TRUE), {})
    browser = Browser(ScriptedTransport(edge.answer), profile=profile, clock=lambda: 0.0)
    browser.set_cookie(f"{S}/", "sid=1; SameSite=Strict; Secure")
    page = browser.page(f"{P}/")
    carried = [
        dict(page.fetch(f"{S}/", credentials=credentials).exchanges[0].request.headers).get("Cookie")
        for credentials in ("same-origin", "include")
    ]
    assert carried == [None, "sid=1"]
