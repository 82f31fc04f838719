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

Piece = tuple[int, int, str]
"""The column where a piece of a value stands, its place in the value, and the piece."""


def header_lines(name: str, value: str, marks: Sequence[Mark], *, width: int) -> Iterator[Line]:
    """One header; a value that does not fit beside its name stands below it.

    :param value: masked already.
    """
    shown = _as_shown(value)
    start = INDENT + len(name) + 2
    if not stands_below(name, value, width=width):
        yield plain(f"{' ' * INDENT}{name}: {shown}")
        yield from _underlined([(start, 0, shown)], value, marks, width)
        return
    yield plain(f"{' ' * INDENT}{name}:")
    room = max(width - FOLDED, 10)
    pieces = [(FOLDED, at * room, text) for at, text in enumerate(folded(shown, room))]
    for piece in pieces:
        yield plain(" " * FOLDED + piece[2])
        yield from _underlined([piece], value, marks, width, last=piece is pieces[-1])


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
    pieces: Sequence[Piece], value: str, marks: Sequence[Mark], width: int, *, last: bool = True
) -> Iterator[Line]:
    """The carets beneath one line of a value: of every mark, the part that stands there."""
    for column, at, text in pieces:
        for mark in marks:
            start, end = _shown(value, mark)
            here = max(start, at), min(end, at + len(text))
            if here[0] < here[1] or (last and start >= at + len(text)):
                label = mark.label if end <= at + len(text) or last else ""
                first = min(here[0] - at, len(text))
                yield from carets(column + first, here[1] - here[0], label, width=width)
            elif start == end and at <= start < at + len(text):
                yield from carets(column + start - at, 1, mark.label, width=width)


def _shown(value: str, mark: Mark) -> tuple[int, int]:
    """Where a mark stands in the value as it is shown, in which some bytes take four characters."""
    if not value:
        return 0, len("(empty)")
    return len(of_bytes(value[: mark.start])), len(of_bytes(value[: mark.end]))
