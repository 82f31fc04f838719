"""Reports held against the schemas of their formats."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft6Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource

_SCHEMAS = Path(__file__).parent / "schemas"
PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def as_json(text: str) -> Any:
    """A report that must satisfy the schema that we publish."""
    plain = json.loads(text)
    Draft202012Validator(_read(PUBLISHED), format_checker=FormatChecker()).validate(plain)
    return plain


def as_sarif(text: str) -> Any:
    """A log that must satisfy the official schema."""
    plain = json.loads(text)
    Draft4Validator(_read(_SCHEMAS / "sarif-2.1.0.json"), format_checker=FormatChecker()).validate(plain)
    return plain


def as_har(text: str) -> Any:
    """An archive that must satisfy the schema of the npm package ``har-schema``."""
    plain = json.loads(text)
    parts = _read(_SCHEMAS / "har-1.2.json")
    registry: Any = Registry().with_resources(
        (f"{name}", Resource.from_contents(schema)) for name, schema in parts.items()
    )
    Draft6Validator(parts["har.json"], registry=registry, format_checker=FormatChecker()).validate(plain)
    return plain
