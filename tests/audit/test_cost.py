"""What an audit costs: less than three times a contract of the same app, all rules together."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from pytest_cors import Browser, Contract
from pytest_cors.audit.audit import audit
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.rules import ContractFile
from pytest_cors.contract.toml import read_text

FORTY_ROUTES = Path(__file__).parents[2] / "examples" / "forty_routes"

TIMES = 3
"""What an audit may cost, in contracts."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(FORTY_ROUTES)
    yield importlib.import_module("library").create_app()
    for name in [name for name in sys.modules if name.partition(".")[0] == "library"]:
        del sys.modules[name]


@pytest.fixture
def file() -> ContractFile:
    return read_text((FORTY_ROUTES / "cors.toml").read_text(encoding="utf-8"))


def test_an_audit_costs_less_than_three_contracts(app: Any, file: ContractFile) -> None:
    # Other processes disturb, and never help: one attempt of three is enough.
    assert any(_ratio(app, file) < TIMES for _ in range(3))


def _ratio(app: Any, file: ContractFile) -> float:
    started = process_time()
    Contract(file).verify(Browser(app, base_url=file.base_url))
    between = process_time()
    audit(Subject(Browser(app, base_url=file.base_url), file=file), built_in())
    return (process_time() - between) / (between - started)
