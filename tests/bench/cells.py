"""One page, one fetch: what it costs against what a person would write, and against the app alone.

Every contestant asks the same exchanges of the same app. A cell begins with its page, as a check does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import Client, TestResponse

from pytest_cors.browser import Browser
from pytest_cors.browser.result import FetchResult
from pytest_cors.fetch.http import HttpRequest, HttpResponse

from .apps import API, PAGE, STRANGER, Recorder, shop, trivial
from .bare import bare_calls
from .measure import Contestants
from .scenario import BARE, CLIENT, Setting, scenario

SUBJECT = "cell"

Fetch = Callable[[Browser], FetchResult]


@scenario("cell", aims={CLIENT: 0.68, BARE: 1.30})
def cell(_: Setting) -> Contestants:
    """Preflight and GET with a header of its own, credentials included."""

    def fetch(browser: Browser) -> FetchResult:
        browser.preflight_cache.clear()
        page = browser.page(f"{PAGE}/")
        return page.fetch(f"{API}/users", headers=[("X-Request-Id", "7")], credentials="include")

    def by_hand(client: Client) -> None:
        answer = client.options(
            "/users",
            headers={
                "Origin": PAGE,
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "x-request-id",
            },
        )
        assert answer.status_code == 200
        _assert_shared(answer)
        assert "x-request-id" in answer.headers["Access-Control-Allow-Headers"]
        answer = client.get("/users", headers={"Origin": PAGE, "X-Request-Id": "7"})
        assert answer.status_code == 200
        _assert_shared(answer)

    return _contestants(fetch, by_hand, exchanges=2)


@scenario("simple-get")
def simple_get(_: Setting) -> Contestants:
    """GET that needs no preflight."""

    def fetch(browser: Browser) -> FetchResult:
        return browser.page(f"{PAGE}/").fetch(f"{API}/users", credentials="include")

    def by_hand(client: Client) -> None:
        answer = client.get("/users", headers={"Origin": PAGE})
        assert answer.status_code == 200
        _assert_shared(answer)

    return _contestants(fetch, by_hand, exchanges=1)


@scenario("put")
def put(_: Setting) -> Contestants:
    """Preflight and PUT with a JSON body, credentials included."""

    def fetch(browser: Browser) -> FetchResult:
        browser.preflight_cache.clear()
        return browser.page(f"{PAGE}/").fetch(
            f"{API}/users/1",
            method="PUT",
            headers=[("Content-Type", "application/json")],
            body='{"name": "Grace"}',
            credentials="include",
        )

    def by_hand(client: Client) -> None:
        answer = client.options(
            "/users/1",
            headers={
                "Origin": PAGE,
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "content-type",
            },
        )
        assert answer.status_code == 200
        _assert_shared(answer)
        assert "PUT" in answer.headers["Access-Control-Allow-Methods"].split(", ")
        assert "content-type" in answer.headers["Access-Control-Allow-Headers"]
        answer = client.put("/users/1", json={"name": "Grace"}, headers={"Origin": PAGE})
        assert answer.status_code == 200
        _assert_shared(answer)

    return _contestants(fetch, by_hand, exchanges=2)


@scenario("cached-preflight")
def cached_preflight(_: Setting) -> Contestants:
    """GET with a header of its own, allowed by an earlier preflight."""

    def fetch(browser: Browser) -> FetchResult:
        page = browser.page(f"{PAGE}/")
        return page.fetch(f"{API}/users", headers=[("X-Request-Id", "7")], credentials="include")

    def by_hand(client: Client) -> None:
        answer = client.get("/users", headers={"Origin": PAGE, "X-Request-Id": "7"})
        assert answer.status_code == 200
        _assert_shared(answer)

    return _contestants(fetch, by_hand, exchanges=1)


@scenario("redirect")
def redirect(_: Setting) -> Contestants:
    """GET of a route that redirects within the API."""

    def fetch(browser: Browser) -> FetchResult:
        return browser.page(f"{PAGE}/").fetch(f"{API}/people", credentials="include")

    def by_hand(client: Client) -> None:
        answer = client.get("/people", headers={"Origin": PAGE})
        assert answer.status_code == 302
        _assert_shared(answer)
        answer = client.get(answer.headers["Location"], headers={"Origin": PAGE})
        assert answer.status_code == 200
        _assert_shared(answer)

    return _contestants(fetch, by_hand, exchanges=2)


@scenario("denied")
def denied(_: Setting) -> Contestants:
    """GET from a page that is not in the policy."""

    def fetch(browser: Browser) -> FetchResult:
        return browser.page(f"{STRANGER}/").fetch(f"{API}/users", credentials="include")

    def by_hand(client: Client) -> None:
        answer = client.get("/users", headers={"Origin": STRANGER})
        assert "Access-Control-Allow-Origin" not in answer.headers

    return _contestants(fetch, by_hand, exchanges=1, allowed=False)


@scenario("engine", aims={"a trivial Flask view": 0.30})
def engine(_: Setting) -> Contestants:
    """The engine alone: simple GET, answered by a constant."""
    answer = HttpResponse(
        200,
        (("Access-Control-Allow-Origin", "*"), ("Content-Type", "text/plain"), ("Content-Length", "5")),
        b"hello",
    )

    class Constant:
        def send(self, _request: HttpRequest, /) -> HttpResponse:
            return answer

    browser = Browser(Constant())
    app = trivial()
    recorder = Recorder(app)
    Browser(recorder, base_url=API).page(f"{PAGE}/").fetch(f"{API}/")

    def fetch() -> None:
        assert browser.page(f"{PAGE}/").fetch(f"{API}/").allowed

    return {SUBJECT: fetch, "a trivial Flask view": bare_calls(app, recorder.environs)}


def _contestants(
    fetch: Fetch, by_hand: Callable[[Client], None], *, exchanges: int, allowed: bool = True
) -> Contestants:
    app = shop()
    browser = Browser(app, base_url=API)
    client = app.test_client()

    def subject() -> None:
        assert fetch(browser).allowed is allowed

    return {
        SUBJECT: subject,
        CLIENT: lambda: by_hand(client),
        BARE: bare_calls(app, _environs(fetch, app, exchanges)),
    }


def _environs(fetch: Fetch, app: Flask, exchanges: int) -> list[dict[str, Any]]:
    """What the app is called with in one fetch; in the second, when an earlier preflight spares one."""
    recorder = Recorder(app)
    browser = Browser(recorder, base_url=API)
    for _ in range(2):
        recorder.environs.clear()
        fetch(browser)
    assert len(recorder.environs) == exchanges, recorder.environs
    return recorder.environs


def _assert_shared(answer: TestResponse) -> None:
    headers: Headers = answer.headers
    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers["Access-Control-Allow-Credentials"] == "true"
