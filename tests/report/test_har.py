"""``--cors-report=har``: every exchange, for the network panels of browsers."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from pytest_cors import Browser
from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record, record_fetch
from pytest_cors.transport import HttpResponse, ScriptedTransport
from tests.report import held
from tests.report.samples import STARTED, hostile_run, odd_run, shop_run


def put() -> Record:
    """A preflight and a request with all that an archive tells of."""
    open_to = [
        ("Access-Control-Allow-Origin", "https://app.example"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Allow-Methods", "PUT"),
        ("Access-Control-Allow-Headers", "authorization,content-type"),
    ]
    answer = [*open_to, ("Content-Type", "application/json"), ("Set-Cookie", "sid=very-secret; Secure; SameSite=None")]
    browser = Browser(ScriptedTransport([HttpResponse(204, open_to), HttpResponse(201, answer)]))
    browser.set_cookie("https://api.example/", "sid=older-secret; Secure; SameSite=None")
    result = browser.page("https://app.example/").fetch(
        "https://api.example/users?page=2&token=a-long-secret",
        method="PUT",
        headers=[("Authorization", "Bearer abcdefgh"), ("Content-Type", "application/json")],
        body=b'{"a": 1}',
        credentials="include",
    )
    return record_fetch(
        result, nodeid="t.py::t", route="/users", expect="allowed", outcome="passed", duration=0.5, detail="wire"
    )


@pytest.mark.parametrize(
    "run", [shop_run(), odd_run(), hostile_run(), Run.of(())], ids=["shop", "odd", "hostile", "none"]
)
def test_satisfies_the_schema(run: Run) -> None:
    log = held.as_har(rendered("har", run))["log"]
    assert len(log["entries"]) == sum(len(record.exchanges) for record in run.records)


def test_tells_every_exchange() -> None:
    log = held.as_har(rendered("har", Run.of([put()], started=STARTED, tool="1.0")))["log"]
    preflight, request = log["entries"]
    assert [entry["_resourceType"] for entry in log["entries"]] == ["preflight", "fetch"]
    assert (preflight["request"]["method"], preflight["response"]["status"]) == ("OPTIONS", 204)
    assert request["request"]["queryString"][0] == {"name": "page", "value": "2"}
    assert request["request"]["bodySize"] == 8
    assert request["response"]["content"]["mimeType"] == "application/json"
    assert [entry["time"] for entry in log["entries"]] == [250, 250]
    starts = [datetime.fromisoformat(entry["startedDateTime"]).timestamp() for entry in log["entries"]]
    assert starts == [STARTED, STARTED + 0.25]
    names = [header["name"].lower() for header in request["request"]["headers"]]
    assert {"accept", "origin", "sec-fetch-mode", "authorization", "cookie"} <= set(names)


def test_masks_credentials() -> None:
    text = rendered("har", Run.of([put()]))
    for secret in ("abcdefgh", "older-secret", "very-secret", "a-long-secret"):
        assert secret not in text
    _, request = json.loads(text)["log"]["entries"]
    (cookie,) = request["request"]["cookies"]
    assert cookie["name"] == "sid"
    assert cookie["value"].startswith("***")


def test_is_honest_about_what_is_missing() -> None:
    comment = held.as_har(rendered("har", Run.of((), incomplete=("gw0 was lost",))))["log"]["comment"]
    assert comment.endswith("Incomplete: gw0 was lost.")
