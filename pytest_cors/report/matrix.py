"""Records folded into a table: a row for each route and method, a column for each origin.

Folding loses no difference. Records of one cell that agree become one face; where they do not (with and
without credentials, other headers, another browser, another test) a second row below says which.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from typing import Literal, get_args

from pytest_cors.report.circumstances import BROWSERS, Circumstances, differences, place
from pytest_cors.survey.record import Record
from pytest_cors.survey.records import Records

Kind = Literal[
    "allowed", "denied", "preflight only", "broken", "tolerated", "not modelled", "inconclusive", "undecided", "skipped"
]
Credentials = Literal["without", "with", "both"]

# What a cell counts as: "mixed" when one browser or test was allowed what another was denied.
Counted = Literal[Kind, "mixed"]

# What somebody has to look into.
WRONG: tuple[Kind, ...] = ("broken", "not modelled")

_OPEN: tuple[Kind, ...] = ("tolerated", "inconclusive", "undecided")

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Face:
    """What a cell shows. Records with the same face are not told apart.

    :param reason: the code, of a denied cell that is as declared.
    """

    kind: Kind
    reason: str | None
    preflighted: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One or more records of a row, from one origin.

    :param declared: somebody said what to expect of it.
    """

    face: Face
    credentials: Credentials
    declared: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One route and method, in the circumstances that ``note`` names.

    :param note: what tells this row from the first one of the same route and method, empty for the first.
    :param cells: one for each origin of the matrix; None where nothing was asked.
    """

    route: str
    method: str
    note: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table and what it counts.

    :param origins: the columns; those that most was declared allowed for come first, ``null`` last.
    :param reasons: the codes of denied cells, the most frequent first.
    :param counts: cells by what they count as, leaving out what there is none of.
    :param by_origin: the same of each column, in no order.
    :param undeclared: how many of the cells nobody expected anything of.
    :param wrong: the records that are broken or not modelled, in the order of the rows.
    :param seconds: spent on checks.
    """

    origins: tuple[str, ...]
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]
    counts: tuple[tuple[Counted, int], ...]
    by_origin: tuple[tuple[tuple[Counted, int], ...], ...]
    undeclared: int
    wrong: Records
    routes: int
    browsers: tuple[str, ...]
    seconds: float

    @property
    def cells(self) -> int:
        """How many there are, whatever became of them."""
        return sum(count for _, count in self.counts)

    @property
    def open(self) -> tuple[tuple[Counted, int], ...]:
        """Those of the counts that are neither as declared nor broken."""
        return tuple((kind, count) for kind, count in self.counts if kind in _OPEN)


def matrix(records: Iterable[Record], *, max_routes: int = 30) -> Matrix:
    """The table of these records, the same whatever their sequence.

    :param max_routes: above this many routes, those with a common path and equal cells share a row.
    """
    in_order = Records.of(records)
    count = _Count()
    rows: list[_Row] = []
    for group in _by_method(in_order):
        count.add(group)
        rows += _rows([record for _, record in group])
    routes = len({row.route for row in rows})
    origins = count.origins_in_order()
    table = tuple(Row(row.route, row.method, row.note, tuple(map(row.cells.get, origins))) for row in rows)
    counts = sum(count.cells.values(), Counter[Counted]())
    return Matrix(
        origins=origins,
        rows=table if routes <= max_routes else _fold(table, max_routes=max_routes),
        reasons=tuple(sorted(count.denied, key=lambda code: (-count.denied[code], code))),
        counts=tuple((kind, counts[kind]) for kind in get_args(Counted) if counts[kind]),
        by_origin=tuple(tuple(count.cells[origin].items()) for origin in origins),
        undeclared=count.undeclared,
        wrong=in_order.pick(count.wrong),
        routes=routes,
        browsers=tuple(sorted(count.browsers, key=place(BROWSERS))),
        seconds=count.seconds,
    )


_Numbered = tuple[int, Record]
"""A record and its place among all."""


def _by_method(records: Records) -> Iterator[list[_Numbered]]:
    """The records of each route and method, one group after the other: no more of them need be in memory."""
    of_method = place(_METHODS)
    for _, of_route in groupby(enumerate(records.brief()), key=lambda each: each[1].route):
        of_methods = sorted(of_route, key=lambda each: of_method(each[1].method))
        for _, group in groupby(of_methods, key=lambda each: each[1].method):
            yield list(group)


