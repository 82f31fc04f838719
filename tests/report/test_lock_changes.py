"""Changes against the lock, and coverage, in every report that tells of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pytest_cors.policy.diff import Change, Comparison, Kind
from pytest_cors.report import json as json_report
from pytest_cors.report.files import rendered
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record
from tests.report import held

Make = Callable[..., Record]

SPA = "https://app.example"
EVIL = "https://evil.example"

CHANGES = Comparison(
    "tests/cors.lock",
    (
        *(Change("more", f"/r{at}", "GET", (EVIL,), "may now read (was: denied)") for at in range(5)),
        Change("less", "/users", "PUT", (SPA,), "may no longer send (was: may send)"),
        Change("other", "", "", (), "the lock says what chromium does, and firefox was asked"),
    ),
)
SAME = Comparison("other.lock", ())

TERMINAL = """\
7 changes against the lock, tests/cors.lock
  More is allowed:
    https://evil.example may now read (was: denied), at 5 places:
      GET /r0
      GET /r1
      GET /r2
      GET /r3
      GET /r4
  Less is allowed:
    PUT /users: https://app.example may no longer send (was: may send)
  Otherwise:
    the lock says what chromium does, and firefox was asked"""


@pytest.fixture
def run(record: Make) -> Run:
    return Run.of([record("/users", SPA)], locks=[SAME, CHANGES], routes=["GET /users", "GET /forgotten"])


def test_the_terminal_tells_them_before_the_counts(lines: Any, run: Run) -> None:
    text = "\n".join(lines(run.records, locks=run.locks, routes=run.routes))
    assert TERMINAL in text
    assert "other.lock" not in text
    assert text.index("against the lock") < text.index("1 cell: 1 allowed") < text.index("1 of 2 methods and routes")


def test_the_terminal_tells_them_where_no_check_ran(lines: Any) -> None:
    assert "\n".join(lines([], locks=[CHANGES])) == f"{TERMINAL}\n\nno CORS check ran"


def test_long_changes_stay_on_the_screen(lines: Any) -> None:
    origin = f"https://{'x' * 50}.example"
    many = (Change("more", f"/{'r' * 60}/{at}", "GET", (origin,), f"is {at}") for at in range(99))
    told = lines([], locks=[Comparison("cors.lock", tuple(many))])
    assert max(map(len, told)) <= 80
    assert len(told) < 150
    assert any("lines more" in line for line in told)


def test_markdown_begins_with_their_number(run: Run) -> None:
    text = rendered("markdown", run)
    assert text.startswith("## CORS contract: 🔒 7 changes against `tests/cors.lock`\n")
    assert "```\nMore is allowed:\n  https://evil.example may now read" in text
    assert "1 of 2 methods and routes are covered (50 %)." in text
    assert "- `GET /forgotten`" in text
    assert "other.lock" not in text


def test_html_tells_them(run: Run) -> None:
    text = rendered("html", run)
    assert '<h1><span class="wrong">7 changes</span> against the lock</h1>' in text
    assert '<li class="depth-0">https://evil.example may now read (was: denied), at 5 places:</li>' in text
    assert '<li class="depth-1">GET /r4</li>' in text
    assert "1 of 2 methods and routes are covered (50 %)" in text
    assert "<li>GET /forgotten</li>" in text
    assert "other.lock" not in text


def results(run: Run) -> list[Any]:
    (log,) = held.as_sarif(rendered("sarif", run))["runs"]
    found: list[Any] = log["results"]
    return found


def test_sarif_has_a_result_for_each(run: Run) -> None:
    found = results(run)
    assert [result["ruleId"] for result in found] == [*["MoreThanLocked"] * 5, "LessThanLocked", "NotAsLocked"]
    assert found[5]["message"]["text"].startswith("PUT /users: https://app.example may no longer send")
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found}
    assert places == {"tests/cors.lock"}


def test_a_change_has_a_fingerprint_of_its_own_and_keeps_it(run: Run) -> None:
    first, again = ([each["partialFingerprints"]["corsChange/v1"] for each in results(run)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 7


def test_json_has_them_whole_and_gives_them_back(run: Run) -> None:
    plain = held.as_json(rendered("json", run))
    assert [lock["lock"] for lock in plain["locks"]] == ["other.lock", "tests/cors.lock"]
    assert plain["locks"][1]["changes"][5] == {
        "kind": "less",
        "route": "/users",
        "method": "PUT",
        "origins": [SPA],
        "text": "may no longer send (was: may send)",
        "is_detail": False,
    }
    assert plain["coverage"] == {"percent": 50, "covered": ["GET /users"], "missing": ["GET /forgotten"]}
    assert json_report.from_json(plain) == run


@pytest.mark.parametrize("kind", ["more", "less", "other"])
def test_what_an_app_may_have_put_into_them_is_inert(record: Make, kind: Kind) -> None:
    hostile = "</script><script>\x1b[31m\u202e```\n| [a](b)"
    change = Change(kind, f"/{hostile}", hostile, (hostile,), f"may now read {hostile}")
    run = Run.of([record("/users", SPA)], locks=[Comparison(f"{hostile}.lock", (change,))], routes=[hostile])
    told = rendered("html", run), rendered("markdown", run), rendered("sarif", run), rendered("json", run)
    for text in told:
        assert not {"\x1b", "\u202e"} & set(text)
    assert "</script><script>\\x1b" not in told[0]
    (result,) = json.loads(told[2])["runs"][0]["results"]
    assert "](b)" not in result["message"]["text"]
