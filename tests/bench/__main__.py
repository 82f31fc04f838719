"""What a check costs, as ratios measured in one run: ``python -m tests.bench``, from the top of the project.

    python -m tests.bench                           all scenarios; some minutes
    python -m tests.bench cell engine               these
    python -m tests.bench --json after.json         keep the figures, too
    python -m tests.bench --quick                   see that it works; the figures mean nothing
    python -m tests.bench --compare a.json b.json   hold two runs against each other

A ratio below 1 means that the scenario costs less than what it is held against. README.md, beside this file,
says how it is measured. Needs the `test` extra.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import cells, contracts, reports, runs
from .measure import FULL, QUICK, race, ratios, told
from .result import Report, Result, compare, read, table, table_of_titles, versions, write
from .scenario import Scenario, Setting

SCENARIOS = {
    each.name: each
    for module in (cells, contracts, runs, reports)
    for each in vars(module).values()
    if isinstance(each, Scenario)
}
"""By name, in the order in which they are written down."""


def main() -> None:
    options = _options()
    if options.compare:
        print("\n".join(compare(*map(read, options.compare))))
        return
    chosen = [SCENARIOS[name] for name in options.scenarios or SCENARIOS]
    results: list[Result] = []
    for each in chosen:
        print(f"{each.name} ...", end=" ", file=sys.stderr, flush=True)
        results += _measured(each, quick=options.quick)
        report = Report(versions(), options.quick, tuple(results))
        if options.json:  # now: a run that is broken off has what it has
            write(report, options.json)
    print(file=sys.stderr)
    print("\n".join(table(report)))


def _measured(scenario: Scenario, *, quick: bool) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        contestants = scenario.make(Setting(Path(folder), quick))
        measured = told if scenario.unit else race
        figures = measured(contestants, QUICK if quick else FULL)
    subject, *others = contestants
    for each in others:
        yield Result(
            scenario=scenario.name,
            title=scenario.title,
            against=each,
            ratio=ratios(figures[subject], figures[each]),
            rounds=len(figures[subject]),
            figure=statistics.median(figures[subject]),
            unit=scenario.unit or "s",
            aim=scenario.aims.get(each),
        )


def _options() -> argparse.Namespace:
    titles = table_of_titles([(each.name, each.title) for each in SCENARIOS.values()])
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=f"{__doc__}\nScenarios:\n\n{titles}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"))
    options = parser.parse_args()
    unknown = [name for name in options.scenarios if name not in SCENARIOS]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    return options


if __name__ == "__main__":
    main()
