"""The matrix set in columns: rows of routes and methods, under the names of the origins or under letters.

    /api/users            GET     ✓    ✓    ⊘
                          PUT  p  ✓    ✗    ⊘2

Marks that all cells of a row share stand once, beside the method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from pytest_cors.report.layout import Line, Span, Tone, columns, pad, wrap
from pytest_cors.report.matrix import WRONG, Cell, Kind, Matrix, Row, joined_columns
from pytest_cors.report.paper import INDENT, TONES, Paper, Symbols

_ROUTE_MIN = 24
_METHOD_MAX = 12


def footnote(reason: str | None, table: Matrix) -> str:
    """The number of a reason; the most frequent one goes without, so that the others stand out."""
    rank = table.reasons.index(reason) if reason is not None else 0
    return str(rank + 1) if rank else ""


def marks(cell: Cell, symbols: Symbols) -> tuple[str, ...]:
    """The letters behind a cell's symbol; empty ones hold the place of what does not apply."""
    if cell.face.kind == "skipped":
        return ("", "", "")
    seen = cell.face.kind in {"allowed", "denied"}
    return (
        symbols.preflighted if cell.face.preflighted else "",
        {"without": "", "with": symbols.credentials, "both": symbols.both}[cell.credentials],
        symbols.undeclared if seen and not cell.declared else "",
    )


