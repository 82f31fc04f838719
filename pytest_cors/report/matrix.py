"""Records folded into a table: a row for each route and method, a column for each origin.

Folding loses no difference. Records of one cell that agree become one face; where they do not (with and
without credentials, other headers, another browser, another test) a second row below says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from pytest_cors.survey.record import Record

Kind = Literal["allowed", "denied", "broken", "not modelled", "skipped"]
Credentials = Literal["without", "with", "both"]

# Of several records of one cell, the first of these that occurs is what the cell counts as.
KINDS: tuple[Kind, ...] = ("broken", "not modelled", "denied", "allowed", "skipped")

# What somebody has to look into.
WRONG: tuple[Kind, ...] = ("broken", "not modelled")

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_CREDENTIALS = ("same-origin", "omit", "include")
_BROWSERS = ("chromium", "firefox", "webkit", "standard")


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
    :param counts: cells by kind, leaving out kinds with none.
    :param undeclared: how many of the cells nobody expected anything of.
    :param wrong: the records that are broken or not modelled, in the order of the rows.
    :param seconds: spent on checks.
    """

    origins: tuple[str, ...]
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]
    counts: tuple[tuple[Kind, int], ...]
    undeclared: int
    wrong: tuple[Record, ...]
    routes: int
    browsers: tuple[str, ...]
    seconds: float

    @property
    def cells(self) -> int:
        """How many there are, whatever became of them."""
        return sum(count for _, count in self.counts)


def matrix(records: Sequence[Record], *, max_routes: int = 60) -> Matrix:
    """The table of these records, the same whatever their sequence.

    :param max_routes: above this many routes, those with a common path and equal cells share a row.
    """
    place = _place(_METHODS)
    in_order = sorted(records, key=lambda record: (record.route, place(record.method), record.sort_key))
    origins = _origins(in_order)
    rows = tuple(_rows(in_order, origins))
    routes = len({record.route for record in in_order})
    cells = _cell_kinds(in_order)
    kinds = Counter(kind for kind, _ in cells)
    denied = Counter(face.reason for face in map(_face, in_order) if face.reason is not None)
    return Matrix(
        origins=origins,
        rows=rows if routes <= max_routes else _fold(rows, max_routes=max_routes),
        reasons=tuple(sorted(denied, key=lambda code: (-denied[code], code))),
        counts=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        undeclared=sum(kind in {"allowed", "denied"} and not declared for kind, declared in cells),
        wrong=tuple(record for record in in_order if kind_of(record) in WRONG),
        routes=routes,
        browsers=tuple(sorted({record.browser for record in in_order}, key=_place(_BROWSERS))),
        seconds=sum(record.duration for record in in_order),
    )


def kind_of(record: Record) -> Kind:
    """What one record counts as."""
    if record.verdict == "not modelled":
        return "not modelled"
    if record.outcome in {"failed", "error"}:
        return "broken"
    return "skipped" if record.outcome == "skipped" or record.verdict is None else record.verdict


def _face(record: Record) -> Face:
    kind = kind_of(record)
    code = record.reason.code if kind == "denied" and record.reason is not None else None
    return Face(kind, code, record.preflighted)


def _cell_kinds(records: Sequence[Record]) -> list[tuple[Kind, bool]]:
    """The kind of each cell, and whether somebody declared it; a cell spans browsers and tests."""
    cells: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        asked = replace(_circumstances(record), browser="")
        cells.setdefault((record.route, record.method, record.origin, asked), []).append(record)
    return [
        (min(map(kind_of, cell), key=KINDS.index), any(record.expect is not None for record in cell))
        for cell in cells.values()
    ]


def _origins(records: Sequence[Record]) -> tuple[str, ...]:
    # By what was declared, not by what happened: a column keeps its letter on the day that something breaks.
    allowed = Counter(record.origin for record in records if (record.expect or record.verdict) == "allowed")
    origins = {record.origin for record in records}
    return tuple(sorted(origins, key=lambda origin: (origin == "null", -allowed[origin], origin)))


