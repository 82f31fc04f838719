"""Records as the JSON that the page reads: everything that repeats stands there once.

A run of 50,000 cells has few stories. They differ in the URL, the origin and the route, so a story has placeholders
for those three and is kept once for all cells that share it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.circumstances import Circumstances
from pytest_cors.report.html_kinds import MEANINGS
from pytest_cors.report.matrix import Matrix, kind_of
from pytest_cors.survey.exchanges import cut
from pytest_cors.survey.record import Record

VERSION = 1

# As they stand in JSON text. A story in which one of them occurs already goes without placeholders.
_URL, _ORIGIN, _ROUTE = "\\u0001", "\\u0002", "\\u0003"

_TOLD = (
    *("verdict", "outcome", "reason", "preflighted", "sent", "status", "mismatches", "exchanges"),
    *("preflight_causes", "kept", "story"),
)

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
    strings, stories, asked = _Index(), _Index(), _Index()
    browsers = _Index(table.browsers)
    lines = [
        [
            numbers[rows((record.route, record.method)), origins(record.origin)],
            asked(json.dumps(_asked(record))),
            browsers(record.browser),
            strings(kind_of(record)),
            -1 if record.expect is None else strings(record.expect),
            stories(_story(record)),
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
        "asked": f"[{','.join(asked)}]",
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


def _asked(record: Record) -> dict[str, Any]:
    return {"credentials": record.credentials, "headers": record.headers, "mode": record.mode}


def _story(record: Record) -> str:
    """All of a record that the table does not say, as JSON text with placeholders."""
    told = {"filled": True, **{name: getattr(record, name) for name in _TOLD}}
    told["mismatches"] = tuple(map(cut, record.mismatches))
    text = json.dumps(told, default=_fields)
    if any(placeholder in text for placeholder in (_URL, _ORIGIN, _ROUTE)):
        return text.replace('"filled": true', '"filled": false', 1)
    for placeholder, value in ((_URL, record.url), (_ORIGIN, record.origin), (_ROUTE, record.route)):
        # With a slash it is no word of JSON, such as the origin null, and no name of a field.
        if "/" in value:
            text = text.replace(json.dumps(value)[1:-1], placeholder)
    return text


def _fields(value: Any) -> dict[str, Any]:
    # Half the time of `to_json`, which matters when there are 50,000.
    return {name: getattr(value, name) for name in value.__slots__}
