"""What must hold for every fetch, whatever script asks for and whatever bytes the servers answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.cookies import CookieJar
from pytest_cors.errors import CorsDenied, RequestError, TransportError
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.preflight_cache import PreflightCache
from pytest_cors.fetch.profile import PROFILES, Profile
from pytest_cors.fetch.reasons import CODES

BROWSERS = ("chromium", "firefox", "webkit")
ORIGINS = (
    "https://app.example.com",
    "https://api.example.com",
    "https://api.example.net",
    "http://api.example.net:8080",
    "http://localhost:3000",
)

# What script asks for

AUTHOR_HEADERS: list[Header] = [
    ("Accept", "text/html"),
    ("Accept", "a" * 129),
    ("Content-Type", "application/json"),
    ("Content-Type", "text/plain"),
    ("Authorization", "Bearer x"),
    ("X-A", "1"),
    ("x-b", ""),
    ("Range", "bytes=0-9"),
    ("Range", "BYTES=+1-"),
    ("DPR", "2"),
    ("If-None-Match", "*"),
    ("User-Agent", "me"),
    ("X-HTTP-Method-Override", "PUT"),
]

# NB: latin-1 with every control character: strings here are bytes.
isomorphic_text = st.text(st.characters(codec="latin-1"), max_size=20)
author_headers = st.lists(
    st.sampled_from(AUTHOR_HEADERS) | st.tuples(st.sampled_from(["X-A", "accept", "Content-Type"]), isomorphic_text),
    max_size=4,
)


@dataclass(frozen=True)
class Call:
    """One fetch of one page."""

    page: str
    sandboxed: bool
    url: str
    keywords: dict[str, Any]


calls = st.builds(
    Call,
    page=st.sampled_from([f"{origin}/" for origin in ORIGINS]),
    sandboxed=st.sampled_from([False, False, False, True]),
    url=st.builds(
        str.__add__, st.sampled_from([*ORIGINS[:3] * 3, *ORIGINS[3:]]), st.sampled_from(["/0", "/1", "/2?q"])
    ),
    keywords=st.fixed_dictionaries(
        {
            "method": st.sampled_from(["GET", "POST", "PUT", "DELETE", "patch", "HEAD", "OPTIONS"]),
            "headers": author_headers,
            "mode": st.sampled_from(["cors"] * 8 + ["no-cors", "same-origin"]),
            "credentials": st.sampled_from(["omit", "same-origin", "include"]),
            "redirect": st.sampled_from(["follow"] * 6 + ["error", "manual"]),
            "use_cors_preflight": st.sampled_from([False] * 5 + [True]),
        }
    ),
)

# What servers answer

REFLECTED = "the Origin of the request"
ALL_NAMES = "accept, authorization, content-type, dpr, if-none-match, range, user-agent, x-a, x-b"
POLICY: dict[str, list[str]] = {
    "Access-Control-Allow-Origin": [REFLECTED, "*", *ORIGINS, "null", f"{ORIGINS[0]}/", ""],
    "Access-Control-Allow-Credentials": ["true", "True", ""],
    "Access-Control-Allow-Methods": ["PUT, DELETE", "*", "patch,,PATCH", "GET;PUT", ""],
    "Access-Control-Allow-Headers": ["x-a, x-b", "*", "Authorization, Content-Type", '"X-A"', "range,dpr,accept"],
    "Access-Control-Max-Age": ["600", "0", "-1", "abc", "9" * 25],
    "Access-Control-Expose-Headers": ["*", "X-Total", "x y"],
    "Cross-Origin-Resource-Policy": ["same-origin", "same-site", "cross-origin"],
    "Location": ["/0", "/1", "https://api.example.net/2", "data:,x", "https://u:p@api.example.com/1", "http://[", ""],
    "Set-Cookie": ["a=1", "b=2; Secure; SameSite=None", "__Host-c=3; Secure; Path=/"],
    "Timing-Allow-Origin": ["*"],
}
policy_headers = st.sampled_from(sorted(POLICY)).flatmap(
    lambda name: st.tuples(st.sampled_from([name, name.lower()]), st.sampled_from(POLICY[name]) | isomorphic_text)
)
any_headers = st.lists(policy_headers | st.tuples(isomorphic_text, isomorphic_text), max_size=6)


def likely(name: str, *values: str) -> st.SearchStrategy[list[Header]]:
    """A header that mostly says the first of these values, and sometimes is not there."""
    return st.sampled_from([*([[(name, values[0])]] * 4), *([(name, value)] for value in values[1:]), []])


likely_headers = st.tuples(
    likely("Access-Control-Allow-Origin", REFLECTED, "*", "null", ORIGINS[0]),
    likely("Access-Control-Allow-Credentials", "true"),
    likely("Access-Control-Allow-Methods", "DELETE, patch, PUT", "*", "PUT"),
    likely("Access-Control-Allow-Headers", ALL_NAMES, "*", "x-a"),
    likely("Location", "/2", "/1", "https://api.example.net/1", "https://app.example.com/2"),
    st.lists(policy_headers, max_size=2),
).map(lambda parts: [header for part in parts for header in part])

SECRET = b"for nobody else"


@dataclass(slots=True)
class SecretBody:
    """A body that knows whether it was read."""

    reads: int = 0

    def read(self) -> bytes:
        self.reads += 1
        return SECRET

    def close(self) -> None:
        """It holds nothing."""


@dataclass(slots=True)
class Server:
    """Says the same whenever it is asked the same: one answer to preflights and one to requests, path by path."""

    answers: dict[tuple[str, bool], tuple[int, list[Header]] | None]
    bodies: list[SecretBody] = field(default_factory=list)
    asked: list[HttpRequest] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        self.asked.append(request)
        path = request.url[request.url.index("/", 8) :].partition("?")[0]
        preflight = any(name == "Access-Control-Request-Method" for name, _ in request.headers)
        answer = self.answers.get((path, preflight), (404, []))
        if answer is None:
            raise TransportError("connection refused")
        status, headers = answer
        origin = next((value for name, value in request.headers if name == "Origin"), "")
        self.bodies.append(SecretBody())
        sent = [(name, origin if value == REFLECTED else value) for name, value in headers]
        return HttpResponse(status, sent, self.bodies[-1])


statuses = st.integers(100, 599)
redirects = st.sampled_from([301, 302, 303, 307, 308])
request_answers = st.one_of(
    st.tuples(st.sampled_from([200, 204, 404, 500]), likely_headers),
    st.tuples(redirects, likely_headers),
    st.tuples(redirects, likely_headers),
    st.tuples(redirects | statuses, any_headers),
    st.tuples(statuses, likely_headers),
    st.none(),
)
preflight_answers = st.one_of(
    st.tuples(st.just(204), likely_headers),
    st.tuples(st.just(204), likely_headers),
    st.tuples(st.sampled_from([301, 401]) | statuses, likely_headers),
    st.tuples(statuses, any_headers),
)
servers = st.fixed_dictionaries(
    {(path, preflight): preflight_answers if preflight else request_answers
     for path in ("/0", "/1", "/2") for preflight in (True, False)}
)  # fmt: skip


def run(browser: Browser, call: Call) -> FetchResult | RequestError:
    page = browser.page(call.page, sandboxed=call.sandboxed)
    try:
        return page.fetch(call.url, **call.keywords)
    except RequestError as error:
        return error


def fetched(server: Server, profile: str, call: Call) -> FetchResult:
    """The result of one fetch in a new browser; the example is dropped when script cannot construct the request."""
    result = run(Browser(server, profile=profile, clock=lambda: 0.0), call)
    assume(not isinstance(result, RequestError))
    assert isinstance(result, FetchResult)
    return result


def seen_by_script(result: FetchResult | RequestError) -> object:
    """All that tells two results apart for script."""
    if isinstance(result, RequestError):
        return str(result)
    if result.reason is not None:
        return result.reason.code, result.reason.parameter
    response = result.response
    return response.type, response.status, response.headers, response.url, response.body


def told(result: FetchResult | RequestError) -> object:
    """All that there is to tell about a result."""
    if isinstance(result, RequestError):
        return str(result)
    wire = [(exchange.kind, exchange.request) for exchange in result.exchanges]
    return seen_by_script(result), wire, result.steps(), result.max_age, result.cookies


profiles = st.sampled_from(PROFILES)


@given(profiles, calls, servers)
def test_whatever_a_server_answers_there_is_a_verdict_with_a_reason(profile: str, call: Call, server: Any) -> None:
    result = fetched(Server(server), profile, call)
    assert result.allowed != result.denied
    assert result.steps()
    assert repr(result)
    assert result.explain()
    if result.reason is not None:
        assert result.reason.code in CODES
        assert all(isinstance(result.reason.message(console), str) for console in PROFILES)


@given(profiles, calls, servers)
def test_the_verdict_is_the_last_step_of_the_trace(profile: str, call: Call, server: Any) -> None:
    result = fetched(Server(server), profile, call)
    *before, last = result.steps()
    assert all(step.passed for step in before)
    assert last.passed == result.allowed
    if result.reason is not None:
        assert (result.reason.anchor, result.reason.step) == (last.anchor, last.number)


@given(profiles, calls, servers)
def test_a_denied_fetch_exposes_nothing(profile: str, call: Call, server: Any) -> None:
    world = Server(server)
    result = fetched(world, profile, call)
    if result.allowed:
        assert not any(name.lower() in {"set-cookie", "set-cookie2"} for name, _ in result.response.headers)
        return
    assert not any(result.exposes(name) for name in ("Content-Type", "X-Total", "Set-Cookie"))
    assert not any(body.reads for body in world.bodies)
    with pytest.raises(CorsDenied):
        _ = result.response
    assert not any(body.reads for body in world.bodies)


@given(profiles, calls, servers)
def test_an_opaque_response_tells_nothing(profile: str, call: Call, server: Any) -> None:
    keywords = {"mode": "no-cors", "credentials": call.keywords["credentials"]}
    result = fetched(Server(server), profile, Call(call.page, call.sandboxed, call.url, keywords))
    assume(result.allowed and not result.same_origin)
    response = result.response
    assert response.type == "opaque"
    assert (response.status, response.status_text, response.headers, response.body) == (0, "", (), b"")
    assert not result.exposes("Content-Type")


@given(profiles, calls, calls, servers)
def test_what_was_preflighted_before_changes_no_verdict(profile: str, first: Call, second: Call, server: Any) -> None:
    browser = Browser(Server(server), profile=profile, clock=lambda: 0.0, third_party_cookies="blocked")
    before = run(browser, first)
    again = run(browser, first)
    after = run(browser, second)
    fresh = run(Browser(Server(server), profile=profile, clock=lambda: 0.0), second)
    assert seen_by_script(again) == seen_by_script(before)
    assert seen_by_script(after) == seen_by_script(fresh)


@given(profiles, st.lists(calls, max_size=3), servers)
def test_a_browser_does_the_same_again(profile: str, several: list[Call], server: Any) -> None:
    def all_of_it() -> list[object]:
        browser = Browser(Server(server), profile=profile, clock=lambda: 0.0)
        return [told(run(browser, call)) for call in several]

    assert all_of_it() == all_of_it()


@given(st.sampled_from(BROWSERS), st.lists(calls, min_size=1, max_size=2), servers)
def test_without_its_quirks_a_browser_is_the_standard(name: str, several: list[Call], server: Any) -> None:
    def with_profile(profile: Profile) -> list[object]:
        browser = Browser(Server(server), profile="standard", clock=lambda: 0.0)
        browser.profile = profile
        browser.cookies = CookieJar(profile)
        browser.preflight_cache = PreflightCache(profile)
        return [told(run(browser, call)) for call in several]

    assert with_profile(Profile(name=name)) == with_profile(Profile())


@given(profiles, calls, servers)
def test_a_request_without_credentials_carries_none_and_leaves_none(profile: str, call: Call, server: Any) -> None:
    world = Server(server)
    browser = Browser(world, profile=profile, clock=lambda: 0.0, third_party_cookies="allowed")
    for origin in ORIGINS:
        browser.set_cookie(f"{origin}/", "sid=1")
    kept = len(browser.cookies)
    result = run(browser, Call(call.page, call.sandboxed, call.url, {**call.keywords, "credentials": "omit"}))
    assume(isinstance(result, FetchResult))
    assert not any(name == "Cookie" for request in world.asked for name, _ in request.headers)
    assert len(browser.cookies) == kept


@given(profiles, calls, servers)
def test_a_preflight_carries_neither_cookies_nor_the_authors_headers(profile: str, call: Call, server: Any) -> None:
    browser = Browser(Server(server), profile=profile, clock=lambda: 0.0, third_party_cookies="allowed")
    for origin in ORIGINS:
        browser.set_cookie(f"{origin}/", "sid=1; Secure; SameSite=None" if "https" in origin else "sid=1")
    result = run(browser, call)
    assume(isinstance(result, FetchResult) and result.preflighted)
    assert isinstance(result, FetchResult)
    allowed = {"accept", "access-control-request-method", "access-control-request-headers", "origin", "referer"}
    for exchange in result.exchanges:
        if exchange.kind == "preflight":
            assert exchange.request.method == "OPTIONS"
            assert exchange.request.body == b""
            names = {name.lower() for name, _ in exchange.request.headers}
            assert {name for name in names if not name.startswith("sec-fetch-")} <= allowed
