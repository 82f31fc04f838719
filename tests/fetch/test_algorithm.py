"""The engine by itself: generators that yield requests and receive responses, and do nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from pytest_cors.browser import Browser
from pytest_cors.errors import TransportError
from pytest_cors.fetch.algorithm import fetch
from pytest_cors.fetch.construct import new_request
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.params import CookieContext, CookieNote, FetchParams
from pytest_cors.fetch.preflight_cache import PreflightCache
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.response import NetworkError, Response
from pytest_cors.fetch.url import parse
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"


class OneCookie:
    """A cookie store that says what it is asked and told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, float]] = []
        self.told: list[tuple[list[str], str]] = []

    def cookie_header(self, context: CookieContext, notes: list[CookieNote]) -> str:
        self.asked.append((context.url.href, context.method, context.now))
        notes.append(CookieNote("other", "not-sent", "SecureOnly", context.url.href))
        return "sid=1"

    def addressed_to(self, url: object) -> Sequence[str]:
        return ("sid", "other")

    def store(self, set_cookie: Sequence[str], context: CookieContext, notes: list[CookieNote]) -> None:
        self.told.append((list(set_cookie), context.url.href))


def params_of(store: OneCookie, name: str = "standard", **more: object) -> FetchParams:
    chosen = profile(name)
    return FetchParams(chosen, store, PreflightCache(chosen), 1000.0, **more)  # type: ignore[arg-type]


def client() -> Client:
    url = parse(f"{APP}/")
    return Client(url, url.origin, url.origin)


def drive(
    params: FetchParams, answers: list[HttpResponse | Exception], **keywords: Any
) -> tuple[object, list[HttpRequest]]:
    """A few lines are all it takes."""
    url = keywords.pop("url", f"{API}/")
    steps = fetch(params, new_request(client(), params.profile, url, **keywords))
    sent = []
    try:
        message = next(steps)
        while True:
            sent.append(message)
            answer = answers[len(sent) - 1]
            message = steps.throw(answer) if isinstance(answer, Exception) else steps.send(answer)
    except StopIteration as stop:
        return stop.value, sent


OURS = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]


def test_an_allowed_fetch() -> None:
    params = params_of(OneCookie())
    outcome, sent = drive(params, [HttpResponse(200, OURS, b"ok")])
    assert isinstance(outcome, Response)
    assert outcome.body == b"ok"
    assert [exchange.request for exchange in params.exchanges] == sent
    assert params.max_age is None
    assert params.timing_allowed is False


def test_a_denied_fetch() -> None:
    params = params_of(OneCookie())
    outcome, _ = drive(params, [HttpResponse(200)])
    assert isinstance(outcome, NetworkError)
    assert params.trace[-1][-1] is outcome.reason


@pytest.mark.parametrize(
    ("credentials", "url", "goes"),
    [
        ("include", f"{API}/", True),
        ("same-origin", f"{API}/", False),
        ("omit", f"{API}/", False),
        ("same-origin", f"{APP}/x", True),
        ("omit", f"{APP}/x", False),
    ],
)
def test_when_cookies_go_along(credentials: str, url: str, goes: bool) -> None:
    store = OneCookie()
    params = params_of(store)
    answer = HttpResponse(200, [*OURS, ("Set-Cookie", "a=1"), ("set-cookie", " b=2 ")])
    _, sent = drive(params, [answer], credentials=credentials, url=url)
    assert dict(sent[0].headers).get("Cookie") == ("sid=1" if goes else None)
    assert store.asked == ([(url, "GET", 1000.0)] if goes else [])
    assert store.told == ([(["a=1", "b=2"], url)] if goes else [])
    withheld = [CookieNote(name, "not-sent", "CredentialsMode", url) for name in ("sid", "other")]
    assert params.cookie_notes == ([CookieNote("other", "not-sent", "SecureOnly", url)] if goes else withheld)


def test_every_hop_adds_to_what_is_known_of_the_cookies() -> None:
    params = params_of(OneCookie())
    drive(params, [HttpResponse(302, [("Location", f"{API}/")]), HttpResponse(200, OURS)], url=f"{APP}/x")
    assert [(note.why, note.url) for note in params.cookie_notes] == [
        ("SecureOnly", f"{APP}/x"),
        ("CredentialsMode", f"{API}/"),
        ("CredentialsMode", f"{API}/"),
    ]


def test_cookies_are_stored_whatever_the_check_says() -> None:
    store = OneCookie()
    outcome, _ = drive(params_of(store), [HttpResponse(200, [("Set-Cookie", "a=1")])], credentials="include")
    assert isinstance(outcome, NetworkError)
    assert store.told == [(["a=1"], f"{API}/")]


