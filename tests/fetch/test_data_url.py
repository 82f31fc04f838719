"""``data:`` URLs: their own response, from every page and in every mode."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.browser import Browser, ScriptResponse
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.transport import ScriptedTransport

DEFAULT = "text/plain;charset=US-ASCII"


def fetched(url: str, name: str = "standard", **keywords: Any) -> ScriptResponse:
    result = Browser(ScriptedTransport([]), profile=name).page("https://app.example.com/").fetch(url, **keywords)
    assert not result.sent
    return result.response


@pytest.mark.parametrize(
    ("url", "kind", "body"),
    [
        ("data:,hi", DEFAULT, b"hi"),
        ("data:,", DEFAULT, b""),
        ("DATA:,hi", DEFAULT, b"hi"),
        ("data:text/html,<b>", "text/html", b"<b>"),
        ("data:text/html;charset=utf-8,x", "text/html;charset=utf-8", b"x"),
        ("data: text/html ,x", "text/html", b"x"),
        ("data:;charset=utf-8,x", "text/plain;charset=utf-8", b"x"),
        ("data:nonsense,x", DEFAULT, b"x"),
        ("data:text/,x", DEFAULT, b"x"),
        ("data:,a%2Cb,c", DEFAULT, b"a,b,c"),
        ("data:,caf%C3%A9%FF", DEFAULT, b"caf\xc3\xa9\xff"),
        ("data:,caf\u00e9", DEFAULT, b"caf\xc3\xa9"),
        ("data:,x#fragment", DEFAULT, b"x"),
        ("data:,x?y", DEFAULT, b"x?y"),
        ("data:;base64,aGk=", DEFAULT, b"hi"),
        ("data:;BASE64,aGk", DEFAULT, b"hi"),
        ("data:;base64,aGlo", DEFAULT, b"hih"),
        ("data:;base64,aA==", DEFAULT, b"h"),
        ("data:;base64,a%47%6B%3D", DEFAULT, b"hi"),
        ("data:;base64, a G\tk", DEFAULT, b"hi"),
        ("data:;base64,", DEFAULT, b""),
        ("data:;base64,aGlo%0A%0Ca%0Dhh%09", DEFAULT, b"hihj\x18"),
        ("data:;base64,/+//", DEFAULT, b"\xff\xef\xff"),
        ("data:;base64,ab", DEFAULT, b"i"),
        ("data:;base64,XXXX", DEFAULT, b"]u\xd7"),
        ("data:text/html;charset=utf-8;base64,aGk=", "text/html;charset=utf-8", b"hi"),
        ("data:;Xbase64X,aGk=", "text/plain;Xbase64X", b"aGk="),
        ("data:X/X,x", "X/X", b"x"),
        ("data:text/html; base64 ,aGk=", "text/html", b"hi"),
        ("data:text/html;base64;x=1,aGk=", "text/html;base64;x=1", b"aGk="),
        ("data:base64,aGk=", DEFAULT, b"aGk="),
    ],
)
def test_what_a_data_url_holds(url: str, kind: str, body: bytes) -> None:
    response = fetched(url)
    assert (response.type, response.status, response.status_text) == ("basic", 200, "OK")
    assert (response.body, list(response.headers)) == (body, [("Content-Type", kind)])
    assert response.url == url.partition("#")[0].replace("DATA:", "data:").replace("\u00e9", "%C3%A9").replace("\t", "")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("data:text/html", "a data: URL without a comma"),
        ("data:", "a data: URL without a comma"),
        ("data:;base64,a", "broken Base64 in a data: URL"),
        ("data:;base64,a===", "broken Base64 in a data: URL"),
        ("data:;base64,aGk==", "broken Base64 in a data: URL"),
        ("data:;base64,a-Gk", "broken Base64 in a data: URL"),
        ("data:;base64,aA=", "broken Base64 in a data: URL"),
        ("data:;base64,aGlo====", "broken Base64 in a data: URL"),
        ("data:;base64,====", "broken Base64 in a data: URL"),
        ("data:;base64,ab=c", "broken Base64 in a data: URL"),
        ("data:;base64,aG%0Bk", "broken Base64 in a data: URL"),
        ("data:;base64,aG%C2%A0k", "broken Base64 in a data: URL"),
    ],
)
@pytest.mark.parametrize("name", PROFILES)
def test_broken(url: str, why: str, name: str) -> None:
    reason = Browser(ScriptedTransport([]), profile=name).page("https://app.example.com/").fetch(url).reason
    assert reason is not None
    assert (reason.code, reason.parameter, reason.policy) == ("UnsupportedScheme", why, False)


@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin"])
@pytest.mark.parametrize("name", PROFILES)
def test_everybody_may_read_it(mode: str, name: str) -> None:
    for page in ("https://app.example.com/", "http://a.example/"):
        for sandboxed in (False, True):
            browser = Browser(ScriptedTransport([]), profile=name)
            response = browser.page(page, sandboxed=sandboxed).fetch("data:,hi", mode=mode).response
            assert (response.type, response.body) == ("basic", b"hi")


@pytest.mark.parametrize("name", PROFILES)
def test_only_firefox_says_how_long_it_is(name: str) -> None:
    length = [("Content-Length", "2")] if name == "firefox" else []
    assert list(fetched("data:,hi", name).headers) == [("Content-Type", DEFAULT), *length]


def test_head_has_no_body() -> None:
    assert fetched("data:,hi", method="HEAD").body == b""
