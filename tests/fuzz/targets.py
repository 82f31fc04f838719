"""What is fuzzed: everything that reads bytes which somebody else wrote.

A target takes one text (isomorphic: one character is one byte) and raises when something is wrong: any exception that
is not documented, or a promise that was not kept.
"""

from __future__ import annotations

from collections.abc import Callable

from pytest_cors.browser import Browser
from pytest_cors.cookies import CookieJar
from pytest_cors.cookies.date import parse_cookie_date
from pytest_cors.errors import RequestError
from pytest_cors.fetch.headers import Failure, decode_and_split, extract_tokens
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.methods import is_token
from pytest_cors.fetch.params import CookieContext, CookieNote
from pytest_cors.fetch.profile import PROFILES, profile
from pytest_cors.fetch.ranges import normalized_range
from pytest_cors.fetch.safelists import (
    is_cors_safelisted_request_header,
    is_forbidden_request_header,
    mime_essence,
)
from pytest_cors.fetch.url import parse, parse_origin
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"


def lists(text: str) -> None:
    """Lists: split at commas outside quotes; lists of tokens."""
    items = decode_and_split(text)
    assert len(items) <= text.count(",") + 1
    tokens = extract_tokens([text])
    if isinstance(tokens, Failure):
        assert not is_token(tokens.token)
    else:
        assert all(map(is_token, tokens))
        assert extract_tokens([",".join(tokens)]) == tokens


def request_headers(text: str) -> None:
    """A header that script sets: forbidden, safelisted, or asked for."""
    essence = mime_essence(text)
    assert essence is None or mime_essence(essence) == essence
    normalized = normalized_range(text)
    assert normalized_range(normalized) == normalized
    for name in ("Accept", "Accept-Language", "Content-Type", "Range", "DPR", "Save-Data", "X-HTTP-Method-Override"):
        is_forbidden_request_header(name, text)
        for each in PROFILES:
            if is_cors_safelisted_request_header(name, text, profile(each)):
                assert len(text) <= 128


def max_age(text: str) -> None:
    """Access-Control-Max-Age."""
    for each in PROFILES:
        seconds = profile(each).max_age([text])
        assert seconds >= 0


def cookies(text: str) -> None:
    """Set-Cookie, and the date in it."""
    parse_cookie_date(text)
    home = parse(f"{API}/")
    context = CookieContext(home, None, (home,), "GET", 0.0)
    for each in PROFILES:
        jar, notes = CookieJar(profile(each)), list[CookieNote]()
        jar.store([text, f"a=b; Expires={text}", f"a=b; Max-Age={text}"], context, notes)
        assert len(jar) <= 2
        assert all(note.why for note in notes)
        jar.cookie_header(context, notes)


def urls(text: str) -> None:
    """URLs and origins."""
    try:
        url = parse(text, parse(f"{APP}/"))
    except ValueError:
        return
    assert parse(url.href).href == url.href
    try:
        origin = parse_origin(text)
    except ValueError:
        return
    assert origin.serialized == text


def construct(text: str) -> None:
    """Everything that script says."""
    server = ScriptedTransport(lambda _: HttpResponse(200))
    name, _, value = text.partition(":")
    for each in PROFILES:
        page = Browser(server, profile=each, clock=lambda: 0.0).page(f"{APP}/")
        for keywords in ({"method": text}, {"headers": [(name, value)]}, {"headers": [("X-A", text)]}):
            try:
                page.fetch("/", **keywords)
            except RequestError:
                continue


def answers(text: str) -> None:
    """Whole answers: the first character is the status, each line a header; to preflights and to requests."""
    status = 100 + ord(text[0]) * 2 % 500 if text else 200
    headers: list[Header] = [(name, value) for name, _, value in (line.partition(":") for line in text[1:].split("\n"))]
    allowed = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "PUT")]

    def says(on_preflight: bool) -> Callable[[HttpRequest], HttpResponse]:
        def answer(request: HttpRequest) -> HttpResponse:
            if (request.method == "OPTIONS") == on_preflight and request.url.endswith("/first"):
                return HttpResponse(status, headers)
            return HttpResponse(200, allowed)

        return answer

    for each in PROFILES:
        for on_preflight in (True, False):
            browser = Browser(ScriptedTransport(says(on_preflight)), profile=each, clock=lambda: 0.0)
            result = browser.page(f"{APP}/").fetch(f"{API}/first", method="PUT", credentials="include")
            assert result.explain()
            assert result.steps()[-1].passed == result.allowed
            browser.visit(f"{API}/first")


TARGETS: dict[str, Callable[[str], None]] = {
    target.__name__: target for target in (lists, request_headers, max_age, cookies, urls, construct, answers)
}
