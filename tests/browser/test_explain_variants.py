"""The turns that a story takes: the same code, another cause, another word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE = "https://app.example.com"
API = "https://api.example.net"
ORIGIN = "Access-Control-Allow-Origin"
METHODS = "Access-Control-Allow-Methods"
HEADERS = "Access-Control-Allow-Headers"
CREDENTIALS = "Access-Control-Allow-Credentials"
LET_IN = (ORIGIN, PAGE)
TRUE = (CREDENTIALS, "true")
INCLUDE = {"credentials": "include"}
PUT = {"method": "PUT"}

Header = tuple[str, str]


def answer(*headers: Header, status: int = 200) -> HttpResponse:
    return HttpResponse(status, headers)


def redirect(location: str, *headers: Header, status: int = 302) -> HttpResponse:
    return answer(LET_IN, ("Location", location), *headers, status=status)


# What the server answers, what script asks, and what the story says; white space does not count.
TURNS: dict[str, tuple[list[HttpResponse], dict[str, Any], list[str]]] = {
    "credentials twice": (
        [answer(LET_IN, TRUE, TRUE)], INCLUDE,
        ["^^^^ lower-case, once, and nothing else", "Two layers add Access-Control-Allow-Credentials"]),
    "credentials false": (
        [answer(LET_IN, (CREDENTIALS, "false"))], INCLUDE, ["^^^^^ lower-case, once", "Say that credentials may come"]),
    "a method that script writes in lower case": (
        [answer(LET_IN, (METHODS, "PATCH"))], {"method": "patch"},
        ["^^^^^ patch is another method than PATCH", "Script has to say PATCH", '{ method: "PATCH" }']),
    "a method that the server writes in lower case": (
        [answer(LET_IN, (METHODS, "get, put"))], PUT,
        ["methods are compared with their case", "wanted: PUT", 'methods=["GET", "PUT"]']),
    "any method, with credentials": (
        [answer(LET_IN, TRUE, (METHODS, "*"))], PUT | INCLUDE,
        ["^ no wildcard with credentials", 'methods=["PUT"]', "With credentials * is the name of a method"]),
    "any header, with credentials": (
        [answer(LET_IN, TRUE, (HEADERS, "*"))], INCLUDE | {"headers": [("X-A", "1")]},
        ["^ no wildcard with credentials", 'allow_headers=["X-A"]', "With credentials * is the name of a header"]),
    "any header, by the standard": (
        [answer(LET_IN, (HEADERS, "*"))], {"headers": [("Authorization", "x")], "profile": "standard"},
        ["^ * does not stand for Authorization", "page https://app.example.com/ by the standard",
         'allow_headers=["Authorization"]', "List Authorization by name"]),
    "the second of two lists": (
        [answer(LET_IN, (METHODS, "GET"), (METHODS, "PUT PATCH"))], PUT,
        ["PUT PATCH ^^^^^^^^^ not a name", 'methods=["GET", "PUT", "PATCH"]']),
    "a list with a secret in it": (
        [answer(LET_IN, (HEADERS, "x?token=0123456789 y"))], PUT, ["not a list of names"]),
    "a login check without headers": (
        [answer(status=403)], PUT, ["403 Forbidden", "let it pass before", "let every answer have the header"]),
    "a preflight that fails": (
        [answer(LET_IN, status=503)], PUT, ["The 503 is the real problem"]),
    "a preflight that is not modified": (
        [answer(LET_IN, status=304)], PUT, ["Answer OPTIONS with 204 or 200, not with 304"]),
    "an error without headers": (
        [answer(status=403)], {}, ["reached; only its answer (403) is withheld", "errors such as this 403"]),
    "a failure without headers": (
        [answer(status=502)], INCLUDE, ["The 502 is the real problem", "supports_credentials=True"]),
    "a redirect without headers": (
        [answer(("Location", "/users/"), status=308)], {}, ["ends with a slash", "Or let every hop have the header"]),
    "a redirect without a target that can be read": (
        [answer(("Location", "https://["), status=302)], {"profile": "standard"}, ["Or let every hop have the header"]),
    "a redirect, then a preflight": (
        [answer(LET_IN, (METHODS, "PUT")), redirect("/v2/users", status=307), answer(LET_IN)], PUT,
        ["reached and redirected; then the browser asked first", "no such header"]),
    "a redirect to http": (
        [redirect("http://api.example.net/users")], {},
        ["-x- GET http://api.example.net/users ^^^^ an https page loads nothing by http not sent",
         "reached and redirected; the request was not sent on"]),
    "a redirect to another scheme": (
        [redirect("ftp://files.example.net/x")], {}, ["ftp://files.example.net/x ^", "Serve it by https: ftp: URLs"]),
    "redirects without end": (
        [redirect(f"/users/{number}") for number in range(21)], {},
        ["... 17 more exchanges ...", "lead to the last URL sooner"]),
    "a sandboxed page": (
        [answer(LET_IN)], {"sandboxed": True},
        ["sandboxed: its origin is null", "Origin is null by now", "allow-same-origin", "Do not allow null"]),
    "a sandboxed page, no header": (
        [answer()], {"sandboxed": True}, ["wanted: null", "allow-same-origin", "Do not allow null"]),
    "a sandboxed page, any origin with credentials": (
        [answer((ORIGIN, "*"))], {"sandboxed": True} | INCLUDE, ["wanted: null", "Do not allow null"]),
    "a sandboxed page, an origin without credentials": (
        [answer((ORIGIN, "null"))], {"sandboxed": True} | INCLUDE, ["wanted: true", "Do not allow null"]),
    "a sandboxed page, a failure": (
        [answer(status=500)], {"sandboxed": True}, ["The 500 is the real problem"]),
    "a missing port": (
        [answer((ORIGIN, "http://localhost"))], {"page": "http://localhost:3000", "url": "http://localhost:5000/"},
        ["http://localhost ^ the port is missing (:3000)", "with the port that the page is on"]),
    "the other www": (
        [answer((ORIGIN, "https://www.app.example.com"))], {},
        ["^^^^ the page's host has no www", 'origins=["https://www.app.example.com", "https://app.example.com"]']),
    "an unreadable origin": (
        [answer((ORIGIN, "https://"))], {}, ["another origin", "Send the origin that asked, if it is allowed"]),
    "mode same-origin, with a body": (
        [], {"mode": "same-origin"} | PUT, ['fetch("https://api.example.net/users", { method: "PUT" })']),
    "redirect mode error, and no target": (
        [answer(LET_IN, status=302)], {"redirect": "error", "profile": "standard"}, ["Answer without a redirect"]),
    "a blob that is not there": (
        [], {"url": f"blob:{PAGE}/x"}, ["nothing was sent", "Serve it by https: blob: URLs"]),
    "out of a cache": (
        [answer(("Age", "60"))], {},
        ["perhaps not reached: a cache gave the answer", "say that it differs", "Or the origin is not on the app's"]),
    "out of a cache, with another origin": (
        [answer((ORIGIN, "https://b.example"), ("Age", "60"))], {}, ["out of a cache (Age)", 'vary.add("Origin")']),
    "out of a cache that knows origins": (
        [answer(("Age", "60"), ("Vary", "Accept, origin"))], {}, ["flask-cors sends nothing: add this one"]),
    "on the preflight only": (
        [answer(LET_IN, (METHODS, "PUT")), answer()], PUT, ["the answer to the request needs it too: CORS(app)"]),
    "made by a proxy, perhaps": (
        [answer(status=413)], {}, ["cover errors such as this 413", "If the 413 is made in front of the app"]),
    "another scheme altogether": (
        [], {"url": "about:blank"}, ["nothing was sent", "https"]),
}  # fmt: skip


def fetched(answers: list[HttpResponse], init: dict[str, Any]) -> FetchResult:
    init = dict(init)
    browser = Browser(ScriptedTransport(answers), profile=init.pop("profile", "chromium"))
    page = browser.page(init.pop("page", PAGE), sandboxed=init.pop("sandboxed", False))
    return page.fetch(init.pop("url", f"{API}/users"), **init)


@pytest.mark.parametrize("turn", TURNS)
def test_a_story_takes_this_turn(turn: str) -> None:
    answers, init, expected = TURNS[turn]
    result = fetched(answers, init)
    assert result.denied
    told = re.sub(r"\s+", " ", result.explain())
    assert [words for words in expected if words not in told] == []
    assert 'origins=["null"]' not in told, "nobody is told to let sandboxed pages in"


# What was allowed, what differs, and what the story says.
ALLOWED: dict[str, tuple[list[HttpResponse], dict[str, Any], list[str], list[str]]] = {
    "as declared": ([answer(LET_IN)], {}, [], ["allowed: script gets the response (status 200)"]),
    "an opaque response": (
        [answer()], {"mode": "no-cors"}, [], ["allowed: script gets an opaque response, of which it can read nothing"]),
    "an opaque redirect": (
        [redirect("/x")], {"redirect": "manual"}, [], ["allowed: script gets an opaque redirect"]),
    "its own origin": (
        [answer()], {"page": API}, [], ["as any page of its own origin (status 200)"]),
    "a data: URL": (
        [], {"url": "data:,x"}, [], ["nothing was sent", 'await fetch("data:,x")']),
    "one header hidden": (
        [answer(LET_IN)], {}, ["script cannot read X-A: not exposed"],
        ["allowed, but not as declared", "mismatch script cannot read X-A: not exposed", "Let script read it:"]),
    "two headers hidden": (
        [answer(LET_IN)], {}, ["script cannot read X-A, X-B: not exposed"], ["Let script read them:"]),
    "an insecure cookie refused": (
        [answer(LET_IN, TRUE, ("Set-Cookie", "sid=1; SameSite=None"), status=401)], INCLUDE, ["got 401"],
        ["sid was not stored: SameSite=None needs Secure", "A cookie for other sites has to be Secure"]),
    "cookies left at home": (
        [answer(LET_IN, status=401)], {"cookie": "sid=1; Secure; SameSite=None"}, ["got 401"],
        ["sid was not sent: cookies go to another origin only with credentials include", "Let script send"]),
}  # fmt: skip


@pytest.mark.parametrize("turn", ALLOWED)
def test_what_was_allowed_is_told_shortly(turn: str) -> None:
    answers, init, mismatches, expected = ALLOWED[turn]
    init = dict(init)
    browser = Browser(ScriptedTransport(answers))
    if "cookie" in init:
        browser.set_cookie(API, init.pop("cookie"))
    page = browser.page(init.pop("page", PAGE))
    result = page.fetch(init.pop("url", f"{API}/users"), **init)
    assert result.allowed
    story = result.explain(mismatches=mismatches)
    told = re.sub(r"\s+", " ", story)
    assert [words for words in expected if words not in told] == []
    assert len(story.splitlines()) < 30
    assert "console" in story
    assert "chromium  " not in story, "browsers print nothing about what they allow"


def test_what_is_not_there_is_not_told() -> None:
    result = fetched([answer(LET_IN, status=599)], {})
    lines = result.explain(declared="\r", mismatches=["", " "]).splitlines()
    assert not [line for line in lines if line.split() in (["declared"], ["mismatch"])]
    assert "  <-- 599" in lines, "a status without a name has none"
    assert [line for line in lines if line != line.rstrip()] == []


def test_too_open_speaks_of_an_opaque_response_as_of_nothing() -> None:
    result = fetched([answer()], {"mode": "no-cors"})
    story = result.explain(declared="GET /users from https://app.example.com: denied")
    assert story.startswith("allowed, although declared denied: script gets an opaque response")
    assert "help" not in story


@pytest.mark.parametrize(
    ("declared", "is_denied"),
    [
        ("GET /users from https://app.example.com: denied", True),
        ("GET /users from https://app.example.com is denied", True),
        ("GET /users from https://app.example.com: denied, reason AllowOriginMismatch", True),
        ("GET /denied from https://denied.example: allowed", False),
    ],
)
def test_the_declaration_is_understood(declared: str, is_denied: bool) -> None:
    result = fetched([answer((ORIGIN, "*"))], {})
    story = result.explain(declared=declared, mismatches=["x"])
    assert story.startswith("allowed, although declared denied" if is_denied else "allowed, but not as declared")


def test_the_spot_of_what_is_too_open_is_marked() -> None:
    story = fetched([answer((ORIGIN, "*"))], {}).explain(declared="x: denied")
    assert "      Access-Control-Allow-Origin: *\n" + " " * 35 + "^ every page of the web\n" in story


def test_consoles_that_say_the_same_share_a_block() -> None:
    story = fetched([], {"url": "http://api.example.net/"}).explain()
    blocks = re.findall(r"^  (chromium|firefox|webkit)", story, re.MULTILINE)
    assert blocks == ["chromium", "firefox", "webkit"]


def test_a_webkit_refusal_of_an_earlier_hop_is_marked_there() -> None:
    """WebKit checks a redirect again, behind the request that follows it."""
    answers = [redirect(f"{API}/a"), redirect(f"{API}/b"), answer(LET_IN)]
    result = fetched(answers, {"url": f"{PAGE}/", "profile": "webkit"})
    assert result.denied
    lines = result.explain().splitlines()
    assert [line for line in lines if "no such header" in line or "^" in line]
