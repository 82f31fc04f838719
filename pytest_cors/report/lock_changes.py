"""Changes against the lock, for the terminal: what is wider comes first, and the same at many places is told once."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_cors.policy.diff import TITLES, Comparison, listing
from pytest_cors.report.layout import Line, Span, columns, wrap
from pytest_cors.report.paper import INDENT, Paper

_MOST_LINES = 40
_LONGEST = 400  # columns: a name may be as long as an app likes


def lock_lines(changed: Iterable[Comparison], paper: Paper) -> list[Line]:
    """The section on each lock that the app differs from; empty when there is none."""
    lines: list[Line] = []
    for lock in changed:
        path = paper.inert(lock.lock)
        lines += [*([()] if lines else []), (Span(f"{many_changes(lock)} against the lock, ", "broken"), Span(path))]
        told = [line for line in listing(lock.changes).splitlines() if line]
        for line in told[:_MOST_LINES]:
            lines += _told(line, paper)
        if len(told) > _MOST_LINES:
            lines.append(
                (Span(f"{INDENT}and {len(told) - _MOST_LINES} lines more, in the failure of its test", "quiet"),)
            )
    return lines


def many_changes(lock: Comparison) -> str:
    """How many there are."""
    return "1 change" if len(lock.changes) == 1 else f"{len(lock.changes)} changes"


def _told(line: str, paper: Paper) -> list[Line]:
    if line in TITLES.values():
        return [(Span(INDENT + line, "strong"),)]
    indent = INDENT + " " * (len(line) - len(line.lstrip()))
    text = paper.elide(paper.inert(line.strip()), _LONGEST)
    if columns(indent + text) <= paper.width:
        return [(Span(indent + text),)]
    room = paper.width - len(indent) - len(INDENT)
    wrapped = wrap((paper.elide(word, room) for word in text.split()), room)
    return [(Span(f"{indent if at == 0 else indent + INDENT}{words}"),) for at, words in enumerate(wrapped)]
