"""What the page says besides its cells: changes against the lock, and what nobody has said anything about."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_cors.policy.diff import TITLES, Comparison, listing
from pytest_cors.report.coverage import Coverage, coverage
from pytest_cors.report.exchange_text import short
from pytest_cors.report.layout import inert
from pytest_cors.report.lock_changes import many_changes
from pytest_cors.report.run import Run

_LONGEST = 1000
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of a list of changes.

    :param depth: 0 for a change, 1 for a place that the change above it is at.
    """

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Changes:
    """How the app differs from a lock.

    :param groups: a title, and what stands below it.
    """

    lock: str
    many: str
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """All of them.

    :param covered: None where no route is known.
    """

    changes: tuple[Changes, ...]
    covered: Coverage | None


def sections(run: Run) -> Sections:
    """Those of a run; what there is nothing to say of is empty."""
    return Sections(
        changes=tuple(map(_changes, run.changed)),
        covered=coverage(run.records.brief(), run.routes) if run.routes else None,
    )


def _changes(lock: Comparison) -> Changes:
    groups: dict[str, list[ChangeLine]] = {}
    title = ""
    for line in listing(lock.changes).splitlines()[:_MOST_LINES]:
        if line in TITLES.values():
            title = line.removesuffix(":")
        elif line:
            change = ChangeLine(short(line.strip(), _LONGEST), int(line.startswith("    ")))
            groups.setdefault(title, []).append(change)
    told = tuple((name, tuple(lines)) for name, lines in groups.items())
    return Changes(inert(lock.lock), many_changes(lock), told)
