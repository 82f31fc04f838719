"""Every code of the engine has a story: a spot on the wire, advice, and room for it in 80 columns."""

from __future__ import annotations

import inspect
import itertools
import re
from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.advices import ADVICES, advices
from pytest_cors.browser.story.cookies import NOT_SENT, NOT_STORED, SAME_SITE, cookie_sentences
from pytest_cors.browser.story.spot import SPOTS
from pytest_cors.browser.story.subject import situation_of
from pytest_cors.cookies import jar
from pytest_cors.errors import TransportError
from pytest_cors.fetch import algorithm
from pytest_cors.fetch.params import CookieNote
from pytest_cors.fetch.reasons import CODES
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE = "https://app.example.com"
URL = "https://api.example.net/users"
ORIGIN = "Access-Control-Allow-Origin"
METHODS = "Access-Control-Allow-Methods"
HEADERS = "Access-Control-Allow-Headers"
CREDENTIALS = "Access-Control-Allow-Credentials"
LET_IN = (ORIGIN, PAGE)

Answers = list[HttpResponse | Exception]


def answer(*headers: tuple[str, str], status: int = 200) -> Answers:
    return [HttpResponse(status, headers)]


def redirect(location: str, *more: tuple[str, str]) -> Answers:
    return answer(LET_IN, ("Location", location), *more, status=302)


PUT = {"method": "PUT"}
INCLUDE = {"credentials": "include"}

