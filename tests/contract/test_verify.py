"""What a check means: each sentence, and when it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.contract.model import Expectation
from pytest_cors.contract.verify import verify
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.survey.routes import UNKNOWN, RouteAnswer
from pytest_cors.transport import ScriptedTransport

APP = "https://app.example.com"
API = "https://api.example.net"
ROUTED = RouteAnswer("routed", rule="/users")

CAPPED = "(86400 was declared; chromium keeps none for longer)"

ALLOWED = Expectation(word="allowed")
DENIED = Expectation(word="denied")

LET_IN = (("Access-Control-Allow-Origin", APP),)
PREFLIGHT = HttpResponse(204, (*LET_IN, ("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Max-Age", "600")))


def fetched(
    *answers: HttpResponse, method: str = "GET", origin: str = APP, profile: str = "chromium", **options: Any
) -> FetchResult:
    """What a page on ``origin`` gets from a server that answers like this."""
    browser = Browser(ScriptedTransport(answers), profile=profile)
    return browser.page(f"{origin}/").fetch(f"{API}/users", method=method, **options)


def answer(status: int = 200, *headers: tuple[str, str], error: Exception | None = None) -> HttpResponse:
    return HttpResponse(status, headers, b"", "", error)


def judged(expectation: Expectation, result: FetchResult, route: RouteAnswer = ROUTED) -> tuple[str, ...]:
    return verify(expectation, result, route=route)


# -- allowed


@pytest.mark.parametrize("status", [200, 204, 404, 401, 503])
def test_allowed_is_allowed_whatever_the_status(status: int) -> None:
    assert judged(ALLOWED, fetched(answer(status, *LET_IN))) == ()


def test_a_denial_is_not_allowed() -> None:
    (sentence,) = judged(ALLOWED, fetched(answer()))
    assert sentence == (
        "expected allowed, got denied: MissingAllowOriginHeader, Access-Control-Allow-Origin is missing"
    )


def test_status() -> None:
    expectation = Expectation(word="allowed", status=404)
    assert judged(expectation, fetched(answer(404, *LET_IN))) == ()
    assert judged(expectation, fetched(answer(200, *LET_IN))) == ("expected status 404, got 200",)


def test_exposes_is_about_what_could_be_read() -> None:
    expectation = Expectation(word="allowed", exposes=("X-A", "Content-Type", "X-B", "X-C"))
    result = fetched(answer(200, *LET_IN, ("Access-Control-Expose-Headers", "x-a"), ("X-B", "there")))
    assert judged(expectation, result) == ("script cannot read X-B, X-C: not exposed",)


@pytest.mark.parametrize(
    ("profile", "declared", "sentence"),
    [
        ("chromium", 600, None),
        ("chromium", 5, None),
        ("chromium", 601, "expected the preflight's answer to be kept for 601 s, got 600 s"),
        ("webkit", 86400, None),
        (
            "chromium",
            86400,
            f"expected the preflight's answer to be kept for 7200 s, got 600 s {CAPPED}",
        ),
        ("standard", 1e9, "expected the preflight's answer to be kept for 1000000000 s, got 600 s"),
    ],
)
def test_max_age_is_what_the_browser_keeps(profile: str, declared: float, sentence: str | None) -> None:
    result = fetched(PREFLIGHT, answer(200, *LET_IN), method="PUT", profile=profile)
    expected = () if sentence is None else (sentence,)
    assert judged(Expectation(word="allowed", max_age=declared), result) == expected


def test_max_age_without_a_preflight() -> None:
    sentences = judged(Expectation(word="allowed", max_age=5), fetched(answer(200, *LET_IN)))
    assert sentences == ("expected the preflight's answer to be kept for 5 s, and there was no preflight",)


def test_an_opaque_response_is_no_response() -> None:
    (sentence,) = judged(ALLOWED, fetched(answer(), mode="no-cors"))
    assert "opaque" in sentence


def test_an_exception_is_not_what_anybody_declared() -> None:
    crash = answer(500, *LET_IN, error=ZeroDivisionError("division by zero"))
    assert judged(ALLOWED, fetched(crash)) == (
        "the app raised ZeroDivisionError: division by zero, and nobody handled it",
    )
    assert judged(Expectation(word="allowed", status=500), fetched(crash)) == ()
    assert len(judged(Expectation(word="allowed", status=503), fetched(crash))) == 2
    assert len(judged(Expectation(word="allowed", status=200), fetched(crash))) == 2


def test_an_exception_is_told_harmlessly() -> None:
    crash = answer(500, *LET_IN, error=RuntimeError("\x1b[31mred\n" + "x" * 500))
    (sentence,) = judged(ALLOWED, fetched(crash))
    assert sentence.isprintable()
    assert "\\x1b[31mred\\n" in sentence
    assert len(sentence) < 300
    assert judged(ALLOWED, fetched(answer(500, *LET_IN, error=KeyError())))[0].startswith("the app raised KeyError,")


# -- denied


def test_denied_by_the_policy() -> None:
    assert judged(DENIED, fetched(answer())) == ()
    assert judged(DENIED, fetched(answer(204), method="PUT")) == ()


def test_a_response_is_no_denial() -> None:
    assert judged(DENIED, fetched(answer(404, *LET_IN))) == (
        "expected denied, got allowed: script gets the response (status 404)",
    )
    assert "opaque" in judged(DENIED, fetched(answer(), mode="no-cors"))[0]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([answer(401, *LET_IN)], "PreflightInvalidStatus"),
        ([answer(404, *LET_IN)], "PreflightInvalidStatus"),
        ([answer(308, *LET_IN, ("Location", "/users/"))], "PreflightDisallowedRedirect"),
    ],
)
def test_what_only_stands_in_the_way_is_no_policy(answers: Sequence[HttpResponse], code: str) -> None:
    result = fetched(*answers, method="PUT")
    (sentence,) = judged(DENIED, result)
    assert sentence.startswith("denied, but not by the app's CORS policy: ")
    assert f"reason='{code}'" in sentence
    assert judged(Expectation(word="denied", reasons=(code,)), result) == ()


def test_reasons() -> None:
    result = fetched(answer())
    assert judged(Expectation(word="denied", reasons=("MixedContent", "MissingAllowOriginHeader")), result) == ()
    (sentence,) = judged(Expectation(word="denied", reasons=("MixedContent", "UnsafePort")), result)
    assert sentence.startswith("expected the reason MixedContent or UnsafePort, got MissingAllowOriginHeader: ")


def test_a_crash_without_headers_is_no_policy() -> None:
    crash = fetched(answer(500, error=RuntimeError("no")))
    assert judged(DENIED, crash) == ("the app raised RuntimeError: no, and nobody handled it",)
    assert judged(Expectation(word="denied", reasons=("MissingAllowOriginHeader",)), crash) == ()


# -- preflight and sent


@pytest.mark.parametrize("word", ["allowed", "denied"])
def test_preflight_and_sent(word: Any) -> None:
    let_in = LET_IN if word == "allowed" else ()
    simple = fetched(answer(200, *let_in))
    assert judged(Expectation(word=word, preflight=False, sent=True), simple) == ()
    assert judged(Expectation(word=word, preflight=True), simple) == ("there was no preflight",)
    preflighted = fetched(PREFLIGHT if let_in else answer(204), answer(200, *let_in), method="PUT")
    assert judged(Expectation(word=word, preflight=True, sent=bool(let_in)), preflighted) == ()
    assert judged(Expectation(word=word, preflight=False), preflighted) == ("there was a preflight",)


def test_sent_tells_what_ran_from_what_did_not() -> None:
    ran, did_not = fetched(answer()), fetched(answer(204), method="PUT")
    assert judged(Expectation(word="denied", sent=False), ran) == ("the request was sent to the app",)
    assert judged(Expectation(word="denied", sent=True), did_not) == ("the request was not sent to the app",)


# -- what proves nothing


def nothing(expectation: Expectation, result: FetchResult, route: RouteAnswer) -> str:
    (sentence,) = judged(expectation, result, route)
    assert sentence.startswith("this proves nothing: ")
    return sentence


@pytest.mark.parametrize("expectation", [ALLOWED, DENIED])
def test_no_such_route(expectation: Expectation) -> None:
    route = RouteAnswer("no route", nearest=("/user", "/users/<int:id>"))
    sentence = nothing(expectation, fetched(answer(404)), route)
    assert sentence.endswith("no route of the app matches /users; there is /user and /users/<int:id>")
    assert nothing(expectation, fetched(answer(200)), RouteAnswer("no route")).endswith("matches /users")


def test_a_404_may_be_what_is_asked_for() -> None:
    expectation = Expectation(word="allowed", status=404)
    assert judged(expectation, fetched(answer(404, *LET_IN)), RouteAnswer("no route")) == ()
    assert judged(expectation, fetched(answer(404)), RouteAnswer("no route")) != ()


@pytest.mark.parametrize("expectation", [ALLOWED, DENIED])
def test_a_method_that_is_not_routed(expectation: Expectation) -> None:
    route = RouteAnswer("method not routed", methods=("GET", "HEAD"))
    sentence = nothing(expectation, fetched(answer(405)), route)
    assert sentence.endswith("GET is not routed at /users (routed: GET, HEAD)")


def test_a_405_may_be_what_is_asked_for() -> None:
    expectation = Expectation(word="allowed", status=405)
    assert judged(expectation, fetched(answer(405, *LET_IN)), RouteAnswer("method not routed")) == ()


def test_an_obstacle_that_is_named_needs_no_route() -> None:
    expectation = Expectation(word="denied", reasons=("PreflightInvalidStatus",))
    assert judged(expectation, fetched(answer(404, *LET_IN), method="PUT"), RouteAnswer("no route")) == ()
    policy = Expectation(word="denied", reasons=("MissingAllowOriginHeader",))
    nothing(policy, fetched(answer(404)), RouteAnswer("no route"))


def test_behind_a_middleware_the_answer_decides() -> None:
    for kind, status in (("no route", 404), ("method not routed", 405)):
        route = RouteAnswer(kind, wrapped=True)  # type: ignore[arg-type] # from a table
        assert judged(DENIED, fetched(answer(200)), route) == ()
        nothing(DENIED, fetched(answer(status)), route)


def test_a_route_that_is_not_known_is_not_judged() -> None:
    assert judged(DENIED, fetched(answer(404)), UNKNOWN) == ()


def test_a_redirect_for_a_slash() -> None:
    route = RouteAnswer("redirected", location=f"{API}/users/")
    denied = fetched(answer(308, ("Location", "/users/")))
    assert nothing(DENIED, denied, route).endswith(f"/users only redirects to {API}/users/, which is the route to ask")
    assert judged(Expectation(word="denied", reasons=("MissingAllowOriginHeader",)), denied, route) == ()
    followed = fetched(answer(308, *LET_IN, ("Location", "/users/")), answer(200, *LET_IN))
    assert judged(ALLOWED, followed, route) == ()


@pytest.mark.parametrize("expectation", [ALLOWED, DENIED])
def test_a_page_of_the_apis_own_origin(expectation: Expectation) -> None:
    sentence = nothing(expectation, fetched(answer(), origin=API), ROUTED)
    assert API in sentence
    assert "--cors-base-url" in sentence


# -- whatever happens

statuses = st.sampled_from([200, 204, 301, 401, 404, 405, 500])
header_sets = st.lists(
    st.sampled_from(
        [
            *LET_IN,
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Location", "/users/"),
        ]
    ),
    max_size=4,
).map(tuple)
answers = st.builds(lambda status, headers: answer(status, *headers), statuses, header_sets)
words = st.sampled_from(["allowed", "denied"])


@given(
    st.lists(answers, min_size=30, max_size=30),
    st.sampled_from(["GET", "PUT"]),
    st.sampled_from(["include", "omit"]),
    words,
)
def test_no_fetch_is_both_allowed_and_denied(
    server: list[HttpResponse], method: str, credentials: str, word: Any
) -> None:
    result = fetched(*server, method=method, credentials=credentials)
    passes = not judged(Expectation(word=word), result)
    assert not passes or getattr(result, word)
    if word == "allowed":
        assert passes == result.allowed
    elif result.denied:
        assert result.reason is not None
        assert passes == result.reason.policy