class _Count:
    """What is counted on the way through all records."""

    def __init__(self) -> None:
        self.cells: dict[str, Counter[Counted]] = {}
        self.denied = Counter[str]()
        self.browsers: set[str] = set()
        self.wrong = array("Q")
        self.undeclared = 0
        self.seconds = 0.0
        self._allowed = Counter[str]()

    def add(self, group: Sequence[_Numbered]) -> None:
        """Count those of one route and method."""
        for at, record in group:
            kind = kind_of(record)
            if kind in WRONG:
                self.wrong.append(at)
            if kind == "denied" and record.reason is not None:
                self.denied[record.reason.code] += 1
            # By what was declared, not by what happened: a column keeps its letter on the day that something breaks.
            self._allowed[record.origin] += (record.expect or record.verdict) == "allowed"
            self.browsers.add(record.browser)
            self.seconds += record.duration
        for cell in _cells_of(record for _, record in group):
            self.cells.setdefault(cell[0].origin, Counter())[_counted_as(cell)] += 1
            self.undeclared += _undeclared(cell)

    def origins_in_order(self) -> tuple[str, ...]:
        """Those that most was declared allowed for first, ``null`` last."""
        return tuple(sorted(self.cells, key=lambda origin: (origin == "null", -self._allowed[origin], origin)))


def kind_of(record: Record) -> Kind:
    """What one record counts as: what a contract file made of it, if it is from one."""
    if record.state is not None:
        return record.state
    if record.verdict == "not modelled":
        return "not modelled"
    if record.outcome in {"failed", "error"}:
        return "broken"
    return "skipped" if record.outcome == "skipped" or record.verdict is None else record.verdict


def _face(record: Record) -> Face:
    kind = kind_of(record)
    code = record.reason.code if kind == "denied" and record.reason is not None else None
    return _shared_face(kind, code, record.preflighted)


# A hundred thousand records have few faces.
_shared_face = lru_cache(maxsize=1000)(Face)


def _cells_of(records: Iterable[Record]) -> Iterable[list[Record]]:
    """The records of each cell of a row; it spans browsers and tests."""
    cells: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        asked = Circumstances.of(record)
        cells.setdefault((record.origin, asked.credentials, asked.headers, asked.mode), []).append(record)
    return cells.values()


def _counted_as(cell: Sequence[Record]) -> Counted:
    """What a cell counts as, by all of its records."""
    kinds = set(map(kind_of, cell))
    for kind in WRONG:
        if kind in kinds:
            return kind
    if {"allowed", "denied"} <= kinds:
        return "mixed"
    return min(kinds - {"skipped"}, default="skipped")


def _undeclared(cell: Sequence[Record]) -> bool:
    seen = [record for record in cell if kind_of(record) in {"allowed", "denied"}]
    return bool(seen) and all(record.expect is None for record in seen)