# For each code: what the server answers, what script asks, what is underlined (beside what), what help says.
CASES: dict[str, tuple[Answers, dict[str, Any], str, str]] = {
    "WildcardOriginNotAllowed": (
        answer((ORIGIN, "*")), INCLUDE, "^ not when credentials are included", "supports_credentials=True"),
    "MissingAllowOriginHeader": (
        answer(), {}, "^ no such header", f'CORS(app, origins=["{PAGE}"])'),
    "MultipleAllowOriginValues": (
        answer(LET_IN, (ORIGIN, "*")), {}, "^ 2 lines, and one is allowed", "Two layers add"),
    "InvalidAllowOriginValue": (
        answer((ORIGIN, "app.example.com")), {}, "the scheme is missing (https://)", "with the scheme"),
    "AllowOriginMismatch": (
        answer((ORIGIN, "http://app.example.com")), {}, "^^^^ the page is on https", "with the scheme"),
    "InvalidAllowCredentials": (
        answer(LET_IN, (CREDENTIALS, "True")), INCLUDE, "^^^^ in lower case", "str(True) is something else"),
    "PreflightWildcardOriginNotAllowed": (
        answer((ORIGIN, "*")), PUT | INCLUDE, "^ not when credentials are included", "supports_credentials=True"),
    "PreflightMissingAllowOriginHeader": (
        answer(status=404), PUT, "^ no such header", "Nothing answers at /users"),
    "PreflightMultipleAllowOriginValues": (
        answer((ORIGIN, f"{PAGE}, https://b.example")), PUT, "2 values, and a browser takes one", "the list in Python"),
    "PreflightInvalidAllowOriginValue": (
        answer((ORIGIN, "")), PUT, "^^^^^^^ an empty value lets nobody in", "leave the header out"),
    "PreflightAllowOriginMismatch": (
        answer((ORIGIN, "https://*.example.com")), PUT, "^ * stands for nothing", "knows no patterns"),
    "PreflightInvalidAllowCredentials": (
        answer(LET_IN), PUT | INCLUDE, "^ no such header", "access_control_allow_credentials = True"),
    "PreflightInvalidStatus": (
        answer(LET_IN, status=405), PUT, "^^^ a preflight must be answered with 200 to 299",
        'take "OPTIONS" out of its methods='),
    "PreflightDisallowedRedirect": (
        answer(LET_IN, ("Location", "/login?next=/users"), status=302), PUT, "^^^ a browser does not follow",
        'if request.method == "OPTIONS":'),
    "InvalidAllowMethodsPreflightResponse": (
        answer(LET_IN, (METHODS, "GET; PUT")), PUT, "not a name, so nothing of the list counts",
        'methods=["GET", "PUT"]'),
    "InvalidAllowHeadersPreflightResponse": (
        answer(LET_IN, (METHODS, "PUT"), (HEADERS, "X-A, X-B X-C")), PUT | {"headers": [("X-A", "1")]},
        "not a name, so nothing of the list counts", 'allow_headers=["X-A", "X-B", "X-C"]'),
    "MethodDisallowedByPreflightResponse": (
        answer(LET_IN, (METHODS, "GET")), PUT, "^^^ PUT is not there", 'methods=["GET", "PUT"]'),
    "HeaderDisallowedByPreflightResponse": (
        answer(LET_IN, (HEADERS, "x-b")), {"headers": [("X-A", "1"), ("X-B", "1")]}, "^^^ x-a is not there",
        'allow_headers=["X-A", "X-B"]'),
    "RedirectContainsCredentials": (
        redirect("https://ada:hunter2@api.example.net/x"), {}, "^ no user name, no password",
        'redirect("https://api.example.net/x")'),
    "DisallowedByMode": (
        [], {"mode": "same-origin"}, "another origin than the page's", 'by default, "cors"'),
    "NoCorsRedirectModeNotFollow": (
        [], {"mode": "no-cors", "redirect": "manual"}, "redirect mode is manual", 'use "cors"'),
    "CorsDisabledScheme": (
        [], {"url": "ftp://files.example.net/x"}, "^^^ CORS is for http and https", "Serve it by https"),
    "MixedContent": (
        [], {"url": "http://api.example.net/users"}, "^^^^ an https page loads nothing by http",
        'fetch("https://api.example.net/users")'),
    "UnsafePort": (
        [], {"url": "https://api.example.net:6000/users"}, "^^^^ browsers do not connect", "on another port"),
    "CorpNotSameOrigin": (
        answer(("Cross-Origin-Resource-Policy", "same-origin")), {"mode": "no-cors"},
        "^ the page is of another origin", '"Cross-Origin-Resource-Policy"'),
    "CorpNotSameSite": (
        answer(("Cross-Origin-Resource-Policy", "same-site")), {"mode": "no-cors"},
        "^ the page is of another site", '"Cross-Origin-Resource-Policy"'),
    "TooManyRedirects": (
        redirect("/users") * 21, {}, "^^^ the twenty-first redirect", "in a circle"),
    "RedirectModeError": (
        redirect("/x"), {"redirect": "error"}, "^^^ redirect mode is error", 'fetch("https://api.example.net/x")'),
    "RedirectDisallowedByMode": (
        redirect(URL), {"url": f"{PAGE}/x", "mode": "same-origin"}, "another origin than the page's",
        "leaves the page's origin"),
    "InvalidRedirect": (
        redirect("https://["), {}, "^^^^^^^^^ not a URL", "Redirect to a URL"),
    "MultipleLocations": (
        redirect("/x", ("Location", "/y")), {}, "^^ different Locations", "Send one Location"),
    "ConflictingHeaders": (
        answer(("Content-Disposition", "inline"), ("Content-Disposition", "attachment")), {},
        "different lines: the browser takes none", "Send the header once"),
    "UnsafeRedirect": (
        redirect("data:,x"), {}, "^^^^^^^ only http and https", "Serve it by https"),
    "UnsupportedScheme": (
        [], {"url": "data:text/html"}, "nothing was sent", "has a comma after its type"),
    "ConnectionFailed": (
        [TransportError("connection refused")], {}, "came back: connection refused", "Look at the server"),
}  # fmt: skip


def fetched(answers: Answers, init: dict[str, Any], *, profile: str = "chromium") -> FetchResult:
    spare = answer(LET_IN)  # WebKit follows where the others do not
    browser = Browser(ScriptedTransport([*answers, *spare]), profile=profile)
    init = dict(init)
    return browser.page(f"{PAGE}/").fetch(init.pop("url", URL), **init)


