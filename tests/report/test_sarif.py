"""``--cors-report=sarif``: a result for each broken cell, the same one as long as it is broken in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record
from tests.report import held
from tests.report.samples import hostile_run, odd_run, shop_run

Make = Callable[..., Record]

SPA, EVIL = "https://app.example", "https://evil.example"


def log(*records: Record, **others: Any) -> Any:
    """The one run of the log on these records, which satisfies the official schema."""
    (run,) = held.as_sarif(rendered("sarif", Run.of(records, **others)))["runs"]
    return run


def fingerprints(*records: Record) -> list[str]:
    return [result["partialFingerprints"]["corsCell/v1"] for result in log(*records)["results"]]


@pytest.mark.parametrize(
    "run", [shop_run(), odd_run(), hostile_run(), Run.of(())], ids=["shop", "odd", "hostile", "none"]
)
def test_satisfies_the_official_schema(run: Run) -> None:
    held.as_sarif(rendered("sarif", run))


def test_tells_of_broken_cells_only(record: Make) -> None:
    run = log(
        record("/a", SPA),
        record("/a", EVIL, "denied"),
        record("/b", SPA, "denied", expect="allowed", reason="AllowOriginMismatch"),
        record("/c", EVIL, expect="denied"),
        record("/d", SPA, outcome="failed", mismatches=["expected status 201, got 200"]),
        record("/e", SPA, "not modelled", expect="allowed", outcome="error"),
        record("/f", SPA, None, expect="allowed", outcome="error"),
    )
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("AllowOriginMismatch", "error"),
        ("AllowedAlthoughDenied", "error"),
        ("NotAsDeclared", "error"),
        ("NotModelled", "warning"),
        ("NotChecked", "error"),
    ]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert all(rule["helpUri"].startswith("https://") for rule in rules)
    severe = [rule["id"] for rule in rules if "security-severity" in rule["properties"]]
    assert severe == ["AllowedAlthoughDenied"]


def test_a_cell_keeps_its_fingerprint(record: Make) -> None:
    broken = {"expect": "denied", "nodeid": "tests/test_a.py::test_a"}
    again = {**broken, "nodeid": "tests/test_b.py::test_b", "duration": 9.0, "browser": "webkit"}
    assert fingerprints(record("/a", EVIL, **broken)) == fingerprints(record("/a", EVIL, **again))


@pytest.mark.parametrize(
    "change",
    [
        {"include": True},
        {"headers": ["X-A"]},
        {"method": "PUT"},
        {"mode": "no-cors"},
        {"verdict": "denied", "expect": "allowed"},
    ],
)
def test_another_cell_has_another_fingerprint(record: Make, change: dict[str, Any]) -> None:
    assert fingerprints(record("/a", EVIL, expect="denied")) != fingerprints(
        record("/a", EVIL, **{"expect": "denied", **change})
    )


def test_a_cell_that_is_broken_in_two_browsers_is_one_result(record: Make) -> None:
    both = [record("/a", EVIL, expect="denied", browser=name, nodeid="t.py::t") for name in ("webkit", "chromium")]
    (result,) = log(*both)["results"]
    assert result["properties"]["browsers"] == ["chromium", "webkit"]
    assert "in chromium, webkit: " in result["message"]["text"]
    assert "relatedLocations" not in result


def test_says_where_the_tests_stand(record: Make) -> None:
    names = ("tests/a b/test_ü.py::test_a", "tests/test_b.py::test_b[1]")
    (result,) = log(*(record("/a", EVIL, expect="denied", nodeid=name) for name in names))["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "tests/a%20b/test_%C3%BC.py",
        "uriBaseId": "%SRCROOT%",
    }
    (other,) = result["relatedLocations"]
    assert other["logicalLocations"][0]["fullyQualifiedName"] == "tests/test_b.py::test_b[1]"


def test_tells_what_was_seen_and_what_to_change() -> None:
    (run,) = held.as_sarif(rendered("sarif", shop_run()))["runs"]
    text = next(
        result["message"]["text"] for result in run["results"] if result["ruleId"].startswith("MethodDisallowed")
    )
    assert "    Access-Control-Allow-Methods: GET, POST, PATCH, DELETE\n    ^ PUT is not there\n    wanted: PUT" in text
    assert '    CORS(app, methods=["GET", "POST", "PATCH", "DELETE", "PUT"])' in text


def test_is_honest_about_what_is_missing(record: Make) -> None:
    (invocation,) = log(record("/a", SPA), incomplete=["gw0 was lost"])["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "incomplete: gw0 was lost"
    (invocation,) = log(record("/a", SPA))["invocations"]
    assert invocation == {"executionSuccessful": True, "startTimeUtc": "1970-01-01T00:00:00.000Z"}


def test_tells_no_more_than_a_viewer_takes(record: Make) -> None:
    run = log(*(record(f"/{at}", EVIL, expect="denied") for at in range(5003)))
    assert len(run["results"]) == 5000
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "3 results more than a code-scanning viewer takes are left out"
