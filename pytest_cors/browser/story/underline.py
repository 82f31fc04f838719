"""A value with carets beneath the part that matters, and beneath them what is wrong with it.

        Access-Control-Allow-Origin: https://admin.example.com
                                             ^^^^^^^^^^^^^^^^^ another host
                             wanted: https://app.example.com

A label that has no room on the right stands on the left of the carets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_cors.browser.story.spot import Mark
from pytest_cors.browser.story.text import Line, Span, capped, columns, folded, of_bytes, plain, wrapped

INDENT = 6
FOLDED = INDENT + 4
ABSENT = "(missing)"
"""What stands for the value of a header that is not there."""


def header_lines(name: str, value: str, marks: Sequence[Mark], *, width: int) -> Iterator[Line]:
    """One header; a value that does not fit beside its name stands below it.

    :param value: masked already.
    """
    shown = _as_shown(value)
    start = INDENT + len(name) + 2
    if not stands_below(name, value, width=width):
        yield plain(f"{' ' * INDENT}{name}: {shown}")
        yield from _underlined(start, 0, shown, value, marks, width=width, last=True)
        return
    yield plain(f"{' ' * INDENT}{name}:")
    room = max(width - FOLDED, 10)
    pieces = folded(shown, room)
    for number, piece in enumerate(pieces):
        yield plain(" " * FOLDED + piece)
        last = number == len(pieces) - 1
        yield from _underlined(FOLDED, number * room, piece, value, marks, width=width, last=last)


def stands_below(name: str, value: str, *, width: int) -> bool:
    """Whether a value is too long to stand beside its name."""
    return INDENT + len(name) + 2 + len(_as_shown(value)) > width


def _as_shown(value: str) -> str:
    return capped(of_bytes(value)) or "(empty)"


def wanted_value(name: str, wanted: str, *, below: bool) -> Iterator[Line]:
    """What a header should say, right beneath what it says.

    :param below: that stands below the name.
    """
    shown = of_bytes(wanted)
    label = "wanted:"
    if below:
        yield (Span(" " * INDENT + label, "right"),)
        yield (Span(" " * FOLDED + shown, "right"),)
    else:
        yield (Span(f"{label.rjust(INDENT + len(name) + 1)} {shown}", "right"),)


def carets(column: int, length: int, label: str, *, width: int) -> Iterator[Line]:
    """Carets from a column on, with their label where there is room: right of them, left of them, or below."""
    line = "^" * max(min(length, width - column), 1)
    taken = columns(label) + 1
    if label and column + len(line) + taken <= width:
        yield (Span(" " * column), Span(f"{line} {label}", "wrong"))
    elif label and INDENT + taken <= column:
        yield (Span(" " * (column - taken)), Span(f"{label} {line}", "wrong"))
    else:
        yield (Span(" " * column), Span(line, "wrong"))
        for part in wrapped(label, width - INDENT):
            yield (Span(" " * max(min(column, width - columns(part)), INDENT)), Span(part, "wrong"))


def _underlined(
    column: int, at: int, text: str, value: str, marks: Sequence[Mark], *, width: int, last: bool
) -> Iterator[Line]:
    """The carets beneath one line of a value: of every mark, the part that stands there.

    :param column: where the line begins.
    :param at: its place in the value as it is shown.
    :param last: no more of the value follows.
    """
    ends_at = at + len(text)
    for mark in marks:
        start, end = (min(place, ends_at) if last else place for place in _shown(value, mark))
        first, after = max(start, at), min(end, ends_at)
        # What is missing somewhere is a mark without length; it may stand right behind the value.
        is_point = start == end and at <= start and (start < ends_at or last)
        if first < after or is_point:
            label = mark.label if end <= ends_at else ""
            yield from carets(column + first - at, after - first, label, width=width)


def _shown(value: str, mark: Mark) -> tuple[int, int]:
    """Where a mark stands in the value as it is shown, in which some bytes take four characters."""
    if not value:
        return 0, len("(empty)")
    return len(of_bytes(value[: mark.start])), len(of_bytes(value[: mark.end]))
