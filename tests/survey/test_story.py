"""The story of a check as plain values: the same facts that the text tells."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.survey.elsewhere import elsewhere
from pytest_cors.survey.exchanges import kept, preflight_causes, recorded_exchanges
from pytest_cors.survey.record import record_fetch, record_unanswered
from pytest_cors.survey.short import in_short
from pytest_cors.survey.story import LONGEST_VALUE, RecordedElsewhere, RecordedMark, RecordedStory
from pytest_cors.survey.told import story_of
from pytest_cors.transport import HttpResponse, ScriptedTransport

SPA = "https://app.example"
ALLOWED = [("Access-Control-Allow-Origin", SPA), ("Access-Control-Allow-Credentials", "true")]


def fetched(*answers: HttpResponse, profile: str = "chromium", url: str = "https://api.example/", **init: Any) -> Any:
    browser = Browser(ScriptedTransport(answers), profile=profile)
    return browser.page(f"{SPA}/").fetch(url, **init)


def told(*answers: HttpResponse, **init: Any) -> RecordedStory:
    return story_of(fetched(*answers, **init))


def test_names_the_step_and_marks_what_decided() -> None:
    story = told(HttpResponse(200, [("Access-Control-Allow-Origin", "https://app.example.org")]))
    assert story.headline == "denied[AllowOriginMismatch]: Access-Control-Allow-Origin names another origin"
    assert story.step is not None
    assert (story.step.algorithm, story.step.number) == ("CORS check", "4")
    assert story.step.link == "https://fetch.spec.whatwg.org/#concept-cors-check"
    assert story.spot is not None
    assert (story.spot.exchange, story.spot.place, story.spot.header) == (0, "header", "Access-Control-Allow-Origin")
    assert (story.spot.seen, story.spot.wanted) == ("https://app.example.org", SPA)
    (mark,) = story.spot.marks
    assert (story.spot.seen or "")[mark.start : mark.end] == "app.example.org"
    assert story.app == "the view ran; only its answer is withheld from script"


def test_has_no_mark_in_a_header_that_is_missing() -> None:
    story = told(HttpResponse(200))
    assert story.spot is not None
    assert (story.spot.seen, story.spot.marks, story.spot.wanted) == (None, (), SPA)


def test_marks_a_status() -> None:
    story = told(HttpResponse(401, ALLOWED), method="PUT")
    assert story.spot is not None
    assert (story.spot.place, story.spot.seen, story.spot.exchange) == ("status", "401", 0)
    assert story.spot.marks == (RecordedMark(0, 0, 3, "a preflight must be answered with 200 to 299"),)


def test_marks_the_url_of_a_request_that_was_not_sent() -> None:
    story = told(url="http://api.example/")
    assert story.spot is not None
    assert (story.spot.place, story.spot.exchange) == ("url", None)
    assert story.unsent is not None
    assert (story.unsent.method, story.unsent.url, story.unsent.why) == (
        "GET",
        "http://api.example/",
        "nothing was sent",
    )


def test_marks_what_let_a_page_in_that_was_to_stay_out() -> None:
    result = fetched(HttpResponse(200, [("Access-Control-Allow-Origin", "*")]))
    story = story_of(result, declared=f"GET / from {SPA}: denied", mismatches=["expected denied, got allowed"])
    assert story.step is None
    assert story.spot is not None
    assert story.spot.marks == (RecordedMark(0, 0, 1, "every page of the web"),)


def test_tells_which_requests_an_earlier_preflight_has_spared() -> None:
    answer = HttpResponse(200, [*ALLOWED, ("Access-Control-Allow-Methods", "PUT")])
    page = Browser(ScriptedTransport(lambda _: answer)).page(f"{SPA}/")
    first, second = (page.fetch("https://api.example/", method="PUT") for _ in range(2))
    assert (story_of(first).cached, story_of(second).cached) == ((), (0,))


def test_tells_the_rest() -> None:
    story = told(
        HttpResponse(200, [*ALLOWED, ("X-Total", "3"), ("Set-Cookie", "sid=secret-value")], error=ValueError("no tea")),
        credentials="include",
    )
    assert story.hidden == ("X-Total",)
    assert story.cookies[0].startswith("sid was not stored: ")
    assert story.raised[0] == "ValueError: no tea"
    assert story.consoles == ()
    assert story.curl.startswith("curl -i https://api.example/")
    assert 'await fetch("https://api.example/", { credentials: "include" })' in story.fetch


def test_every_browser_has_its_line() -> None:
    (chromium, firefox, webkit) = told(HttpResponse(200)).consoles
    assert [each.browsers for each in (chromium, firefox, webkit)] == [("chromium",), ("firefox",), ("webkit",)]
    assert "has been blocked by CORS policy" in chromium.message


def test_cuts_what_is_long_and_keeps_the_marks_inside() -> None:
    story = told(HttpResponse(200, [("Access-Control-Allow-Origin", "x" * 100_000)]))
    assert story.spot is not None
    assert story.spot.seen == "x" * LONGEST_VALUE + "... (100000 characters)"
    assert all(mark.end <= LONGEST_VALUE for mark in story.spot.marks)


# Exchanges


def test_keeps_as_much_as_is_asked_for() -> None:
    result = fetched(
        HttpResponse(200, [*ALLOWED, ("Server", "tea")]), headers=[("Authorization", "Bearer secret-value")]
    )
    assert [header.name for seen in recorded_exchanges(result, detail="brief") for header in seen.request_headers] == []
    whole, some = (recorded_exchanges(result, detail=detail)[-1] for detail in ("wire", "story"))
    assert [header for header in whole.response_headers if header.matters] == list(some.response_headers)
    assert "Server" in [header.name for header in whole.response_headers if not header.matters]
    assert all("secret-value" not in header.value for header in (*whole.request_headers, *some.request_headers))


def test_tells_why_the_browser_asked_and_how_long_it_remembers() -> None:
    answer = HttpResponse(
        200,
        [
            *ALLOWED,
            ("Access-Control-Allow-Methods", "PUT"),
            ("Access-Control-Allow-Headers", "x-a"),
            ("Access-Control-Max-Age", "1000000"),
        ],
    )
    result: FetchResult = fetched(answer, answer, method="PUT", headers=[("X-A", "1")])
    assert preflight_causes(result) == ("method PUT", "header x-a")
    assert [(each.browser, each.seconds) for each in kept(result)] == [
        ("chromium", 7200),
        ("firefox", 86400),
        ("webkit", 600),
    ]
    assert kept(fetched(HttpResponse(403), method="PUT")) == ()


# Elsewhere


def test_tells_what_other_browsers_decide() -> None:
    wildcard = HttpResponse(
        200, [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*, authorization")]
    )
    browser = Browser(ScriptedTransport([wildcard, wildcard]), profile="firefox")
    result = browser.page(f"{SPA}/").fetch("https://api.example/", headers=[("Authorization", "Basic eDp5")])
    assert elsewhere(result, browser) == (
        RecordedElsewhere("chromium", "allowed", None),
        RecordedElsewhere("webkit", "allowed", None),
    )


def test_asks_nobody_and_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    transport = ScriptedTransport([HttpResponse(200)])
    browser = Browser(transport)
    with caplog.at_level(logging.INFO, "pytest_cors"):
        result = browser.page(f"{SPA}/").fetch("https://api.example/")
        elsewhere(result, browser)
    assert len(transport.requests) == 1
    assert caplog.messages == [
        f"GET https://api.example/ from {SPA} in chromium: denied[MissingAllowOriginHeader] (GET 200)"
    ]


def test_does_not_know_what_a_browser_would_do_that_sends_something_else() -> None:
    browser = Browser(ScriptedTransport([HttpResponse(200, ALLOWED)]))
    browser.set_cookie("https://api.example/", "sid=1; Secure; SameSite=None")
    result = browser.page(f"{SPA}/").fetch("https://api.example/", credentials="include")
    # WebKit keeps third-party cookies at home, so its request is another one.
    assert elsewhere(result, browser)[1] == RecordedElsewhere("webkit", None, None)


def test_leaves_the_browser_as_it_was() -> None:
    answers = [HttpResponse(200, [*ALLOWED, ("Set-Cookie", "a=1; Secure; SameSite=None")])]
    browser = Browser(ScriptedTransport(answers))
    result = browser.page(f"{SPA}/").fetch("https://api.example/", credentials="include")
    before = [(cookie.name, cookie.value) for cookie in browser.cookies]
    elsewhere(result, browser)
    assert [(cookie.name, cookie.value) for cookie in browser.cookies] == before


# In short


def test_is_told_in_a_line() -> None:
    result = fetched(HttpResponse(200), credentials="include")
    kept_as_declared = record_fetch(result, nodeid="t", route="/a", expect="denied", outcome="passed")
    assert in_short(kept_as_declared) == (
        f"GET /a from {SPA} in chromium, credentials included: denied[MissingAllowOriginHeader], as declared"
    )
    broken = record_fetch(result, nodeid="t", route="/a", expect="allowed", outcome="failed", mismatches=["not so"])
    assert in_short(broken).endswith(": denied[MissingAllowOriginHeader]; not so")
    unasked = record_unanswered(
        nodeid="t", route="/a", method="GET", origin="null", browser="webkit", outcome="error", mismatches=["no"]
    )
    assert in_short(unasked) == "GET /a from null in webkit: error; no"
