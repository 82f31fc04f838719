"""A record says what happened, and says the same after a trip through JSON."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors import Browser
from pytest_cors.survey.record import (
    VERSION,
    Record,
    RecordedReason,
    names,
    record_fetch,
    record_unanswered,
)
from pytest_cors.survey.story import RecordedExchange, RecordedKept
from pytest_cors.transport import HttpResponse, ScriptedTransport

NODEID = "tests/test_shop.py::test_users"


def plain(**changes: Any) -> dict[str, Any]:
    good = Record(
        nodeid=NODEID,
        route="/api/users",
        method="GET",
        url="https://api.example/api/users",
        origin="https://app.example",
        credentials="include",
        headers=("Authorization",),
        mode="cors",
        browser="chromium",
        expect="allowed",
        verdict="denied",
        outcome="failed",
        reason=RecordedReason("AllowOriginMismatch", "https://x.example"),
        exchanges=(RecordedExchange("request", "GET", "https://api.example/api/users", 200),),
    ).to_json()
    return {**good, **changes}


def test_names_its_version() -> None:
    assert plain()["version"] == VERSION == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (plain(version=1), "version 1 is not known; known: 2"),
        (plain(version=True), "version True is not known"),
        (plain(version="2"), "version '2' is not known"),
        ([], "no version"),
        ({}, "no version"),
        ({"version": 2}, "missing or unknown: browser, credentials, duration"),
        (plain(colour="red"), "missing or unknown: colour"),
        (plain(status="200"), "status: '200' is no int or NoneType"),
        (plain(status=True), "status: True is no int or NoneType"),
        (plain(sent=1), "sent: 1 is no bool"),
        (plain(headers="Authorization"), "headers: 'Authorization' is no list"),
        (plain(headers=[1]), "headers: 1 is no str"),
        (plain(reason="CORS"), "reason: 'CORS' is not an object"),
        (plain(reason={"code": "x"}), "reason: missing or unknown: parameter, preflight"),
        (plain(exchanges=[{}]), "exchanges: missing or unknown: body_size, kind, method, phrase, request_headers"),
        (plain(expect="maybe"), "expect 'maybe' is none of 'allowed', 'denied', None"),
        (plain(verdict="alowed"), "verdict 'alowed' is none of 'allowed', 'denied', 'not modelled', None"),
        (plain(state="maybe"), "state 'maybe' is none of 'allowed', 'denied', 'preflight only'"),
        (plain(outcome="xfailed"), "outcome 'xfailed' is none of"),
        (plain(outcome="passed", verdict=None), "passed, and no browser was asked"),
        (plain(duration=-1.0), "duration -1.0 is not a length of time"),
        (plain(duration=float("nan")), "duration nan is not a length of time"),
    ],
)
def test_refuses_what_it_does_not_know(wrong: object, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        Record.from_json(wrong)
    assert message in str(refused.value)


def test_names_headers_once_and_in_order() -> None:
    assert names(["X-B", "Authorization", "x-b", "X-A"]) == ("Authorization", "X-A", "X-B")


def test_tells_a_denied_fetch() -> None:
    preflight = HttpResponse(
        204,
        [
            ("Access-Control-Allow-Origin", "https://app.example"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Access-Control-Allow-Headers", "x-b,x-a"),
        ],
    )
    answer = HttpResponse(201, [("Access-Control-Allow-Origin", "https://other.example")])
    page = Browser(ScriptedTransport([preflight, answer]), profile="firefox").page("https://app.example/")
    result = page.fetch("https://api.example/users?page=1", method="PUT", headers=[("X-B", "1"), ("X-A", "2")])
    record = record_fetch(
        result,
        nodeid=NODEID,
        route="/users",
        expect="allowed",
        outcome="failed",
        mismatches=["expected allowed, was denied"],
        duration=0.25,
    )
    assert record == Record(
        nodeid=NODEID,
        route="/users",
        method="PUT",
        url="https://api.example/users?page=1",
        origin="https://app.example",
        credentials="same-origin",
        headers=("X-A", "X-B"),
        mode="cors",
        browser="firefox",
        expect="allowed",
        verdict="denied",
        outcome="failed",
        reason=RecordedReason("AllowOriginMismatch", "https://other.example", preflight=False),
        preflighted=True,
        sent=True,
        status=201,
        mismatches=("expected allowed, was denied",),
        duration=0.25,
        exchanges=(
            RecordedExchange("preflight", "OPTIONS", "https://api.example/users?page=1", 204),
            RecordedExchange("request", "PUT", "https://api.example/users?page=1", 201),
        ),
        preflight_causes=("method PUT", "header x-a", "header x-b"),
        kept=(RecordedKept("chromium", 5.0), RecordedKept("firefox", 5.0), RecordedKept("webkit", 5.0)),
    )


def test_tells_an_allowed_fetch_of_a_sandboxed_page() -> None:
    answer = HttpResponse(200, [("Access-Control-Allow-Origin", "*")])
    page = Browser(ScriptedTransport([answer])).page("https://app.example/", sandboxed=True)
    record = record_fetch(page.fetch("https://api.example/"), nodeid=NODEID, route="/", expect=None, outcome="passed")
    assert (record.origin, record.verdict, record.reason, record.preflighted) == (
        "null",
        "allowed",
        None,
        False,
    )


def test_has_no_status_when_only_the_preflight_was_answered() -> None:
    page = Browser(ScriptedTransport([HttpResponse(401, [("Access-Control-Allow-Origin", "*")])])).page(
        "https://app.example/"
    )
    result = page.fetch("https://api.example/", method="DELETE")
    record = record_fetch(result, nodeid=NODEID, route="/", expect="denied", outcome="failed")
    assert (record.status, record.sent, record.preflighted) == (None, False, True)
    assert record.reason == RecordedReason("PreflightInvalidStatus", None, preflight=True)


def test_tells_a_check_that_no_browser_answered() -> None:
    record = record_unanswered(
        nodeid=NODEID,
        route="/users",
        method="GET",
        origin="null",
        browser="chromium",
        outcome="error",
        headers=["X-B", "X-A"],
        mismatches=["no such route"],
    )
    assert (record.verdict, record.headers, record.url) == (None, ("X-A", "X-B"), "")
    assert Record.from_json(record.to_json()) == record