def bands(table: Matrix, paper: Paper, *, everything: bool = False) -> list[list[Line]]:
    """The table under the origins' names if there is room, else under letters, with the names below.

    Columns that have no room share a letter where their cells are the same; the rest go into a second table.

    :param everything: name every origin that shares a letter.
    """
    rows = _printed(table, paper)
    names = [paper.inert(origin) for origin in table.origins]
    frame = _Frame.of(rows)
    if frame.beside(max(frame.labels)) + sum(2 + max(frame.cell, columns(name)) for name in names) <= paper.width:
        return [_band(rows, list(enumerate(names)), route=max(frame.labels), gap=2, paper=paper)]
    groups = [[at] for at in range(len(names))]
    if not frame.holds(len(groups), gap=1, route=min(max(frame.labels), _ROUTE_MIN), width=paper.width):
        joined, groups = joined_columns(table)
        rows = _printed(joined, paper)
    letters = [_letters(at) for at in range(len(groups))]
    frame = _Frame.of(rows)
    frame = replace(frame, cell=max(frame.cell, columns(letters[-1])))
    gap, label = _gap_and_label(frame, len(groups), paper.width)
    size = frame.columns(gap=gap, route=min(label, _ROUTE_MIN), width=paper.width)
    size = -(-len(groups) // -(-len(groups) // size))
    room = paper.width - frame.beside(0) - (gap + frame.cell) * size
    route = max((label for label in frame.labels if label <= room), default=0)
    heads = list(enumerate(letters))
    return [
        *(_band(rows, heads[at : at + size], route=route, gap=gap, paper=paper) for at in range(0, len(heads), size)),
        _origins([[names[at] for at in group] for group in groups], letters, paper, everything=everything),
    ]


def _gap_and_label(frame: _Frame, number: int, width: int) -> tuple[int, int]:
    """How far apart the columns stand, and how long a route may be that stands beside its cells.

    A longer one gets a line of its own: none if that is possible, else one of ten, or one of four.
    """
    for tenths in (10, 9, 7.5):
        label = frame.labels[min(int(len(frame.labels) * tenths / 10), len(frame.labels) - 1)]
        for gap in (3, 2, 1):
            if frame.holds(number, gap=gap, route=label, width=width):
                return gap, label
    return 1, label


@dataclass(frozen=True, slots=True)
class _Printed:
    """A row ready to be set: all its texts, none of its columns."""

    label: str
    tone: Tone
    flag: Kind | None
    method: str
    marks: str
    cells: tuple[Line, ...]


def _printed(table: Matrix, paper: Paper) -> list[_Printed]:
    printed: list[_Printed] = []
    above = None
    for row in table.rows:
        shared = _shared_marks(row, paper.symbols)
        kinds = {cell.face.kind for cell in row.cells if cell is not None}
        label = INDENT + row.note if row.note else row.route if row.route != above else ""
        printed.append(
            _Printed(
                label=paper.inert(label),
                tone="quiet" if row.note else "plain",
                flag=next((kind for kind in WRONG if kind in kinds), None),
                method="" if row.note else paper.elide(paper.inert(row.method), _METHOD_MAX),
                marks="".join(shared),
                cells=tuple(_face(cell, table, shared, paper.symbols) for cell in row.cells),
            )
        )
        above = row.route
    return printed


def _shared_marks(row: Row, symbols: Symbols) -> tuple[str, ...]:
    """The marks that all cells of a row have."""
    asked = [marks(cell, symbols) for cell in row.cells if cell is not None and cell.face.kind != "skipped"]
    return tuple(same[0] if len(set(same)) == 1 else "" for same in zip(*asked, strict=True))


def _face(cell: Cell | None, table: Matrix, shared: Sequence[str], symbols: Symbols) -> Line:
    if cell is None:
        return (Span(symbols.nothing, "quiet"),)
    kind = cell.face.kind
    symbol = Span(symbols.of(kind), "alarm" if kind == "broken" else TONES[kind])
    if kind == "skipped":
        return (symbol,)
    own = (mark for mark, common in zip(marks(cell, symbols), shared, strict=True) if mark != common)
    behind = footnote(cell.face.reason, table) + "".join(own)
    return (symbol, Span(behind, "quiet")) if behind else (symbol,)


def _width(face: Line) -> int:
    return sum(columns(span.text) for span in face)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How much room the parts of a table take, in columns.

    :param labels: of every row, the shortest first.
    :param marks: with the space before them.
    :param cell: the widest.
    """

    labels: tuple[int, ...]
    method: int
    marks: int
    cell: int

    @classmethod
    def of(cls, rows: Sequence[_Printed]) -> _Frame:
        marks = max(columns(row.marks) for row in rows)
        return cls(
            labels=tuple(sorted(columns(row.label) for row in rows)),
            method=max(columns(row.method) for row in rows),
            marks=marks + 1 if marks else 0,
            cell=max(_width(face) for row in rows for face in row.cells),
        )

    def beside(self, route: int) -> int:
        """What stands left of the cells, when the routes take ``route``."""
        return len(INDENT) + route + 2 + self.method + self.marks + 1

    def columns(self, *, gap: int, route: int, width: int) -> int:
        """How many columns of cells there is room for, one at least."""
        return max((width - self.beside(route)) // (gap + self.cell), 1)

    def holds(self, number: int, *, gap: int, route: int, width: int) -> bool:
        return number <= self.columns(gap=gap, route=route, width=width)


def _band(
    rows: Sequence[_Printed], heads: Sequence[tuple[int, str]], *, route: int, gap: int, paper: Paper
) -> list[Line]:
    """One table, of the columns that ``heads`` numbers and names."""
    frame = _Frame.of(rows)
    widths = [max(columns(head), *(_width(row.cells[at]) for row in rows)) for at, head in heads]
    space = " " * gap
    titles = space.join(pad(head, width) for (_, head), width in zip(heads, widths, strict=True))
    lines: list[Line] = [(Span(" " * frame.beside(route) + titles.rstrip(), "strong"),)]
    for row in rows:
        label = row.label
        if columns(label) > route:
            lines.append((Span(INDENT + paper.elide(label, paper.width - 2 * len(INDENT)), row.tone),))
            label = ""
        line = [
            _flag(row, paper.symbols),
            Span(f"{pad(label, route)}  ", row.tone),
            Span(pad(row.method, frame.method), TONES[row.flag] if row.flag else "plain"),
            Span(pad(f" {row.marks}" if row.marks else "", frame.marks) + " ", "quiet"),
        ]
        for (at, _), width in zip(heads, widths, strict=True):
            line += [*row.cells[at], Span(" " * (width - _width(row.cells[at])) + space)]
        lines.append(tuple(line[:-1]))
    return lines


def _flag(row: _Printed, symbols: Symbols) -> Span:
    """In the margin, so that one wrong cell among hundreds is not overlooked."""
    return Span(INDENT) if row.flag is None else Span(pad(symbols.of(row.flag), len(INDENT)), TONES[row.flag])


def _letters(number: int) -> str:
    """A to Z, AA to ZZ, as a spreadsheet counts its columns."""
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[digit] + text
    return text


def _origins(groups: Sequence[Sequence[str]], letters: Sequence[str], paper: Paper, *, everything: bool) -> list[Line]:
    """Which origins a letter stands for."""
    lines: list[Line] = []
    start = len(INDENT) + columns(letters[-1]) + 2
    for letter, names in zip(letters, groups, strict=True):
        shown = [paper.elide(name, paper.width - start) for name in (names if everything else in_short(names))]
        lines += [
            (Span(pad("" if at else INDENT + letter, start), "strong"), Span(line))
            for at, line in enumerate(wrap(shown, paper.width - start, gap="   "))
        ]
    return lines


def in_short(names: Sequence[str], most: int = 4) -> list[str]:
    """The first of them, and how many more there are: those that no rule names are alike, and many."""
    return list(names) if len(names) <= most + 1 else [*names[:most], f"and {len(names) - most} more"]
