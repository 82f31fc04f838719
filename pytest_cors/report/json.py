"""``--cors-report=json``: everything that was recorded, for programs. ``docs/reference`` holds its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from pytest_cors.audit.finding import Finding
from pytest_cors.policy.diff import Comparison
from pytest_cors.report.coverage import Coverage, coverage
from pytest_cors.report.pieces import joined
from pytest_cors.report.run import Run
from pytest_cors.report.stories import FILLED, Stories, filled
from pytest_cors.survey.plain import encode, from_plain, schema_of, to_plain
from pytest_cors.survey.record import VERSION as RECORD_VERSION
from pytest_cors.survey.record import Record
from pytest_cors.survey.records import TOLD, Records

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

VERSION = 2
"""Of this form; it changes when the form of the records does."""

_STORY = "story"
_FINGERPRINT = "fingerprint"
_OWN = tuple(field.name for field in fields(Record) if field.name not in TOLD)
_own = attrgetter(*_OWN)


def pieces(run: Run) -> Iterator[str]:
    """The report: ASCII only, a record on each line, so that it can be read in pieces and compared."""
    stories = Stories()
    records = (
        encode({**dict(zip(_OWN, _own(record), strict=True)), _STORY: stories.number(record, told)})
        for record, told in run.records.told()
    )
    yield json.dumps(_head(run), indent=1, allow_nan=False).removesuffix("\n}")
    yield ',\n "records": '
    yield from _list(records)
    yield ',\n "stories": '
    yield from _list(stories)
    yield "\n}\n"


def _list(lines: Iterable[str]) -> Iterator[str]:
    before = "[\n  "
    for piece in joined(",\n  ", lines):
        yield before + piece
        before = ""
    yield "[]" if before else "\n ]"


def _head(run: Run) -> dict[str, Any]:
    covered = coverage(run.records.brief(), run.routes)
    return {
        "version": VERSION,
        "tool": {"name": "pytest-cors", "version": run.tool},
        "started": run.started_text,
        "complete": not run.incomplete,
        "incomplete": list(run.incomplete),
        "coverage": {"percent": covered.percent, **to_plain(covered)},
        "locks": [to_plain(lock) for lock in run.locks],
        "findings": [{**to_plain(finding), _FINGERPRINT: finding.fingerprint} for finding in run.findings],
    }


def from_json(plain: object) -> Run:
    """The run that a report is of.

    :param plain: what ``json.loads`` makes of it.
    :raises ValueError: it is of another version, or no such report.
    """
    if not isinstance(plain, Mapping) or type(plain.get("version")) is not int:
        raise ValueError("report: no version")
    if plain["version"] != VERSION:
        raise ValueError(f"report: version {plain['version']!r} is not known; known: {VERSION}")
    odd = sorted(plain.keys() ^ set(schema()["required"]))
    if odd:
        raise ValueError(f"report: missing or unknown: {', '.join(map(str, odd))}")
    try:
        return Run(
            records=Records.of(_record(each, plain["stories"]) for each in plain["records"]),
            incomplete=tuple(map(str, plain["incomplete"])),
            started=datetime.fromisoformat(plain["started"]).timestamp(),
            tool=str(plain["tool"]["version"]),
            routes=tuple(sorted(plain["coverage"]["covered"] + plain["coverage"]["missing"])),
            locks=tuple(from_plain(Comparison, lock, where="lock") for lock in plain["locks"]),
            findings=tuple(map(_finding, plain["findings"])),
        )
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"report: {error}") from None


def _record(plain: Any, stories: Any) -> Record:
    own = {name: value for name, value in plain.items() if name != _STORY}
    return Record.from_json({"version": RECORD_VERSION, **own, **filled(stories[plain[_STORY]], plain)})


def _finding(plain: Any) -> Finding:
    own = {name: value for name, value in plain.items() if name != _FINGERPRINT}
    return from_plain(Finding, own, where="finding")


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    record, change, finding = schema_of(Record), schema_of(Comparison), schema_of(Finding)
    finding["properties"][_FINGERPRINT] = {
        "type": "string",
        "description": "The same for the same mistake in every run.",
    }
    finding["required"].append(_FINGERPRINT)
    shared = {name: record["properties"].pop(name) for name in TOLD}
    number = {"type": "integer", "minimum": 0, "description": "Which of the stories is told of it, from 0."}
    record["properties"][_STORY] = number
    record["required"] = [*_OWN, _STORY]
    filled = {"type": "boolean", "description": "Whether {url}, {path}, {origin} and {route} stand for the record's."}
    story = {
        "type": "object",
        "description": "What one record or more have to tell.",
        "properties": {FILLED: filled, **shared},
        "required": [FILLED, *TOLD],
        "additionalProperties": False,
    }
    definitions = {"Record": record, "Story": story, "Comparison": change, "Finding": finding}
    for each in (record, change, finding):
        definitions |= each.pop("$defs")
    properties = _properties()
    return {
        "$schema": SCHEMA,
        "title": "pytest-cors report",
        "description": "What the CORS checks of one pytest run declared, saw and decided.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def _properties() -> dict[str, Any]:
    """What stands at the top."""
    covered = schema_of(Coverage)
    covered.pop("$defs")
    percent = {"type": "number", "minimum": 0, "maximum": 100, "description": "Of all, rounded down to two places."}
    covered["properties"] = {"percent": percent, **covered["properties"]}
    covered["required"] = list(covered["properties"])
    return {
        "version": {"const": VERSION, "description": "Of this form."},
        "tool": {
            "type": "object",
            "description": "What made the report.",
            "properties": {"name": {"const": "pytest-cors"}, "version": {"type": "string"}},
            "required": ["name", "version"],
            "additionalProperties": False,
        },
        "started": {"type": "string", "format": "date-time", "description": "When the run began, in UTC."},
        "complete": {"type": "boolean", "description": "Whether everything that was to run is told here."},
        "incomplete": _array({"type": "string"}, "Why it is not complete, as sentences."),
        "coverage": covered,
        "locks": _array({"$ref": "#/$defs/Comparison"}, "The locks that the app was held against."),
        "findings": _array({"$ref": "#/$defs/Finding"}, "What the audit has found, the worst first."),
        "records": _array(
            {"$ref": "#/$defs/Record"}, "One for each check and browser, in an order that no two runs differ in."
        ),
        "stories": _array({"$ref": "#/$defs/Story"}, "Each once, for all records that saw the same."),
    }


def _array(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}