def _place(known: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    return lambda name: (known.index(name) if name in known else len(known), name)


# -- rows


def _rows(records: Sequence[Record], origins: Sequence[str]) -> Iterator[Row]:
    for (route, method), group in groupby(records, key=lambda record: (record.route, record.method)):
        layers = _layers(list(group))
        for layer, note in zip(layers, _notes(layers), strict=True):
            cells = tuple(_cell(layer[origin]) if origin in layer else None for origin in origins)
            yield Row(route, method, note, cells)


Layer = dict[str, list[Record]]


def _layers(records: Sequence[Record]) -> list[Layer]:
    """The records in few layers that hold one face for each origin; those asked alike stay together."""
    layers: list[Layer] = []
    asked = {record.origin for record in records if kind_of(record) != "skipped"}
    shown = [record for record in records if kind_of(record) != "skipped" or record.origin not in asked]
    for _, same in groupby(sorted(shown, key=_circumstances_in_order), key=_circumstances):
        for part in _single_faced(same):
            layer = next((layer for layer in layers if _agree(layer, part)), None)
            if layer is None:
                layers.append(part)
            else:
                for origin, more in part.items():
                    layer.setdefault(origin, []).extend(more)
    # The first needs no note, so it is the one that most origins are in.
    return sorted(layers, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a route was asked, apart from its method and the origin."""

    credentials: str
    headers: tuple[str, ...]
    mode: str
    browser: str


def _circumstances(record: Record) -> Circumstances:
    headers = tuple(name.lower() for name in record.headers)
    return Circumstances(record.credentials, headers, record.mode, record.browser)


def _circumstances_in_order(record: Record) -> tuple[object, ...]:
    seen = _circumstances(record)
    return (
        *(_place(_CREDENTIALS)(seen.credentials), len(seen.headers), seen.headers),
        *(seen.mode, _place(_BROWSERS)(seen.browser)),
    )


def _single_faced(records: Iterable[Record]) -> list[Layer]:
    """Records of the same circumstances, in one layer unless two tests saw different things."""
    parts: list[Layer] = []
    for record in records:
        for part in parts:
            if _agree(part, {record.origin: [record]}):
                part.setdefault(record.origin, []).append(record)
                break
        else:
            parts.append({record.origin: [record]})
    return parts


def _agree(one: Layer, other: Layer) -> bool:
    return all(_face(one[origin][0]) == _face(other[origin][0]) for origin in one.keys() & other.keys())


def _cell(records: Sequence[Record]) -> Cell:
    included = {record.credentials == "include" for record in records}
    credentials: Credentials = "both" if len(included) > 1 else "with" if True in included else "without"
    return Cell(_face(records[0]), credentials, any(record.expect is not None for record in records))


# What each circumstance is called where it makes a difference.
_PHRASES: tuple[tuple[str, Callable[[Record], str]], ...] = (
    ("credentials", lambda record: f"{'with' if record.credentials == 'include' else 'without'} credentials"),
    ("headers", lambda record: f"with {', '.join(record.headers) or 'no headers'}"),
    ("mode", lambda record: f"in mode {record.mode}"),
    ("browser", lambda record: f"in {record.browser}"),
)


def _notes(layers: Sequence[Layer]) -> list[str]:
    """What is different about each layer, in words. The first is what the others differ from."""
    tables = [[record for records in layer.values() for record in records] for layer in layers]
    varying = [
        (name, phrase)
        for name, phrase in _PHRASES
        if len({_of(record, name) for records in tables for record in records}) > 1
    ]
    return ["", *(_note(own, [other for other in tables if other is not own], varying) for own in tables[1:])]


def _of(record: Record, name: str) -> object:
    if name == "credentials":
        return record.credentials == "include"
    return getattr(_circumstances(record), name)


def _note(
    own: Sequence[Record],
    others: Sequence[Sequence[Record]],
    varying: Sequence[tuple[str, Callable[[Record], str]]],
) -> str:
    elsewhere = [record for records in others for record in records]
    for name, phrase in varying:
        if not {_of(record, name) for record in own} & {_of(record, name) for record in elsewhere}:
            return " or ".join(sorted({phrase(record) for record in own}))
    said, said_elsewhere = (
        {" ".join(phrase(record) for _, phrase in varying) for record in side} for side in (own, elsewhere)
    )
    if not said & said_elsewhere:
        return "; ".join(sorted(said))
    origins = {record.origin for record in own}
    preflighted = {record.preflighted for record in own}
    if not preflighted & {record.preflighted for record in elsewhere if record.origin in origins}:
        # Asked alike, and yet: the answer to an earlier preflight was still good, or the body was another.
        return f"{'with' if True in preflighted else 'without'} a preflight"
    return _tests(own)


def _tests(records: Sequence[Record]) -> str:
    tests = sorted({record.nodeid for record in records})
    return "in " + tests[0].rpartition("::")[2] if len(tests) == 1 else f"in {len(tests)} tests"


# -- many routes


def _fold(rows: Sequence[Row], *, max_routes: int) -> tuple[Row, ...]:
    """Routes with equal rows share one, named for a folder: the parent, or as far up as it takes."""
    tables = {route: tuple(group) for route, group in groupby(rows, key=lambda row: row.route)}
    highest = max(route.count("/") for route in tables)
    folded: list[tuple[Row, ...]] = []
    for up in range(1, max(highest, 1) + 1):
        folded = list(_folded(tables, up))
        if len(folded) <= max_routes:
            break
    return tuple(row for table in folded for row in table)


def _folded(tables: dict[str, tuple[Row, ...]], up: int) -> Iterator[tuple[Row, ...]]:
    alike: dict[tuple[tuple[str, ...], tuple[Row, ...], str], list[str]] = {}
    for route, table in tables.items():
        shape = tuple(replace(row, route="") for row in table)
        # A broken cell keeps its route: it must be found, not counted.
        own = route if any(cell and cell.face.kind == "broken" for row in table for cell in row.cells) else ""
        names = route.split("/")
        alike.setdefault((tuple(names[:-1][: max(len(names) - up, 1)]), shape, own), []).append(route)
    for (folder, _, _), routes in alike.items():
        table = tables[routes[0]]
        label = "/".join([*folder, f"* ({len(routes)} routes)"])
        yield table if len(routes) == 1 else tuple(replace(row, route=label) for row in table)


# -- many origins


def equal_columns(table: Matrix) -> list[list[int]]:
    """The columns by number, those with the same cells together, in the order of the first of them."""
    alike: dict[tuple[Cell | None, ...], list[int]] = {}
    for number in range(len(table.origins)):
        alike.setdefault(tuple(row.cells[number] for row in table.rows), []).append(number)
    return list(alike.values())
