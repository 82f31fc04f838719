"""Every case there is, and what the audit says of one."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.finding import Finding
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.toml import read_text
from tests.audit.case import Case, Cases

FOLDER = Path(__file__).parent / "cases"


@cache
def cases() -> tuple[Case, ...]:
    """All of them, in the order of their files."""
    return tuple(case for path in sorted(FOLDER.glob("*.py")) for case in _cases(path.stem).all)


def _cases(name: str) -> Cases:
    found: Cases = importlib.import_module(f"tests.audit.cases.{name}").CASES
    return found


@cache
def audited(case: Case) -> tuple[Finding, ...]:
    """What all rules find in a case."""
    file = read_text(case.contract) if case.contract else None
    base_url = file.base_url if file is not None else None
    return audit(Subject(Browser(case.build(), base_url=base_url or "https://api.example.com"), file=file), built_in())