# -- rows


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before the columns are known.

    :param cells: by origin.
    """

    route: str
    method: str
    note: str
    cells: dict[str, Cell]


def _rows(group: Sequence[Record]) -> Iterator[_Row]:
    """The rows of one route and method."""
    layers = _layers(group)
    for layer, note in zip(layers, differences([[*chain(*layer.values())] for layer in layers]), strict=True):
        cells = {origin: _cell(same) for origin, same in layer.items()}
        yield _Row(group[0].route, group[0].method, note, cells)


Layer = dict[str, list[Record]]


def _layers(records: Sequence[Record]) -> list[Layer]:
    """The records in few layers that hold one face for each origin; those asked alike stay together."""
    layers: list[Layer] = []
    asked = {record.origin for record in records if kind_of(record) != "skipped"}
    shown = [record for record in records if kind_of(record) != "skipped" or record.origin not in asked]
    for _, same in groupby(sorted(shown, key=_in_order), key=Circumstances.of):
        for part in _single_faced(same):
            layer = next((layer for layer in layers if _agree(layer, part)), None)
            if layer is None:
                layers.append(part)
            else:
                for origin, more in part.items():
                    layer.setdefault(origin, []).extend(more)
    # The first needs no note, so it is the one that most origins are in.
    return sorted(layers, key=len, reverse=True)


def _in_order(record: Record) -> tuple[object, ...]:
    return Circumstances.of(record).sort_key


def _single_faced(records: Iterable[Record]) -> list[Layer]:
    """Records of the same circumstances, in one layer unless two tests saw different things."""
    parts: list[Layer] = []
    for record in records:
        for part in parts:
            same = part.setdefault(record.origin, [])
            if not same or _face(same[0]) == _face(record):
                same.append(record)
                break
        else:
            parts.append({record.origin: [record]})
    return parts


def _agree(one: Layer, other: Layer) -> bool:
    return all(_face(one[origin][0]) == _face(other[origin][0]) for origin in one.keys() & other.keys())


def _cell(records: Sequence[Record]) -> Cell:
    included = {record.credentials == "include" for record in records}
    credentials: Credentials = "both" if len(included) > 1 else "with" if True in included else "without"
    return _shared_cell(_face(records[0]), credentials, any(record.expect is not None for record in records))


# They have as few different cells.
_shared_cell = lru_cache(maxsize=1000)(Cell)


# -- many routes


def _fold(rows: Sequence[Row], *, max_routes: int) -> tuple[Row, ...]:
    """Routes with equal rows share one, named for a folder: their own, or as far up as it takes."""
    tables = {route: tuple(group) for route, group in groupby(rows, key=lambda row: row.route)}
    deepest = max(route.count("/") for route in tables)
    folded: list[tuple[Row, ...]] = []
    for depth in range(max(deepest, 1), 0, -1):
        folded = list(_folded(tables, depth))
        if len(folded) <= max_routes:
            break
    return tuple(row for table in folded for row in table)


def _folded(tables: dict[str, tuple[Row, ...]], depth: int) -> Iterator[tuple[Row, ...]]:
    """The tables, those in one folder together.

    :param depth: of the folders, counted from the root.
    """
    alike: dict[tuple[tuple[str, ...], tuple[Row, ...], str], list[str]] = {}
    for route, table in tables.items():
        shape = tuple(replace(row, route="") for row in table)
        # A broken cell keeps its route: it must be found, not counted.
        own = route if any(cell and cell.face.kind == "broken" for row in table for cell in row.cells) else ""
        alike.setdefault((tuple(route.split("/")[:-1][:depth]), shape, own), []).append(route)
    for (folder, _, _), routes in alike.items():
        table = tables[routes[0]]
        label = "/".join([*folder, f"* ({len(routes)} routes)"])
        yield table if len(routes) == 1 else tuple(replace(row, route=label) for row in table)


# -- many origins


def joined_columns(table: Matrix) -> tuple[Matrix, list[list[int]]]:
    """The table with fewer columns, and which of the columns by number are in each.

    Those with the same cells are joined. So are those in which everything that was asked is denied, as long as no two
    of them differ: they are the origins that nobody has allowed anything, each asked where it might be let in.
    """
    alike: dict[tuple[Cell | None, ...], list[int]] = {}
    for number in range(len(table.origins)):
        alike.setdefault(tuple(row.cells[number] for row in table.rows), []).append(number)
    joined: list[tuple[list[Cell | None], list[int]]] = []
    for cells, numbers in alike.items():
        fitting = next((group for group in joined if _fit(group[0], cells)), None)
        if fitting is None:
            joined.append((list(cells), numbers))
        else:
            fitting[0][:] = [one or other for one, other in zip(fitting[0], cells, strict=True)]
            fitting[1].extend(numbers)
    rows = tuple(replace(row, cells=tuple(cells[at] for cells, _ in joined)) for at, row in enumerate(table.rows))
    return replace(table, rows=rows), [sorted(numbers) for _, numbers in joined]


def _fit(ones: Sequence[Cell | None], others: Sequence[Cell | None]) -> bool:
    pairs = list(zip(ones, others, strict=True))
    denied = all(cell is None or cell.face.kind == "denied" for pair in pairs for cell in pair)
    return denied and all(one is None or other is None or one == other for one, other in pairs)
