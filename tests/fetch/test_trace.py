"""The steps a fetch took, as a person can follow them; the verdict is read from the last."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch import trace as trace_module
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.trace import Step, TraceEntry, render
from pytest_cors.fetch.verdict import reason_of
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
OURS: Header = ("Access-Control-Allow-Origin", APP)


def fetched(*answers: HttpResponse, url: str = f"{API}/", **keywords: Any) -> FetchResult:
    return Browser(ScriptedTransport(answers), profile="standard").page(f"{APP}/").fetch(url, **keywords)


def told(result: FetchResult) -> list[str]:
    """The steps after the first, each as ``number title: detail``, a failed one with a cross."""
    first, *rest = result.steps()
    assert first.title == "the request"
    return [f"{'' if each.passed else '✗ '}{each.number} {each.title}: {each.detail}".strip() for each in rest]


EQUAL = "4 Access-Control-Allow-Origin is the origin, byte for byte: https://app.example.com against https://app.example.com"
SIMPLE = f"12.6 a simple request: sent without asking first: GET {API}/"


def test_the_request() -> None:
    line = fetched(HttpResponse(200), method="POST", credentials="include", mode="no-cors").steps()[0]
    assert line.detail == f"POST {API}/ from {APP} (mode no-cors, credentials include)"
    assert (line.anchor, line.number, line.passed) == ("concept-main-fetch", "", True)
    assert line.link == "https://fetch.spec.whatwg.org/#concept-main-fetch"


def test_simple() -> None:
    assert told(fetched(HttpResponse(200, [OURS]))) == [
        SIMPLE,
        EQUAL,
        "14 script gets the response: cors response, status 200",
    ]


def test_wildcard() -> None:
    steps = told(fetched(HttpResponse(200, [("Access-Control-Allow-Origin", "*")])))
    assert steps[1] == "3 Access-Control-Allow-Origin is * and no credentials are included: *"
    steps = told(fetched(HttpResponse(200, [("Access-Control-Allow-Origin", "*")]), credentials="include"))
    assert steps[1] == "✗ 3 Access-Control-Allow-Origin is * and no credentials are included: *"


def test_credentials() -> None:
    headers = [OURS, ("Access-Control-Allow-Credentials", "true")]
    steps = told(fetched(HttpResponse(200, headers), credentials="include"))
    assert steps[1] == "7 Access-Control-Allow-Credentials is true: true against true"


def test_missing() -> None:
    assert told(fetched(HttpResponse(404))) == [SIMPLE, "✗ 2 Access-Control-Allow-Origin is present: (absent)"]


def test_at_home() -> None:
    assert told(fetched(HttpResponse(500), url="/")) == [
        f"12.1 same origin: no CORS applies: {APP} is the page's own origin",
        "14 script gets the response: basic response, status 500",
    ]


def test_no_cors() -> None:
    assert told(fetched(HttpResponse(200), mode="no-cors")) == [
        "12.3 mode no-cors: script gets an opaque response: redirect mode follow",
        "14 script gets the response: opaque response, status 0",
    ]


def test_preflight() -> None:
    allowed = [("Access-Control-Allow-Methods", "PUT, DELETE"), ("Access-Control-Allow-Headers", "X-A, x-b")]
    preflight = HttpResponse(204, [OURS, *allowed, ("Access-Control-Max-Age", "9")])
    server = ScriptedTransport([preflight, *[HttpResponse(200, [OURS])] * 2])
    page = Browser(server, profile="standard").page(f"{APP}/")
    last = [EQUAL, "14 script gets the response: cors response, status 200"]
    assert told(page.fetch(f"{API}/", method="PUT", headers=[("X-B", "1"), ("X-A", "1")])) == [
        "12.5 the server must be asked first (preflight): because of method PUT, header x-a, header x-b",
        EQUAL,
        "7 the preflight's status is 200 to 299: status 204",
        "7.5 the method is allowed: PUT; Access-Control-Allow-Methods: PUT, DELETE",
        "7.7 every header is allowed: x-a, x-b; Access-Control-Allow-Headers: X-A, x-b",
        "7.11 the answer is kept: for 9.0 seconds",
        *last,
    ]
    assert told(page.fetch(f"{API}/", method="DELETE")) == [
        "12.5 the server must be asked first (preflight): because of method DELETE",
        "4.1 an earlier preflight already allowed it (cache): DELETE (none)",
        *last,
    ]


def test_upload() -> None:
    steps = told(fetched(HttpResponse(200, [OURS]), HttpResponse(200, [OURS]), use_cors_preflight=True))
    assert steps[0] == "12.5 the server must be asked first (preflight): because of an upload listener"
    assert steps[3] == "7.5 the method is allowed: GET; Access-Control-Allow-Methods: GET"
    assert steps[4] == "7.7 every header is allowed: (none); Access-Control-Allow-Headers: (none)"


def test_redirect() -> None:
    moved = HttpResponse(302, [OURS, ("Location", "https://other.example.org/2")])
    assert told(fetched(moved, HttpResponse(200, [("Access-Control-Allow-Origin", "null")]))) == [
        SIMPLE,
        EQUAL,
        "18 redirected: GET https://other.example.org/2, Origin null from here on",
        "12.6 a simple request: sent without asking first: GET https://other.example.org/2",
        "4 Access-Control-Allow-Origin is the origin, byte for byte: null against null",
        "14 script gets the response: cors response, status 200",
    ]


FAILED: list[tuple[list[HttpResponse], dict[str, Any], str]] = [
    ([HttpResponse(401, [OURS])], {"method": "PUT"}, "7 the preflight's status is 200 to 299: status 401"),
    (
        [HttpResponse(200, [OURS, ("Access-Control-Allow-Methods", "a b")])],
        {"method": "PUT"},
        "7.3 Access-Control-Allow-Methods can be read: a b",
    ),
    (
        [HttpResponse(200, [OURS, ("Access-Control-Allow-Headers", "a;b")])],
        {"method": "PUT"},
        "7.3 Access-Control-Allow-Headers can be read: a;b",
    ),
    (
        [HttpResponse(200, [OURS, ("Access-Control-Allow-Methods", "GET, FOO")])],
        {"method": "PUT"},
        "7.5 the method is allowed: PUT; Access-Control-Allow-Methods: GET, FOO",
    ),
    (
        [HttpResponse(200, [OURS])],
        {"headers": [("X-A", "1")]},
        "7.7 every header is allowed: x-a; Access-Control-Allow-Headers: (none)",
    ),
    (
        [HttpResponse(200, [OURS, ("Access-Control-Allow-Headers", "*")])],
        {"headers": [("Authorization", "1")]},
        "7.6 Authorization is allowed by name: Access-Control-Allow-Headers: *",
    ),
    ([], {"mode": "same-origin"}, f"12.2 mode same-origin stays at home: {API} is not {APP}"),
    (
        [],
        {"mode": "no-cors", "redirect": "manual"},
        "12.3 mode no-cors: script gets an opaque response: redirect mode manual",
    ),
    ([], {"url": "foo:bar"}, "12.4 the scheme is one that CORS works with: scheme foo"),
    ([], {"url": "foo:bar", "mode": "no-cors"}, "12.4 the scheme is one that CORS works with: scheme foo"),
    ([], {"url": f"blob:{APP}/1"}, "12.4 the scheme is one that CORS works with: scheme blob"),
    ([], {"url": "data:no-comma"}, "12.4 the scheme is one that CORS works with: scheme data"),
    ([], {"url": f"{API}:6000/"}, "7 the port is one that browsers connect to: port 6000"),
    ([], {"url": "http://a.example/"}, f"1 no insecure content on a secure page: {APP}/ asks for http://a.example/"),
    (
        [HttpResponse(200, [("Cross-Origin-Resource-Policy", "same-site")])],
        {"mode": "no-cors"},
        f"Cross-Origin-Resource-Policy lets it in: same-site, asked from {APP}",
    ),
    (
        [HttpResponse(302, [OURS, ("Location", "/")])],
        {"redirect": "error"},
        "6 the redirect mode lets it be: redirect mode error, status 302",
    ),
    ([HttpResponse(302, [OURS, ("Location", "http://[")])], {}, "5 the Location can be followed: http://["),
    (
        [HttpResponse(302, [OURS, ("Location", "/a"), ("Location", "/b")])],
        {},
        "5 the Location can be followed: /a, /b",
    ),
    ([HttpResponse(302, [OURS, ("Location", "data:,x")])], {}, "6 the Location is http or https: data:,x"),
    ([HttpResponse(302, [OURS, ("Location", "/")])] * 21, {}, "7 no more than twenty redirects: 21"),
    (
        [HttpResponse(302, [OURS, ("Location", "https://u@api.example.net/2")])],
        {},
        "9 the Location has no user info: https://u@api.example.net/2",
    ),
]


@pytest.mark.parametrize(("answers", "keywords", "last"), FAILED)
def test_the_step_that_failed_is_the_last(answers: list[HttpResponse], keywords: dict[str, Any], last: str) -> None:
    result = fetched(*answers, **keywords)
    *before, final = told(result)
    assert final in (f"✗ {last}", f"✗  {last}")
    assert not any(line.startswith("✗") for line in before)
    assert reason_of(result.trace) is result.reason is not None


def test_of_headers_that_contradict_each_other_the_name_is_told() -> None:
    server = ScriptedTransport([HttpResponse(200, [("Content-Disposition", "a"), ("Content-Disposition", "b")])])
    result = Browser(server, profile="chromium").page(f"{APP}/").fetch(f"{API}/")
    assert told(result)[-1] == "✗  the server answers: content-disposition"


def test_an_allowed_fetch_has_no_reason() -> None:
    result = fetched(HttpResponse(200, [OURS]))
    assert reason_of(result.trace) is None
    assert result.reason is None


STEPS = [value for value in vars(trace_module).values() if isinstance(value, Step)]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_every_step_can_be_looked_up(step: Step) -> None:
    assert step.title
    assert "{" not in step.title
    assert step.template
    specifications = ("https://fetch.spec.whatwg.org/#", "https://w3c.github.io/webappsec-mixed-content/#")
    assert step.link == next(start for start in specifications if step.link.startswith(start)) + step.anchor


def test_values_are_shown_as_a_person_reads_them() -> None:
    step = Step("cors-check", "1", "shown", "{0}|{1}|{2}|{3}|{4}")
    entry: TraceEntry = (step, True, None, ["b", "a"], frozenset({"b", "a"}), (), "{0}")
    assert render([entry])[0].detail == "(absent)|b, a|a, b|(none)|{0}"
    assert render([(Step("x", "1", "plain"), False, "unused")])[0].detail == ""
