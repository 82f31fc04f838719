"""What preflights cost: which calls ask first, why, and how long each browser then remembers the answer.

2 calls ask first. Browsers keep the answer for
chromium  firefox  webkit
2 h       1 day    10 min  PUT /orders/<int:number>
5 s       5 s      5 s     DELETE /orders/<int:number>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_cors.report.circumstances import place
from pytest_cors.report.layout import Line, Span, columns, pad, wrap
from pytest_cors.report.paper import INDENT, Paper
from pytest_cors.survey.records import Records

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_MOST_NAMED = 4
"""Calls of one line, unless all are asked for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls whose preflight is kept for the same time.

    :param kept: the browsers' names, and seconds.
    :param calls: method and route, and what made the browser ask first.
    """

    kept: tuple[tuple[str, float], ...]
    calls: tuple[tuple[str, tuple[str, ...]], ...]


_Call = tuple[str, int, str]
"""A route, and a method in its place among the others."""


def costs(records: Records) -> tuple[Cost, ...]:
    """What the allowed preflights of these records cost, the shortest kept first."""
    asked_first = (place for place, record in enumerate(records.brief()) if record.preflighted)
    found: dict[tuple[tuple[str, float], ...], dict[_Call, dict[str, None]]] = {}
    for record in records.pick(asked_first):
        if record.kept:
            kept = tuple((each.browser, each.seconds) for each in record.kept)
            call = (record.route, *place(_METHODS)(record.method))
            found.setdefault(kept, {}).setdefault(call, {}).update(dict.fromkeys(record.preflight_causes))
    return tuple(
        Cost(kept, tuple((f"{call[2]} {call[0]}", tuple(calls[call])) for call in sorted(calls)))
        for kept, calls in sorted(found.items(), key=lambda item: ([seconds for _, seconds in item[0]], min(item[1])))
    )


def preflight_lines(records: Records, paper: Paper, *, everything: bool) -> list[Line]:
    """The section of the terminal's report; empty when no call asks first.

    :param everything: name every call, and why it asks.
    """
    found = costs(records)
    if not found:
        return []
    calls = {call for cost in found for call, _ in cost.calls}
    asks = "1 call asks" if len(calls) == 1 else f"{len(calls)} calls ask"
    lines: list[Line] = [(Span(f"{INDENT}{asks} first (preflight). Browsers keep the answer for"),)]
    for names, group in _by_browsers(found).items():
        table = [list(names), *([duration(seconds) for _, seconds in cost.kept] for cost in group)]
        widths = [max(columns(row[at]) for row in table) + 2 for at in range(len(names))]
        start = 2 * len(INDENT) + sum(widths)
        lines.append((Span(2 * INDENT + _row(table[0], widths).rstrip(), "quiet"),))
        for cost, row in zip(group, table[1:], strict=True):
            named = _named(cost, paper, room=paper.width - start, everything=everything)
            for at, line in enumerate(named):
                head = 2 * INDENT + _row(row, widths) if at == 0 else " " * start
                lines.append((Span(head), Span(line)))
    return lines


def _by_browsers(found: Sequence[Cost]) -> dict[tuple[str, ...], list[Cost]]:
    groups: dict[tuple[str, ...], list[Cost]] = {}
    for cost in found:
        groups.setdefault(tuple(name for name, _ in cost.kept), []).append(cost)
    return groups


def _row(words: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(pad(word, width) for word, width in zip(words, widths, strict=True))


def _named(cost: Cost, paper: Paper, *, room: int, everything: bool) -> list[str]:
    """The calls, one a line."""
    shown = cost.calls if everything else cost.calls[:_MOST_NAMED]
    lines: list[str] = []
    for call, causes in shown:
        lines.append(paper.elide(paper.inert(call), max(room, 20)))
        if everything and causes:
            why = [paper.elide(paper.inert(cause), max(room - 8, 12)) for cause in causes]
            because = wrap([f"{cause}," for cause in why[:-1]] + why[-1:], max(room - 13, 20))
            lines += [f"{INDENT}{'because of' if at == 0 else '          '} {line}" for at, line in enumerate(because)]
    if len(cost.calls) > len(shown):
        lines.append(f"and {len(cost.calls) - len(shown)} more")
    return lines


def duration(seconds: float) -> str:
    """``2 h``; a browser that asks again each time keeps nothing."""
    if seconds <= 0:
        return "nothing"
    for size, name in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            number = int(seconds // size)
            return f"{number} {name}s" if name == "day" and number > 1 else f"{number} {name}"
    return f"{seconds:,.0f} s"
