"""Records as the JSON that the page reads: everything that repeats stands there once."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, starmap
from typing import Any

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.circumstances import Circumstances
from pytest_cors.report.html_kinds import MEANINGS
from pytest_cors.report.matrix import Matrix, kind_of
from pytest_cors.report.pieces import joined
from pytest_cors.report.stories import Stories
from pytest_cors.survey.plain import encode
from pytest_cors.survey.record import Record
from pytest_cors.survey.records import Records

VERSION = 1

_OUTCOME = ("verdict", "outcome", "reason", "preflighted", "sent", "status", "mismatches")

_ASKED = ("credentials", "headers", "mode")


class Spots:
    """The places in the table where there is something, row by row: a place's number is its link.

    Of each, eight bytes are in memory.

    :param table: with no routes folded.
    """

    def __init__(self, table: Matrix) -> None:
        self.rows = {name: at for at, name in enumerate(dict.fromkeys((row.route, row.method) for row in table.rows))}
        self.origins = {origin: at for at, origin in enumerate(table.origins)}
        there = (
            self._place(self.rows[row.route, row.method], at)
            for row in table.rows
            for at, cell in enumerate(row.cells)
            if cell is not None
        )
        self._places = array("Q", sorted(set(there)))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Row and column of each."""
        return (divmod(place, len(self.origins)) for place in self._places)

    def number(self, record: Record) -> int:
        """Of the place that a record is at."""
        place = self._place(self.rows[record.route, record.method], self.origins[record.origin])
        return bisect_left(self._places, place)

    def _place(self, row: int, column: int) -> int:
        return row * len(self.origins) + column


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, found out on one way through all records.

    :param records: those that were asked in the same way one after the other, the plainest first.
    :param urls: each once.
    """

    records: Records
    urls: frozenset[str]

    @classmethod
    def of(cls, records: Records) -> Asked:
        """That of these records."""
        places: dict[Circumstances, array[int]] = {}
        urls: set[str] = set()
        for place, record in enumerate(records.brief()):
            places.setdefault(Circumstances.of(record), array("Q")).append(place)
            urls.add(record.url)
        in_order = sorted(places, key=lambda asked: asked.sort_key)
        return cls(records.pick(chain.from_iterable(places[asked] for asked in in_order)), frozenset(urls))


class _Index:
    """Values by number, in the order of their first mention."""

    def __init__(self, values: Sequence[Any] = ()) -> None:
        self._numbers: dict[Any, int] = {value: number for number, value in enumerate(values)}

    def __call__(self, value: Any) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def __iter__(self) -> Any:
        return iter(self._numbers)


def payload(records: Records, table: Matrix, spots: Spots) -> Iterator[str]:
    """The records, and the table they make, as JSON that may stand in a script element.

    What records have in common is in memory: names of tests, URLs, and what was asked. Their stories are not.

    :param records: those that were asked in the same way one after the other.
    :param table: of the same records, with no routes folded.
    """
    before = "{"
    for name, part in _parts(records, table, spots):
        yield f'{before}"{name}":'
        yield from map(_inert, part)
        before = ",\n"
    yield "}"


def _parts(records: Records, table: Matrix, spots: Spots) -> Iterator[tuple[str, Iterable[str]]]:
    """The members of the object. Each is asked for when those before it are written, and knows what they mention."""
    strings, asked, stories, codes = _Index(), _Index(), Stories(*_OUTCOME), set[str]()
    browsers = _Index(table.browsers)

    def line(record: Record, told: str) -> list[Any]:
        if record.reason is not None:
            codes.add(record.reason.code)
        return [
            spots.number(record),
            asked((record.credentials, record.headers, record.mode)),
            browsers(record.browser),
            strings(kind_of(record)),
            -1 if record.expect is None else strings(record.expect),
            stories.number(record, told),
            strings(record.url),
            strings(record.nodeid),
            round(record.duration * 1000, 3),
        ]

    yield "version", [json.dumps(VERSION)]
    yield "origins", [json.dumps(list(spots.origins))]
    yield "browsers", [json.dumps(list(browsers))]
    yield "rows", [json.dumps(list(spots.rows))]
    yield "spots", _list(map(encode, spots))
    yield "records", _list(map(encode, starmap(line, records.told())))
    yield "strings", _list(map(json.dumps, strings), between=", ")
    yield "asked", [json.dumps([dict(zip(_ASKED, each, strict=True)) for each in asked])]
    yield "stories", _list(stories)
    reasons = {code: [CODES[code].title, CODES[code].mdn] for code in sorted(codes) if code in CODES}
    yield "reasons", [json.dumps(reasons)]
    yield "meanings", [json.dumps(MEANINGS)]


def _list(values: Iterable[str], *, between: str = ",") -> Iterator[str]:
    yield "["
    yield from joined(between, values)
    yield "]"


def _inert(text: str) -> str:
    """JSON that no HTML parser takes for anything else; it is ASCII already."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
