"""What came of a cell, as a record that outlives the process."""

from __future__ import annotations

from dataclasses import replace

from pytest_cors.contract.cell import CellResult, State
from pytest_cors.survey.exchanges import Detail
from pytest_cors.survey.record import Outcome, Record, record_fetch, record_unanswered
from pytest_cors.survey.story import RecordedElsewhere

_OUTCOMES: dict[State, Outcome] = {
    "allowed": "passed",
    "denied": "passed",
    "preflight only": "passed",
    "broken": "failed",
}


def record_of_cell(
    answer: CellResult,
    *,
    nodeid: str,
    line: int | None = None,
    detail: Detail = "brief",
    elsewhere: tuple[RecordedElsewhere, ...] | None = None,
) -> Record:
    """The record of a cell in one browser.

    :param nodeid: pytest's, of the test that asked.
    :param line: of that test in its file, from 1.
    :param detail: how much of the exchanges is kept, and whether a story is told.
    :param elsewhere: what the other browsers decide, where somebody has looked, for the story.
    """
    cell = answer.cell
    case = cell.case
    outcome = _OUTCOMES.get(answer.state, "skipped")
    expect = None if case.expectation is None else case.expectation.word
    if answer.result is None:
        record = record_unanswered(
            nodeid=nodeid,
            route=cell.route,
            method=case.method,
            origin=case.origin,
            browser=answer.browser,
            outcome=outcome,
            url=answer.url,
            credentials=case.credentials,
            headers=(name for name, _ in case.headers),
            mode=case.mode,
            expect=expect,
            verdict="not modelled",
            mismatches=answer.why,
            duration=answer.seconds,
            line=line,
        )
        return replace(record, state=answer.state)
    record = record_fetch(
        answer.result,
        nodeid=nodeid,
        route=cell.route,
        expect=expect,
        outcome=outcome,
        mismatches=_mismatches(answer, expect),
        duration=answer.seconds,
        declared="" if expect is None else str(case),
        detail=detail,
        elsewhere=elsewhere,
        line=line,
    )
    if not answer.held_back:
        return replace(record, state=answer.state)
    # The engine was told that there is no connection. What it found out before is whether it may send.
    asked = answer.result.preflighted
    return replace(record, state=answer.state, verdict="allowed" if asked else None, reason=None)


def _mismatches(answer: CellResult, expect: str | None) -> tuple[str, ...]:
    """Why it came out so; of a broken cell with what was declared, which its test tells once for all of them."""
    if answer.state != "broken" or expect is None:
        return answer.why
    return tuple(f"declared {expect}: {sentence}" for sentence in answer.why)