@pytest.mark.parametrize("code", CODES)
def test_a_denial_is_told_with_its_spot_and_its_advice(code: str) -> None:
    answers, init, mark, advice = CASES[code]
    result = fetched(answers, init)
    assert result.reason is not None
    assert result.reason.code == code
    story = result.explain()
    assert re.sub(r"\s+", " ", story).startswith(f"denied[{code}]: {result.reason.title} ")
    wire, _, rest = story.partition("\n  step ")
    help_ = re.sub(r"\s+", " ", rest.partition("\n  help ")[2].partition("\n  fetch ")[0])
    assert mark in wire
    assert advice in help_
    assert result.reason.link in rest


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("profile", ["firefox", "webkit", "standard"])
def test_every_profile_can_tell_it(code: str, profile: str) -> None:
    """The same answers may come to another end there; whatever it is, it can be told."""
    answers, init, _, _ = CASES[code]
    result = fetched(answers, init, profile=profile)
    story = result.explain()
    assert story.startswith(("denied[", "allowed: "))
    assert result.allowed == story.startswith("allowed: ")


@pytest.mark.parametrize("code", CODES)
def test_a_story_fits_into_80_columns(code: str) -> None:
    answers, init, _, _ = CASES[code]
    lines = fetched(answers, init).explain().splitlines()
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


@pytest.mark.parametrize("code", CODES)
def test_carets_stand_beneath_what_they_mean(code: str) -> None:
    answers, init, _, _ = CASES[code]
    lines = fetched(answers, init).explain().splitlines()
    for above, line in itertools.pairwise(lines):
        if "^" in line:
            marked = above[line.index("^") : line.rindex("^") + 1]
            assert marked.strip() == marked != ""


def test_the_tables_are_in_step_with_the_codes() -> None:
    assert CASES.keys() == CODES.keys()
    assert ADVICES.keys() == CODES.keys()
    unprefixed = {code.removeprefix("Preflight") for code in CODES} & CODES.keys()
    assert {code for code in CODES if code.removeprefix("Preflight") not in unprefixed} | unprefixed == SPOTS.keys()


@pytest.mark.parametrize("code", CODES)
def test_advice_is_short_and_without_a_full_stop(code: str) -> None:
    answers, init, _, _ = CASES[code]
    result = fetched(answers, init)
    assert result.reason is not None
    pieces = advices(situation_of(result, result.reason))
    assert pieces
    for advice in pieces:
        assert advice.text[0].isupper(), "it is set as a sentence"
        assert not advice.text.endswith((".", ":"))
        assert len(advice.code) <= 3
        assert len(advice.text) <= 160


def test_code_that_is_too_long_is_broken_between_its_items() -> None:
    answers, init, _, _ = CASES["WildcardOriginNotAllowed"]
    result = fetched(answers, init)
    assert result.reason is not None
    code: Advice = advices(situation_of(result, result.reason))[0]
    assert code.code_lines(80) == ['CORS(app, origins=["https://app.example.com"], supports_credentials=True)']
    assert code.code_lines(30) == [
        "CORS(app,",
        '     origins=["https://app.example.com"],',
        "     supports_credentials=True)",
    ]


def test_every_fate_of_a_cookie_has_its_words() -> None:
    source = inspect.getsource(jar) + inspect.getsource(algorithm)
    fates = set(re.findall(r'return "([A-Z]\w+)"|, "not-\w+", "([A-Z]\w+)"|: "(SameSite\w+)"', source))
    names = {name for groups in fates for name in groups if name} - {"None", "Lax"}
    assert names == NOT_SENT.keys() | NOT_STORED.keys()
    assert names >= SAME_SITE


def test_cookies_that_share_a_fate_share_a_sentence() -> None:
    notes = [
        CookieNote("sid", "not-sent", "SameSiteLax", URL),
        CookieNote("theme", "not-sent", "SameSiteLax", URL),
        CookieNote("sid", "not-sent", "SameSiteLax", f"{URL}/again"),
        CookieNote("sid", "not-stored", "SameSiteNoneInsecure", URL),
    ]
    assert cookie_sentences(notes) == [
        "sid, theme were not sent: SameSite=Lax cookies are not sent by cross-site fetch",
        "sid was not stored: SameSite=None needs Secure",
    ]
