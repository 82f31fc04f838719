"""How much of an app somebody has said anything about: the routes with an expectation that was decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pytest_cors.report.layout import Line, Span
from pytest_cors.report.matrix import Kind, kind_of
from pytest_cors.report.paper import INDENT, Paper
from pytest_cors.survey.record import Record

_DECIDED: frozenset[Kind] = frozenset({"allowed", "denied", "preflight only", "tolerated", "broken"})
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Coverage:
    """Routes by whether a check with an expectation had an answer there.

    :param covered: methods and routes, such as ``"GET /users"``.
    :param missing: the same, of those without.
    """

    covered: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Of all, rounded down to two places, so that 100 is all of them; 0 when there are none."""
        total = len(self.covered) + len(self.missing)
        return len(self.covered) * 10_000 // total / 100 if total else 0.0


def coverage(records: Iterable[Record], routes: Iterable[str]) -> Coverage:
    """Hold what was checked against what there is.

    :param routes: methods and routes, such as ``"GET /users"``.
    """
    decided = {
        f"{record.method} {record.route}"
        for record in records
        if record.expect is not None and kind_of(record) in _DECIDED
    }
    there = sorted(set(routes), key=lambda route: (route.partition(" ")[2], route))
    return Coverage(
        covered=tuple(route for route in there if route in decided),
        missing=tuple(route for route in there if route not in decided),
    )


def coverage_lines(seen: Coverage, paper: Paper) -> list[Line]:
    """How many routes are covered, and which are not; nothing when no route is known."""
    total = len(seen.covered) + len(seen.missing)
    if not total:
        return []
    lines: list[Line] = [(Span(f"{len(seen.covered)} of {total} methods and routes are covered ({seen.percent:g} %)"),)]
    if seen.missing:
        lines.append((Span("nothing was decided for:", "quiet"),))
    shown = seen.missing[:_MOST_LISTED]
    lines += [(Span(f"{INDENT}{paper.elide(paper.inert(route), paper.width - 2)}"),) for route in shown]
    if len(seen.missing) > _MOST_LISTED:
        lines.append((Span(f"{INDENT}and {len(seen.missing) - _MOST_LISTED} more", "quiet"),))
    return lines
