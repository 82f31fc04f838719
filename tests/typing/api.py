"""The public names, used as a user would use them. Read by mypy, never run.

A type that gets worse shows here: each value is put where only the promised type fits.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from typing_extensions import assert_type

from pytest_cors import Browser, Contract, CorsDenied, NotModelled, RequestError
from pytest_cors.transport import HttpRequest, HttpResponse, ScriptedTransport

app = Flask("api")


def one_app_one_page() -> None:
    """The example of the reference."""
    browser = Browser(app, profile="firefox", base_url="https://api.example.net", clock=lambda: 0.0)
    page = browser.page("https://app.example.com/", sandboxed=True)
    assert_type(page.origin, str)
    result = page.fetch(
        "https://api.example.net/users",
        method="PUT",
        headers=[("Content-Type", "application/json")],
        body=b"{}",
        mode="cors",
        credentials="include",
        redirect="follow",
    )
    assert_type(result.allowed, bool)
    assert_type(result.denied, bool)
    assert_type(page.fetch("/users", headers={"X-Requested-With": "XMLHttpRequest"}).allowed, bool)
    assert_type(result.preflighted, bool)
    assert_type(result.sent, bool)
    assert_type(result.max_age, float | None)
    assert_type(result.exposes("X-Total-Count"), bool)
    assert_type(result.explain(), str)


def why(browser: Browser) -> tuple[str, str | None, str]:
    """A reason is there or it is not, and a checker makes its reader ask."""
    result = browser.page("https://app.example.com/").fetch("/users", body="text")
    if result.reason is None:
        return "", None, ""
    assert_type(result.reason.preflight, bool)
    assert_type(result.reason.anchor, str)
    return result.reason.code, result.reason.parameter, result.reason.message("chromium")


def what_script_sees(browser: Browser) -> bytes:
    """The response of an allowed fetch."""
    page = browser.page("https://app.example.com/", top_level_url="https://elsewhere.example/")
    try:
        response = page.fetch("https://api.example.net/users").response
    except CorsDenied as denied:
        assert_type(denied.story, str)
        raise
    except NotModelled as not_modelled:
        assert_type(not_modelled.what, str)
        raise
    except RequestError as error:
        assert_type(error.argument, str)
        raise
    headers: Sequence[tuple[str, str]] = response.headers
    assert_type(response.type, str)
    assert_type(response.status, int)
    assert_type(response.text, str)
    assert_type(response.url, str)
    assert_type(response.redirected, bool)
    assert_type(response.header("ETag"), str | None)
    assert headers
    assert response.json() == {}
    return response.body


def the_wire(browser: Browser) -> list[str]:
    """Every exchange, in order."""
    exchanges = browser.page("https://app.example.com/").fetch("/users").exchanges
    requests: list[HttpRequest] = [exchange.request for exchange in exchanges if exchange.kind == "preflight"]
    responses: list[HttpResponse] = [exchange.response for exchange in exchanges]
    return [request.method for request in requests] + [str(response.status) for response in responses]


def several_hosts_a_visit_and_a_cookie() -> None:
    """Apps by origin; what a person does before a script does anything."""
    browser = Browser(
        {"https://api.example.net": app, "https://login.example.net": app},
        third_party_cookies="blocked",
    )
    browser.set_cookie("https://api.example.net/", "sid=1; Secure; SameSite=None")
    response = browser.visit("https://login.example.net/", method="POST", body=b"user=ada")
    assert_type(response, HttpResponse)
    assert_type([cookie.name for cookie in browser.cookies], list[str])
    browser.close()


class Echo:
    """A transport of one's own needs one method."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer with what was asked."""
        return HttpResponse(200, [("Content-Type", "text/plain")], request.body, reason="OK")


def transports() -> None:
    """Canned answers, and one's own."""
    scripted = ScriptedTransport([HttpResponse(204, [("Access-Control-Allow-Origin", "*")])])
    Browser(scripted).page("https://app.example.com/").fetch("https://api.example.net/")
    assert_type([request.url for request in scripted.requests], list[str])
    Browser(Echo())


def what_a_checker_must_refuse(browser: Browser) -> None:
    """Each of these lines has an error, and mypy complains if it has not."""
    browser.page("https://app.example.com/", True)  # type: ignore[call-arg]
    browser.page("https://app.example.com/").fetch("/", "PUT")  # type: ignore[call-arg]
    browser.page("https://app.example.com/").fetch("/", headers=[("X", 1)])  # type: ignore[list-item]
    Browser(app, third_party_cookies="some")  # type: ignore[arg-type]


def a_whole_contract() -> str:
    """A contract file in a script."""
    contract = Contract.from_toml("cors.toml", env="staging")
    seen = contract.verify(app, browsers=["chromium", "webkit"])
    assert_type(seen.holds, bool)
    for case in contract.cases(app):
        assert_type(case.origin, str)
    for cell in seen.broken:
        assert_type(cell.why, tuple[str, ...])
    return seen.explain()
