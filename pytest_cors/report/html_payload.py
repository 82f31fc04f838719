"""Records as the JSON that the page reads: everything that repeats stands there once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.circumstances import Circumstances
from pytest_cors.report.html_kinds import MEANINGS
from pytest_cors.report.matrix import Matrix, kind_of
from pytest_cors.report.stories import Stories
from pytest_cors.survey.record import Record

VERSION = 1

_TOLD = (
    *("verdict", "outcome", "reason", "preflighted", "sent", "status", "mismatches", "exchanges"),
    *("preflight_causes", "kept", "story"),
)

_ASKED = ("credentials", "headers", "mode")

Spot = tuple[str, str, str]
"""A place in the table: route, method, origin."""


class _Index:
    """Values by number, in the order of their first mention."""

    def __init__(self, values: Sequence[Any] = ()) -> None:
        self._numbers: dict[Any, int] = {value: number for number, value in enumerate(values)}

    def __call__(self, value: Any) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def __iter__(self) -> Any:
        return iter(self._numbers)


@dataclass(frozen=True, slots=True)
class Payload:
    """What the page reads.

    :param text: JSON that may stand in a script element.
    :param spots: where in the table there is something, row by row: a spot's number is its link.
    """

    text: str
    spots: dict[Spot, int]


def payload(records: Sequence[Record], table: Matrix) -> Payload:
    """The records, and the table they make.

    :param table: of the same records, with no routes folded.
    """
    rows = _Index(list(dict.fromkeys((row.route, row.method) for row in table.rows)))
    origins = _Index(table.origins)
    places = sorted({(rows((each.route, each.method)), origins(each.origin)) for each in records})
    numbers = {place: number for number, place in enumerate(places)}
    strings, asked, stories = _Index(), _Index(), Stories(*_TOLD)
    browsers = _Index(table.browsers)
    lines = [
        [
            numbers[rows((record.route, record.method)), origins(record.origin)],
            asked((record.credentials, record.headers, record.mode)),
            browsers(record.browser),
            strings(kind_of(record)),
            -1 if record.expect is None else strings(record.expect),
            stories.number(record),
            strings(record.url),
            strings(record.nodeid),
            round(record.duration * 1000, 3),
        ]
        for record in sorted(records, key=_in_order)
    ]
    names = list(rows)
    codes = sorted({record.reason.code for record in records if record.reason is not None})
    parts = {
        "version": json.dumps(VERSION),
        "origins": json.dumps(list(origins)),
        "browsers": json.dumps(list(browsers)),
        "rows": json.dumps(names),
        "spots": json.dumps(places, separators=(",", ":")),
        "records": json.dumps(lines, separators=(",", ":")),
        "strings": json.dumps(list(strings)),
        "asked": json.dumps([dict(zip(_ASKED, each, strict=True)) for each in asked]),
        "stories": f"[{','.join(stories)}]",
        "reasons": json.dumps({code: [CODES[code].title, CODES[code].mdn] for code in codes if code in CODES}),
        "meanings": json.dumps(MEANINGS),
    }
    text = "{" + ",\n".join(f'"{name}":{part}' for name, part in parts.items()) + "}"
    places_by_name = [(*names[row], table.origins[origin]) for row, origin in places]
    return Payload(_inert(text), {spot: number for number, spot in enumerate(places_by_name)})


def _in_order(record: Record) -> tuple[object, ...]:
    return (Circumstances.of(record).sort_key, record.sort_key)


def _inert(text: str) -> str:
    """JSON that no HTML parser takes for anything else; it is ASCII already."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
