"""What a browser remembers of preflights: fetch after fetch in one browser, by profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pytest_cors.browser import Browser
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
AO, AC = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
AM, AH = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
TEN_MINUTES: Header = ("Access-Control-Max-Age", "600")


@dataclass(frozen=True)
class Server:
    """It says the same to every preflight, and lets every request through unless it is told not to.

    In what it says ``{method}`` and ``{names}`` stand for what it is asked for.
    """

    methods: str = "PUT, DELETE"
    headers: str = "x-a, x-b, authorization"
    more: tuple[Header, ...] = (TEN_MINUTES,)
    wildcard: bool = False
    lets_through: bool = True

    def answer(self, request: HttpRequest) -> HttpResponse:
        origin = dict(request.headers).get("Origin", "")
        allowed = [(AO, "*")] if self.wildcard else [(AO, origin), (AC, "true")]
        if request.method == "OPTIONS":
            asked = dict(request.headers)
            methods = self.methods.format(method=asked["Access-Control-Request-Method"])
            names = self.headers.format(names=asked.get("Access-Control-Request-Headers", ""))
            return HttpResponse(204, [*allowed, (AM, methods), (AH, names), *self.more])
        return HttpResponse(200, allowed if self.lets_through else [])


@dataclass(frozen=True)
class Sequence:
    """Fetches one after the other.

    :param preflighted: one letter a fetch, by profile: ``p`` preflighted, ``.`` served from the cache or not in need;
        capital when the fetch is denied.
    """

    name: str
    fetches: list[dict[str, Any]]
    preflighted: dict[str, str]
    server: Server = field(default_factory=Server)


PUT: dict[str, Any] = {"method": "PUT"}
DELETE: dict[str, Any] = {"method": "DELETE"}
A: dict[str, Any] = {"headers": [("X-A", "1")]}
B: dict[str, Any] = {"headers": [("x-b", "1")]}
AUTH: dict[str, Any] = {"headers": [("Authorization", "x")]}
INCLUDE: dict[str, Any] = {"credentials": "include"}
WILD = Server(methods="*", headers="*", wildcard=True)
SEQUENCES = [
    Sequence("the same again", [PUT, PUT], {"standard": "p."}),
    Sequence("other things that were allowed", [PUT, DELETE, A, {**PUT, **B}], {"standard": "p..."}),
    Sequence("a safelisted method", [A, {"method": "POST", **A}, PUT], {"standard": "p.."}),
    Sequence("HEAD", [{"method": "HEAD", **A}] * 2, {"standard": "p.", "firefox": "pp"}),
    Sequence("HEAD that is named", [{"method": "HEAD", **A}] * 2, {"standard": "p."}, Server(methods="HEAD")),
    Sequence("in need of none", [PUT, {}], {"standard": "p."}),
    Sequence("another query", [{**PUT, "url": "/?a"}, {**PUT, "url": "/?b"}], {"standard": "pp"}),
    Sequence("another path", [{**PUT, "url": "/a"}, {**PUT, "url": "/b"}], {"standard": "pp"}),
    Sequence("another fragment", [{**PUT, "url": "/#a"}, {**PUT, "url": "/#b"}], {"standard": "pp"}),
    Sequence("another page, one origin", [PUT, {**PUT, "page": f"{APP}/other"}], {"standard": "p."}),
    Sequence("another origin", [PUT, {**PUT, "page": "https://www.example.com/"}, PUT], {"standard": "pp."}),
    Sequence("another top-level site", [PUT, {**PUT, "top": "https://top.example/"}], {"standard": "pp"}),
    Sequence("one top-level site", [{**PUT, "top": f"{APP}/"}, {**PUT, "top": "https://www.example.com/"}],
             {"standard": "p."}),
    Sequence("top-level sites below one name",
             [{**PUT, "top": f"https://{name}.com/"} for name in ("a", "b", "www.b", "c", "a", "b")],
             {"standard": "pp.p.."}),
    Sequence("top-level sites that differ in their scheme",
             [{**PUT, "top": f"{scheme}://a.com/"} for scheme in ("https", "http", "https")], {"standard": "pp."}),
    Sequence("top-level addresses",
             [{**PUT, "top": f"https://10.0.{number}.1/"} for number in (0, 1, 0)], {"standard": "pp."}),
    Sequence("opaque top-level origins", [{**PUT, "top": "data:,a"}, {**PUT, "top": "data:,b"}], {"standard": "pp"}),
    Sequence("without, then with credentials", [PUT, {**PUT, **INCLUDE}], {"standard": "pp"}),
    Sequence("with, then without credentials", [{**PUT, **INCLUDE}, PUT], {"standard": "p.", "firefox": "pp"}),
    Sequence("with credentials twice", [{**PUT, **INCLUDE}] * 2, {"standard": "p."}),
    Sequence("header with, then without credentials", [{**A, **INCLUDE}, A], {"standard": "p.", "firefox": "pp"}),
    Sequence("header without, then with credentials", [A, {**A, **INCLUDE}], {"standard": "pp"}),
    Sequence("not remembered", [PUT, PUT], {"standard": "pp"}, Server(more=(("Access-Control-Max-Age", "0"),))),
    Sequence("five seconds by default", [PUT, {**PUT, "after": 4.9}, {**PUT, "after": 0.2}], {"standard": "p.p"},
             Server(more=())),
    Sequence("ten minutes", [PUT, {**PUT, "after": 599.9}, {**PUT, "after": 0.2}], {"standard": "p.p"}),
    # A wildcard that is remembered
    Sequence("wildcard for methods", [PUT, DELETE], {"standard": "p.", "firefox": "pp"}, WILD),
    Sequence("wildcard for headers", [A, B], {"standard": "p.", "firefox": "pp"}, WILD),
    Sequence("wildcard expires", [PUT, {**DELETE, "after": 600}], {"standard": "pp"}, WILD),
    Sequence("wildcard for headers expires", [A, {**B, "after": 600}], {"standard": "pp"}, WILD),
    Sequence("wildcard and Authorization", [AUTH, AUTH, A],
             {"standard": "PPp", "chromium": "pp.", "firefox": "ppp", "webkit": "p.."}, WILD),
    Sequence("wildcard of a credentialed preflight", [{**PUT, **INCLUDE}, DELETE, {**DELETE, **INCLUDE}],
             {"standard": "ppP", "webkit": "p.P"}, Server(methods="PUT, *")),
    Sequence("wildcard for headers of a credentialed preflight", [{**A, **INCLUDE}, B, {**B, **INCLUDE}],
             {"standard": "ppP", "webkit": "p.P"}, Server(headers="x-a, *")),
    # What a refusal does
    Sequence("asking for too much", [PUT, {"method": "PATCH"}, PUT],
             {"standard": "pPp", "webkit": "pP."}),
    Sequence("asking for a header too much", [A, {"headers": [("X-C", "1")]}, A], {"standard": "pPp", "webkit": "pP."}),
    Sequence("half of what was asked for", [{"method": "PATCH", **A}, A], {"standard": "Pp", "webkit": "P."}),
    Sequence("half of what was asked for, a method", [{**PUT, "headers": [("X-C", "1")]}, PUT],
             {"standard": "Pp", "webkit": "P."}),
    Sequence("the request itself fails", [PUT, PUT],
             {"standard": "PP", "chromium": "P.", "webkit": "P."}, Server(lets_through=False)),
    Sequence("with credentials, and nobody allows them", [PUT, {**PUT, **INCLUDE}, PUT],
             {"standard": "pPp"}, Server(wildcard=True)),
    Sequence("a request without a preflight fails", [PUT, INCLUDE, PUT], {"standard": "p..", "firefox": "p.p"},
             Server(wildcard=True)),
    # Whose it is
    Sequence("sandboxed", [{**PUT, "sandboxed": True}] * 2, {"standard": "p.", "chromium": "pp"}),
    Sequence("sandboxed twice", [{**PUT, "sandboxed": True}, {**PUT, "sandboxed": True, "reload": True}],
             {"standard": "pp"}),
    # What earlier answers allowed
    Sequence("each answer allows what was asked for", [PUT, A, PUT, A, PUT],
             {"standard": "pp...", "chromium": "ppppp", "firefox": "ppppp", "webkit": "ppppp"},
             Server(methods="{method}", headers="{names}")),
    # What goes past the cache
    Sequence("conditional header", [{"headers": [("If-None-Match", "x")]}] * 2,
             {"standard": "p.", "chromium": "pp", "firefox": "pp"}, Server(headers="if-none-match")),
    Sequence("upload listeners", [{"use_cors_preflight": True}] * 2, {"standard": "pp"}),
    Sequence("upload listeners, GET named", [{"use_cors_preflight": True}] * 2, {"standard": "p.", "firefox": "p."},
             Server(methods="GET")),
]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: sequence.name)
def test_sequence(sequence: Sequence, profile: str) -> None:
    now = 1000.0
    browser = Browser(ScriptedTransport(sequence.server.answer), profile=profile, clock=lambda: now)
    pages: dict[Any, Any] = {}
    seen = ""
    for each in sequence.fetches:
        keywords = dict(each)
        now += keywords.pop("after", 0)
        document = (
            keywords.pop("page", f"{APP}/"),
            keywords.pop("sandboxed", False),
            keywords.pop("top", None),
            keywords.pop("reload", False),
        )
        url, sandboxed, top, _ = document
        if document not in pages:
            pages[document] = browser.page(url, sandboxed=sandboxed, top_level_url=top)
        result = pages[document].fetch(API + keywords.pop("url", "/"), **keywords)
        letter = "p" if result.preflighted else "."
        seen += letter if result.allowed else letter.upper() if result.preflighted else "."
    wanted = sequence.preflighted.get(profile, sequence.preflighted["standard"])
    assert seen == wanted


@pytest.mark.parametrize("profile", PROFILES)
def test_what_was_allowed_to_a_page_is_not_allowed_to_a_redirect_without_origin(profile: str) -> None:
    # The second comes by way of another site, so that its Origin is null; Firefox still asks in the page's name.
    def answer(request: HttpRequest) -> HttpResponse:
        usual = Server().answer(request)
        if request.method == "PUT" and request.url.startswith(API):
            return HttpResponse(307, [*usual.headers, ("Location", "https://other.example.org/2")])
        return usual

    page = Browser(ScriptedTransport(answer), profile=profile, clock=lambda: 0.0).page(f"{APP}/")
    assert page.fetch("https://other.example.org/2", method="PUT").allowed
    kinds = [exchange.kind for exchange in page.fetch(f"{API}/1", method="PUT").exchanges]
    asked_again = [] if profile == "firefox" else ["preflight"]
    assert kinds == ["preflight", "request", *asked_again, "request"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_later_answer_takes_the_place_of_an_earlier_one(profile: str) -> None:
    now = 0.0
    ages = iter(["600", "0"])

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "OPTIONS":
            return HttpResponse(200, [(AO, "*")])
        return HttpResponse(204, [(AO, "*"), (AM, "PUT"), ("Access-Control-Max-Age", next(ages))])

    page = Browser(ScriptedTransport(answer), profile=profile, clock=lambda: now).page(f"{APP}/")
    assert page.fetch(API, method="PUT").max_age == 600
    assert page.fetch(API, method="PUT").max_age is None
    now = 600.0
    assert page.fetch(API, method="PUT").max_age == 0


NETWORK_ERRORS: list[tuple[str, dict[str, Any], dict[str, HttpResponse], str]] = [
    # What fails, the answers on its way, and what Firefox then has forgotten of /1, /2 and /3.
    ("the response", {}, {"/1": HttpResponse(200)}, "1"),
    ("the response, to a credentialed request", INCLUDE, {"/1": HttpResponse(200)}, "1"),
    ("the next hop", {}, {"/1": HttpResponse(302, [(AO, "*"), ("Location", "/2")]), "/2": HttpResponse(200)}, "2"),
    ("a Location", {}, {"/1": HttpResponse(302, [(AO, "*"), ("Location", "http://[")])}, "1"),
    ("a Location with a bad port", {}, {"/1": HttpResponse(302, [(AO, "*"), ("Location", f"{API}:6000/")])}, "1"),
    ("an insecure Location", {}, {"/1": HttpResponse(302, [(AO, "*"), ("Location", "http://a.example/")])}, "1"),
    (
        "an insecure Location of the second redirect",
        {},
        {
            "/1": HttpResponse(302, [(AO, "*"), ("Location", "/2")]),
            "/2": HttpResponse(302, [(AO, "*"), ("Location", "/3")]),
            "/3": HttpResponse(302, [(AO, "*"), ("Location", "http://a.example/")]),
        },
        "3",
    ),
    ("redirect mode error", {"redirect": "error"}, {"/1": HttpResponse(302, [(AO, "*"), ("Location", "/2")])}, ""),
    ("no-cors", {"mode": "no-cors"}, {"/1": HttpResponse(200, [("Cross-Origin-Resource-Policy", "same-origin")])}, ""),
]  # fmt: skip


@pytest.mark.parametrize("profile", ["chromium", "firefox", "webkit"])
@pytest.mark.parametrize("known", [{}, INCLUDE], ids=["anonymous", "credentialed"])
@pytest.mark.parametrize(
    ("keywords", "answers", "forgotten"), [row[1:] for row in NETWORK_ERRORS], ids=[row[0] for row in NETWORK_ERRORS]
)
def test_firefox_forgets_a_url_that_failed_without_a_preflight(
    keywords: dict[str, Any], answers: dict[str, HttpResponse], forgotten: str, known: dict[str, Any], profile: str
) -> None:
    server = Server()

    def answer(request: HttpRequest) -> HttpResponse:
        usual = server.answer(request)
        return answers.get(request.url.removeprefix(API), usual) if request.method == "GET" else usual

    page = Browser(ScriptedTransport(answer), profile=profile, clock=lambda: 0.0).page(f"{APP}/")
    for path in ("/1", "/2", "/3"):
        assert page.fetch(API + path, method="PUT", **known).preflighted
    assert page.fetch(f"{API}/1", **keywords).denied
    again = [path for path in ("1", "2", "3") if page.fetch(f"{API}/{path}", method="PUT", **known).preflighted]
    assert "".join(again) == (forgotten if profile == "firefox" else "")


def test_a_browser_can_be_told_to_forget() -> None:
    browser = Browser(ScriptedTransport(Server().answer), profile="standard")
    page = browser.page(f"{APP}/")
    page.fetch(f"{API}/1", method="PUT")
    page.fetch(f"{API}/2", method="PUT")
    assert len(browser.preflight_cache) == 2
    browser.preflight_cache.clear()
    assert len(browser.preflight_cache) == 0
    assert page.fetch(f"{API}/1", method="PUT").preflighted


def test_every_browser_has_a_cache_of_its_own() -> None:
    for _ in range(2):
        browser = Browser(ScriptedTransport(Server().answer), profile="standard")
        assert browser.page(f"{APP}/").fetch(API, method="PUT").preflighted
