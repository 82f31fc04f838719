"""What a fetch came to, as a user reads it."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors import Browser, CorsDenied
from pytest_cors.browser import FetchResult
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.transport import ScriptedTransport

APP, API = "https://app.example.com", "https://api.example.net"
OURS = [("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true")]


def fetched(*answers: HttpResponse, url: str = f"{API}/", profile: str = "standard", **keywords: Any) -> FetchResult:
    page = Browser(ScriptedTransport(answers), profile=profile).page(
        f"{APP}/x", sandboxed=keywords.pop("sandboxed", False)
    )
    return page.fetch(url, **keywords)


class Body:
    """A body that counts who asks for it."""

    def __init__(self, data: bytes = b"ok") -> None:
        self.data = data
        self.reads = 0

    def read(self) -> bytes:
        self.reads += 1
        return self.data

    def close(self) -> None:
        """It holds nothing."""


def test_allowed() -> None:
    result = fetched(HttpResponse(404, OURS, b"none", "Not Found"))
    assert (result.allowed, result.denied, result.reason) == (True, False, None)
    response = result.response
    assert (response.type, response.status, response.status_text, response.ok) == ("cors", 404, "Not Found", False)
    assert repr(result) == f"<FetchResult GET {API}/ from {APP}: allowed>"


def test_denied() -> None:
    result = fetched(HttpResponse(200, [], b"secret"))
    assert (result.allowed, result.denied) == (False, True)
    assert result.reason is not None
    assert result.reason.code == "MissingAllowOriginHeader"
    assert repr(result) == f"<FetchResult GET {API}/ from {APP}: denied (MissingAllowOriginHeader)>"
    with pytest.raises(CorsDenied) as caught:
        _ = result.response
    assert caught.value.result is result
    assert caught.value.story == str(caught.value) == result.explain()
    assert "denied[MissingAllowOriginHeader]" in caught.value.story


def test_a_result_does_not_change() -> None:
    result = fetched(HttpResponse(200, OURS))
    with pytest.raises(AttributeError):
        result.profile = "other"  # type: ignore[misc]


def test_two_fetches_are_two_however_alike() -> None:
    one = fetched(HttpResponse(200, OURS))
    other = one._replace()
    assert tuple(one) == tuple(other)
    assert one != other
    assert not one == other  # noqa: SIM201  each operator is its own
    assert {one, other, one} == {one, other}
    assert len({one, other}) == 2


@pytest.mark.parametrize(("sandboxed", "origin"), [(False, APP), (True, "null")])
def test_page(sandboxed: bool, origin: str) -> None:
    page = fetched(HttpResponse(200), sandboxed=sandboxed).page
    assert (page.url, page.origin, page.sandboxed) == (f"{APP}/x", origin, sandboxed)


@pytest.mark.parametrize(
    ("url", "sandboxed", "same"), [(f"{APP}/y", False, True), (f"{API}/", False, False), (f"{APP}/y", True, False)]
)
def test_same_origin(url: str, sandboxed: bool, same: bool) -> None:
    assert fetched(HttpResponse(200), url=url, sandboxed=sandboxed).same_origin == same


ALLOW_PUT = HttpResponse(204, [*OURS, ("Access-Control-Allow-Methods", "PUT"), ("Access-Control-Max-Age", "9999999")])


def test_what_reached_the_server() -> None:
    simple = fetched(HttpResponse(200))
    assert (simple.preflighted, simple.sent, simple.max_age) == (False, True, None)
    refused = fetched(HttpResponse(403), method="PUT")
    assert (refused.preflighted, refused.sent, refused.max_age) == (True, False, None)
    both = fetched(ALLOW_PUT, HttpResponse(200, OURS), method="PUT", profile="webkit")
    assert (both.preflighted, both.sent, both.max_age) == (True, True, 600)
    assert [exchange.kind for exchange in both.exchanges] == ["preflight", "request"]
    assert both.exchanges[0].response is ALLOW_PUT
    nothing = fetched(url="http://a.example/")
    assert (nothing.preflighted, nothing.sent, nothing.exchanges) == (False, False, ())
    assert nothing.error is None


def test_the_exception_of_the_last_response() -> None:
    error = ZeroDivisionError()
    assert fetched(HttpResponse(500, OURS, error=error)).error is error
    assert fetched(ALLOW_PUT, HttpResponse(500, error=error), method="PUT").error is error
    assert fetched(HttpResponse(200)).error is None


def test_a_body_is_read_when_somebody_asks() -> None:
    body = Body()
    result = fetched(HttpResponse(200, OURS, body))
    response = result.response
    assert response.ok
    assert not result.exposes("X-A")
    assert str(result)
    assert body.reads == 0
    assert response.body == b"ok"
    assert response.text == "ok"
    assert body.reads == 2


@pytest.mark.parametrize("keywords", [{"method": "HEAD"}, {"mode": "no-cors"}])
def test_a_body_that_script_does_not_get_is_not_read(keywords: dict[str, str]) -> None:
    body = Body()
    assert fetched(HttpResponse(200, OURS, body), **keywords).response.body == b""
    assert body.reads == 0


def test_a_denied_body_is_not_read() -> None:
    body = Body(b"secret")
    result = fetched(HttpResponse(200, [], body))
    with pytest.raises(CorsDenied) as caught:
        _ = result.response
    assert body.reads == 0
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"caf\xc3\xa9", "caf\u00e9"),
        (b"caf\xe9", "caf\ufffd"),
        (b"\xef\xbb\xbfx", "x"),
        (b"\xef\xbb\xbf\xef\xbb\xbfx", "\ufeffx"),
        (b"x\xef\xbb\xbf", "x\ufeff"),
    ],
)
def test_text(data: bytes, text: str) -> None:
    response = fetched(HttpResponse(200, OURS, data)).response
    assert response.text == text
    assert response.body == data


def test_json() -> None:
    assert fetched(HttpResponse(200, OURS, b'\xef\xbb\xbf{"a": [1]}')).response.json() == {"a": [1]}
    with pytest.raises(ValueError, match="Expecting value"):
        fetched(HttpResponse(200, OURS, b"<")).response.json()


@pytest.mark.parametrize(("status", "ok"), [(199, False), (200, True), (204, True), (299, True), (300, False)])
def test_ok(status: int, ok: bool) -> None:
    assert fetched(HttpResponse(status, OURS)).response.ok == ok


def test_header() -> None:
    headers = [*OURS, ("ETag", "1"), ("etag", " 2 "), ("Access-Control-Expose-Headers", "ETag, X-None")]
    result = fetched(HttpResponse(200, headers))
    assert result.response.header("eTag") == "1, 2"
    assert result.response.header("X-None") is None
    assert (result.exposes("ETAG"), result.exposes("x-none"), result.exposes("Vary")) == (True, True, False)
    assert result.exposes("Content-Type")


def test_after_redirects() -> None:
    moved = HttpResponse(302, [*OURS, ("Location", "/2#here")])
    result = fetched(moved, HttpResponse(200, OURS), url=f"{API}/1#there")
    assert (result.response.url, result.response.redirected) == (f"{API}/2", True)
    assert result.request.url.href == f"{API}/1#there"


def test_steps() -> None:
    steps = fetched(HttpResponse(200)).steps()
    assert [step.passed for step in steps] == [True, True, False]
    assert steps[-1].link == "https://fetch.spec.whatwg.org/#concept-cors-check"


def test_explain() -> None:
    result = fetched(HttpResponse(200))
    assert "MissingAllowOriginHeader" in result.explain()
    assert "\x1b[" in result.explain(color=True)
    assert "\x1b[" not in result.explain()


@pytest.mark.parametrize("profile", ["standard", "chromium", "firefox", "webkit"])
def test_whose_result_it_is(profile: str) -> None:
    assert fetched(HttpResponse(200), profile=profile).profile == profile
