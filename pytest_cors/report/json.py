"""``--cors-report=json``: everything that was recorded, for programs. ``docs/reference`` holds its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pytest_cors.report.run import VERSION, Run
from pytest_cors.survey.plain import schema_of
from pytest_cors.survey.record import VERSION as RECORD_VERSION
from pytest_cors.survey.record import Record

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def render(run: Run) -> str:
    """The report: ASCII only, a record on each line, so that it can be read in pieces and compared."""
    return "".join(_pieces(run))


def _pieces(run: Run) -> Iterator[str]:
    plain = run.to_json()
    records = plain.pop("records")
    head = json.dumps(plain, indent=1, allow_nan=False)
    yield head.removesuffix("\n}")
    yield ',\n "records": ['
    for number, record in enumerate(records):
        yield f"{',' if number else ''}\n  {json.dumps(record, separators=(',', ':'), allow_nan=False)}"
    yield "\n ]\n}\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the report."""
    record = schema_of(Record)
    definitions = record.pop("$defs")
    record["properties"] = {"version": {"const": RECORD_VERSION}, **record["properties"]}
    record["required"] = ["version", *record["required"]]
    return {
        "$schema": SCHEMA,
        "title": "pytest-cors report",
        "description": "What the CORS checks of one pytest run declared, saw and decided.",
        "type": "object",
        "properties": {
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
            "incomplete": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Why it is not complete, as sentences.",
            },
            "records": {
                "type": "array",
                "items": {"$ref": "#/$defs/Record"},
                "description": "One for each check and browser, in an order that no two runs differ in.",
            },
        },
        "required": ["version", "tool", "started", "complete", "incomplete", "records"],
        "additionalProperties": False,
        "$defs": {"Record": record, **definitions},
    }
