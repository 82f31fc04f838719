"""What script sees of a response."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
SAFELISTED = [
    ("Cache-Control", "no-store"),
    ("Content-Language", "de"),
    ("content-length", "2"),
    ("CONTENT-TYPE", "text/html"),
    ("Expires", "0"),
    ("Last-Modified", "x"),
    ("Pragma", "no-cache"),
]
OTHERS = [("X-A", "1"), ("X-B", "2"), ("x-a", "3"), ("Vary", "Origin"), ("ETag", "x"), ("*", "star")]
COOKIES = [("Set-Cookie", "a=1"), ("set-cookie2", "b=2")]


def fetched(
    *headers: Header, url: str = API, name: str = "standard", status: int = 200, **keywords: Any
) -> FetchResult:
    allowed = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]
    response = HttpResponse(status, [*allowed, *SAFELISTED, *OTHERS, *COOKIES, *headers], b"ok", "Fine")
    browser = Browser(ScriptedTransport([response]), profile=name)
    return browser.page(f"{APP}/").fetch(f"{url}/", **keywords)


def names(result: FetchResult) -> set[str]:
    return {name.lower() for name, _ in result.response.headers}


ALWAYS = {name.lower() for name, _ in SAFELISTED}
EVERYTHING = (
    ALWAYS | {"x-a", "x-b", "vary", "etag", "*"} | {"access-control-allow-origin", "access-control-allow-credentials"}
)
AEH = "Access-Control-Expose-Headers"
EXPOSED: list[tuple[list[str], set[str], set[str]]] = [
    # lines, what is visible besides the safelisted: without credentials, with them
    ([], set(), set()),
    ([""], set(), set()),
    (["X-A"], {"x-a"}, {"x-a"}),
    (["x-a, ETAG"], {"x-a", "etag"}, {"x-a", "etag"}),
    (["X-A", "X-B"], {"x-a", "x-b"}, {"x-a", "x-b"}),
    ([",X-A,,"], {"x-a"}, {"x-a"}),
    (["Set-Cookie, X-A, set-cookie2"], {"x-a"}, {"x-a"}),
    (["X-None"], set(), set()),
    # One item that is no name and nothing is exposed.
    (['X-A, "X-B"'], set(), set()),
    (["X-A X-B"], set(), set()),
    (["X-A", "X;B"], set(), set()),
    (["X-A, \xa0"], set(), set()),
    # With credentials a star is a header's name.
    (["*"], EVERYTHING - ALWAYS - {AEH}, {"*"}),
    (["X-A, *"], EVERYTHING - ALWAYS - {AEH}, {"x-a", "*"}),
    (["* X-A"], set(), set()),
    (["*\xa0"], set(), set()),
]


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(
    ("lines", "without", "included"),
    EXPOSED,
    ids=[" | ".join(row[0]) or ("empty" if row[0] else "none") for row in EXPOSED],
)
def test_exposed(lines: list[str], without: set[str], included: set[str], name: str) -> None:
    for credentials, expected in (("omit", without), ("same-origin", without), ("include", included)):
        result = fetched(*((AEH, line) for line in lines), name=name, credentials=credentials)
        own = {AEH.lower()} if "vary" in expected else set()
        assert names(result) == ALWAYS | expected | own
        for header in (*EVERYTHING, "set-cookie", "Set-Cookie2"):
            assert result.exposes(header) == (header in ALWAYS | expected)
            assert result.exposes(header.upper()) == result.exposes(header)


def test_what_is_exposed_need_not_be_there() -> None:
    result = fetched((AEH, "X-None, Set-Cookie"))
    assert result.exposes("X-None")
    assert result.response.header("X-None") is None
    assert not result.exposes("Set-Cookie")
    everything = fetched((AEH, "*"))
    assert everything.exposes("X-None")
    assert not everything.exposes("Set-Cookie")
    assert fetched(url=APP).exposes("X-None")


def test_order_case_and_lines_are_kept() -> None:
    result = fetched((AEH, "X-A"))
    assert [pair for pair in result.response.headers if pair[0].lower() == "x-a"] == [("X-A", "1"), ("x-a", "3")]
    assert result.response.header("X-a") == "1, 3"
    assert result.response.header("x-b") is None


def test_at_home_all_but_cookies() -> None:
    result = fetched(url=APP)
    assert names(result) == EVERYTHING
    assert result.response.type == "basic"
    assert not result.exposes("Set-Cookie")


def test_opaque() -> None:
    result = fetched((AEH, "*"), mode="no-cors")
    response = result.response
    assert (response.type, response.status, response.status_text, response.ok) == ("opaque", 0, "", False)
    assert (response.headers, response.body, response.text, response.url) == ((), b"", "", "")
    assert not response.redirected
    assert not result.exposes("Content-Type")


def test_cors() -> None:
    response = fetched().response
    assert (response.type, response.status, response.status_text, response.ok) == ("cors", 200, "Fine", True)
    assert (response.body, response.text, response.url, response.redirected) == (b"ok", "ok", f"{API}/", False)


@pytest.mark.parametrize("status", [100, 101, 103, 199, 200, 204, 205, 299, 300, 304, 404])
@pytest.mark.parametrize("name", PROFILES)
def test_statuses_without_a_body(status: int, name: str) -> None:
    response = fetched(name=name, status=status).response
    empty = {101, 103, 204, 304} | (set() if name == "webkit" else {205})
    assert response.body == (b"" if status in empty else b"ok")
    assert response.ok == (status in {200, 204, 205, 299})


def test_head_has_no_body() -> None:
    response = fetched(method="HEAD").response
    assert response.body == b""
    assert response.header("Content-Length") == "2"


@pytest.mark.parametrize("url", [APP, API])
def test_firefox_drops_what_is_empty_of_repeated_lines(url: str) -> None:
    headers = [("Pragma", ""), ("Last-Modified", "")]
    assert fetched(*headers, url=url, name="firefox").response.header("Pragma") == "no-cache"
    assert fetched(*headers, url=url, name="chromium").response.header("Pragma") == "no-cache, "


def test_webkit_repairs_bytes_that_are_no_utf_8() -> None:
    header = ("Content-Location", "caf\xe9"), (AEH, "Content-Location")
    assert fetched(*header, name="webkit").response.header("Content-Location") == "caf\xef\xbf\xbd"
    assert fetched(*header, name="standard").response.header("Content-Location") == "caf\xe9"


CONFLICTS = [
    (("Location", "/a"), ("Location", "/b"), "MultipleLocations"),
    (("Content-Disposition", "inline"), ("content-disposition", "attachment"), "ConflictingHeaders"),
    (("Location", "/a"), ("Location", "/a"), None),
    (("X-C", "a"), ("X-C", "b"), None),
    (("Content-Disposition", "a"), ("Content-Disposition", " a\t"), None),
]


@pytest.mark.parametrize(("one", "other", "code"), CONFLICTS)
@pytest.mark.parametrize("name", PROFILES)
def test_some_refuse_headers_that_contradict_each_other(
    one: Header, other: Header, code: str | None, name: str
) -> None:
    result = fetched(one, other, name=name)
    assert (result.reason.code if result.reason else None) == (code if name in {"chromium", "firefox"} else None)
    if result.reason is not None:
        assert result.reason.parameter == f"{one[1]}, {other[1]}"
        assert not result.reason.policy
        assert result.sent


@pytest.mark.parametrize(
    ("name", "code"), [("chromium", "ConflictingHeaders"), ("firefox", "ConflictingHeaders"), ("webkit", None)]
)
def test_on_a_preflight_too(name: str, code: str | None) -> None:
    allowed = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "PUT")]
    preflight = HttpResponse(204, [*allowed, ("Content-Disposition", "a"), ("Content-Disposition", "b")])
    server = ScriptedTransport([preflight, HttpResponse(200, allowed)])
    reason = Browser(server, profile=name).page(f"{APP}/").fetch(f"{API}/", method="PUT").reason
    assert (reason.code if reason else None) == code
    assert reason is None or reason.preflight
