"""A report does not tell whether its records were in memory or on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pytest_cors.report.files import rendered
from pytest_cors.report.layout import plain
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal
from pytest_cors.survey import spill as spills
from pytest_cors.survey.record import Record
from tests.report.samples import STARTED, found_run, hostile_run, many_cells, odd_run


def mixed_run() -> Run:
    """Cells of every kind, in several browsers and methods, each broken in its own way, asked twice."""
    records: list[Record] = []
    for at, each in enumerate(many_cells(400, origins=10).records):
        record = each
        if at % 7 == 0:
            record = replace(record, outcome="failed", mismatches=(f"sentence {at}",))
        if at % 11 == 0:
            record = replace(record, outcome="error", verdict="not modelled", reason=None)
        if at % 13 == 0:
            record = replace(record, method=("PUT", "DELETE", "POST", "HEAD", "LINK")[at % 5])
        if at % 17 == 0:
            record = replace(record, outcome="skipped", verdict=None, reason=None, expect=None)
        if at % 19 == 0:
            record = replace(record, credentials="include", headers=("X-B", "a"))
        records += [record, replace(record, browser="firefox")] if at % 23 == 0 else [record]
    routes = [f"{record.method} {record.route}" for record in records]
    return Run.of(records, routes=[*routes, "GET /nobody"], started=STARTED, tool="0.1.0")


@pytest.fixture(params=[found_run, odd_run, hostile_run, mixed_run], ids=["found", "odd", "hostile", "mixed"])
def runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Run, Run]:
    """The same run twice; and from now on nearly nothing stays in memory."""
    make: Callable[[], Run] = request.param
    in_memory = make()
    monkeypatch.setattr(spills, "MOST_IN_MEMORY", 3)
    spooled = replace(in_memory, records=Run.of(list(in_memory.records)[::-1]).records)
    assert len(spooled.records) == len(in_memory.records) > 3
    return in_memory, spooled


@pytest.mark.parametrize("name", ["json", "html", "sarif", "markdown", "har"])
def test_every_byte_is_the_same(runs: tuple[Run, Run], name: str) -> None:
    in_memory, spooled = runs
    assert rendered(name, spooled) == rendered(name, in_memory)


@pytest.mark.parametrize("verbosity", [-2, -1, 0, 1])
def test_every_line_is_the_same(runs: tuple[Run, Run], verbosity: int) -> None:
    in_memory, spooled = runs
    lines = plain(terminal(in_memory, verbosity=verbosity))
    assert len(lines) > 3
    assert plain(terminal(spooled, verbosity=verbosity)) == lines