def test_without_set_cookie_nothing_is_stored() -> None:
    store = OneCookie()
    drive(params_of(store), [HttpResponse(200, OURS)], credentials="include")
    assert store.told == []


@pytest.mark.parametrize(
    ("keywords", "authorization"),
    [
        ({"credentials": "include"}, "Basic eDp5"),
        ({"credentials": "same-origin"}, None),
        ({"credentials": "include", "url": f"{APP}/"}, None),
    ],
)
def test_remembered_http_credentials(keywords: dict[str, str], authorization: str | None) -> None:
    params = params_of(OneCookie(), authentication_entries={API: "Basic eDp5"})
    _, sent = drive(params, [HttpResponse(200, OURS)], **keywords)
    assert dict(sent[0].headers).get("Authorization") == authorization


def test_the_authors_authorization_comes_first() -> None:
    params = params_of(OneCookie(), authentication_entries={APP: "Basic eDp5"})
    request = new_request(client(), params.profile, f"{APP}/", headers=[("authorization", "mine")])
    message = next(fetch(params, request))
    assert [value for name, value in message.headers if name.lower() == "authorization"] == ["mine"]


def test_preflights_go_without() -> None:
    store = OneCookie()
    params = params_of(store, authentication_entries={API: "Basic eDp5"})
    answers: list[HttpResponse | Exception] = [
        HttpResponse(204, [*OURS, ("Access-Control-Allow-Methods", "PUT"), ("Set-Cookie", "a=1")]),
        HttpResponse(200, OURS),
    ]
    _, sent = drive(params, answers, method="PUT", credentials="include")
    assert {"Cookie", "Authorization"}.isdisjoint(dict(sent[0].headers))
    assert {"Cookie", "Authorization"} <= set(dict(sent[1].headers))
    assert store.told == []
    assert params.max_age == 5


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_failed_connection(method: str) -> None:
    outcome, _ = drive(params_of(OneCookie()), [TransportError("refused")], method=method)
    assert isinstance(outcome, NetworkError)
    assert (outcome.reason.code, outcome.reason.parameter) == ("ConnectionFailed", "refused")
    assert outcome.reason.preflight == (method == "PUT")
    assert outcome.reason.response is None


def test_other_exceptions_are_the_drivers() -> None:
    with pytest.raises(ZeroDivisionError):
        drive(params_of(OneCookie()), [ZeroDivisionError()])


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "foo:bar", "javascript:1", "file:///x", "ws://a.example/", "blob:x"]
)
@pytest.mark.parametrize(
    ("mode", "code"),
    [("cors", "CorsDisabledScheme"), ("same-origin", "DisallowedByMode"), ("no-cors", "UnsupportedScheme")],
)
def test_a_scheme_that_is_not_http_is_never_asked_for(url: str, name: str, mode: str, code: str) -> None:
    server = ScriptedTransport([])
    reason = Browser(server, profile=name).page("http://app.example.com/").fetch(url, mode=mode).reason
    assert reason is not None
    assert reason.code == ("UnsupportedScheme" if url.startswith("blob:") else code)
    assert reason.parameter == (None if reason.code == "DisallowedByMode" else url.partition(":")[0])
    never = url.startswith("blob:") or reason.code == "DisallowedByMode"
    assert reason.wanted == ("" if never else "http or https")
    assert server.requests == []


@pytest.mark.parametrize(
    ("mode", "redirect", "page", "url", "expected"),
    [
        # What is told first when a page on https asks for http in a mode that forbids it anyway.
        ("same-origin", "follow", APP, "http://a.example/", {"standard": "MixedContent", "firefox": "MixedContent"}),
        ("no-cors", "manual", APP, "http://a.example/", {"standard": "MixedContent", "firefox": "MixedContent"}),
        ("no-cors", "follow", APP, "http://a.example/", dict.fromkeys(PROFILES, "MixedContent")),
    ],
)
def test_mode_and_mixed_content(mode: str, redirect: str, page: str, url: str, expected: dict[str, str]) -> None:
    other = {"same-origin": "DisallowedByMode", "no-cors": "NoCorsRedirectModeNotFollow"}[mode]
    for name in PROFILES:
        reason = (
            Browser(ScriptedTransport([]), profile=name)
            .page(f"{page}/")
            .fetch(url, mode=mode, redirect=redirect)
            .reason
        )
        assert reason is not None
        assert reason.code == expected.get(name, other)


@pytest.mark.parametrize("name", PROFILES)
def test_in_a_secure_page_an_insecure_frame_may_not_even_ask_at_home(name: str) -> None:
    server = ScriptedTransport([])
    page = Browser(server, profile=name).page("http://a.example/", top_level_url="https://top.example/")
    reason = page.fetch("/x", mode="same-origin").reason
    assert reason is not None
    assert reason.code == "MixedContent"
    assert server.requests == []
