"""``--cors-report=json``: everything, in the form that the published schema tells."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from pytest_cors.report.files import rendered
from pytest_cors.report.json import from_json, schema
from pytest_cors.report.run import Run
from tests.report import held
from tests.report.samples import hostile_run, odd_run, shop_run


def test_the_published_schema_is_the_one_of_the_types() -> None:
    """``python -m tests.report.test_json`` writes it."""
    assert held.PUBLISHED.read_text(encoding="utf-8") == published()


def published() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    record = schema()["$defs"]["Record"]
    undescribed = [name for name, own in record["properties"].items() if "description" not in own]
    assert set(undescribed) <= {"version", "method", "mode", "browser", "preflighted", "sent", "reason"}


@pytest.mark.parametrize(
    "run", [shop_run(), odd_run(), hostile_run(), Run.of(())], ids=["shop", "odd", "hostile", "none"]
)
def test_is_held_by_its_schema_and_comes_back(run: Run) -> None:
    text = rendered("json", run)
    assert text.isascii()
    plain = held.as_json(text)
    assert plain["complete"] is not bool(run.incomplete)
    assert from_json(plain) == run


@pytest.mark.parametrize(
    ("where", "value"),
    [("verdict", "perhaps"), ("status", "200"), ("colour", "red"), ("story", {}), ("story", -1)],
)
def test_the_schema_refuses_what_it_does_not_tell(where: str, value: object) -> None:
    plain = json.loads(rendered("json", shop_run()))
    plain["records"][3][where] = value
    with pytest.raises(ValidationError):
        held.as_json(json.dumps(plain))


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        ([], "report: no version"),
        ({"version": 9}, "report: version 9 is not known; known: 2"),
        ({"version": 2}, "report: missing or unknown: complete"),
        ({**json.loads(rendered("json", Run.of(()))), "records": 3}, "report: 'int' object is not iterable"),
        ({**json.loads(rendered("json", Run.of(()))), "records": [{}]}, "report: 'story'"),
    ],
)
def test_refuses_another_report(plain: object, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        from_json(plain)
    assert message in str(refused.value)


def test_a_record_has_a_line_of_its_own() -> None:
    run = shop_run()
    lines = [line for line in rendered("json", run).splitlines() if line.startswith('  {"nodeid":')]
    assert len(lines) == len(run.records)


if __name__ == "__main__":
    held.PUBLISHED.write_text(published(), encoding="utf-8")
