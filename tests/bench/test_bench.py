"""The benchmark runs, and its output can be read. No test asserts a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .__main__ import SCENARIOS
from .measure import Pace, Spread, race, ratios, spread, told
from .result import Report, Result, compare, read, table, write

ROOT = Path(__file__).parents[2]


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the documented command."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def row(scenario: str = "cell", ratio: Spread = Spread(0.9, 1.0, 1.1), **more: Any) -> Result:  # noqa: B008 - frozen
    return Result(scenario, f"what {scenario} does", "something", ratio, rounds=3, figure=0.001, **more)


def test_every_scenario_runs_and_its_figures_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    run = bench("--quick", "--json", file)
    assert run.returncode == 0, run.stdout + run.stderr
    report = read(file)
    assert report.quick
    assert {each.scenario for each in report.results} == SCENARIOS.keys()
    for each in report.results:
        assert 0 < each.ratio.low <= each.ratio.median <= each.ratio.high
        assert each.figure > 0
        assert f"{each.scenario:18}{each.against}" in run.stdout
    assert run.stdout.splitlines() == table(report)
    compared = bench("--compare", file, file)
    assert compared.returncode == 0, compared.stderr
    assert compared.stdout.count("+0.0%") == len(report.results)


def test_an_unknown_scenario_is_refused() -> None:
    run = bench("cel")
    assert run.returncode == 2
    assert "no such scenario: cel; there are cell, simple-get" in run.stderr


def test_contestants_take_turns() -> None:
    seen: list[str] = []
    seconds = race(
        {name: partial(seen.append, name) for name in "ABC"}, Pace(rounds=4, turn=0, long_rounds=2, told_rounds=1)
    )
    assert {name: len(times) for name, times in seconds.items()} == {"A": 2, "B": 2, "C": 2}
    assert "".join(seen[-6:]) == "ABCBCA"


def test_contestants_tell_figures_of_their_own() -> None:
    figures = iter(range(6))
    seen = told(dict.fromkeys("AB", lambda: next(figures)), Pace(rounds=4, turn=0, long_rounds=2, told_rounds=3))
    assert seen == {"A": [0, 3, 4], "B": [1, 2, 5]}


@pytest.mark.parametrize(
    ("figure", "unit", "shown"),
    [(42.4, "MB", "42 MB"), (0.000157, "s a cell", "157 us a cell"), (0.5, "s on the clock", "0.50 s on the clock")],
)
def test_the_table_shows_figures_with_their_unit(figure: float, unit: str, shown: str) -> None:
    lines = table(Report({}, quick=False, results=(replace(row(), figure=figure, unit=unit),)))
    assert lines[-1].endswith(shown)


def test_a_ratio_is_that_of_one_round() -> None:
    assert ratios([1, 20, 3], [2, 40, 6]) == Spread(0.5, 0.5, 0.5)


def test_the_spread_is_the_middle_half() -> None:
    assert spread([5, 1, 2, 4, 3]) == Spread(2, 3, 4)
    assert spread([7]) == Spread(7, 7, 7)


def test_a_report_comes_back_from_its_file(tmp_path: Path) -> None:
    report = Report({"CPython": "3.11.7"}, quick=False, results=(row(), row("engine", aim=0.3)))
    write(report, tmp_path / "a.json")
    assert read(tmp_path / "a.json") == report
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["results"][1]["aim"] == 0.3


@pytest.mark.parametrize(("aim", "shown"), [(1.0, "<= 1.00 met"), (0.99, "<= 0.99 missed")])
def test_the_table_says_whether_an_aim_is_met(aim: float, shown: str) -> None:
    assert shown in table(Report({}, quick=False, results=(row(aim=aim),)))[-1]


@pytest.mark.parametrize(
    ("ratio", "ends"),
    [
        (Spread(0.7, 0.8, 0.89), "0.800   -20.0%  faster"),
        (Spread(0.7, 0.8, 0.91), "0.800   -20.0%"),
        (Spread(1.2, 1.3, 1.4), "1.300   +30.0%  slower"),
    ],
)
def test_a_change_counts_when_the_middle_halves_do_not_overlap(ratio: Spread, ends: str) -> None:
    before, after = (Report({}, quick=False, results=(row(ratio=each),)) for each in (Spread(0.9, 1.0, 1.1), ratio))
    assert compare(before, after)[-1].endswith(ends)


def test_comparing_tells_what_came_and_went_and_what_else_changed() -> None:
    before = Report({"flask": "3.0"}, quick=False, results=(row("old"),))
    after = Report({"flask": "3.1"}, quick=False, results=(row("young"),))
    lines = compare(before, after)
    assert lines[0] == "flask: 3.0 before, 3.1 after"
    assert lines[2].endswith("new")
    assert lines[3].endswith("gone")


def test_the_help_lists_every_scenario() -> None:
    shown = bench("--help").stdout
    assert [name for name in SCENARIOS if f"    {name:18}" not in shown] == []
