"""Every case there is, and what the audit says of one."""

from __future__ import annotations

import importlib
import linecache
import logging
from functools import cache
from pathlib import Path
from typing import Any

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.finding import Finding
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.toml import read_text
from tests.audit.case import Case, Cases
from tests.audit.releases import flask_cors
from tests.audit.source import source_of

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
    try:
        return audit(subject_of(case, built_from_source(case)), built_in())
    finally:
        # What a case has to say about logs is said for itself alone.
        logging.getLogger("flask_cors.extension").setLevel(logging.NOTSET)


def subject_of(case: Case, app: Any) -> Subject:
    """A case's app, to be asked as the case says."""
    file = read_text(case.contract) if case.contract else None
    base_url = file.base_url if file is not None else None
    return Subject(Browser(app, base_url=base_url or "https://api.example.com"), file=file, unsafe=case.unsafe)


def built_from_source(case: Case) -> Any:
    """The app of a case, made from what a reader can copy, with the release of flask-cors that it is for."""
    namespace: dict[str, Any] = {"__name__": "app"}
    source = source_of(case.build)
    file = f"{case.name}/app.py"
    # As if it were a file: the audit reads what it can.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    with flask_cors(case.release):
        exec(compile(source, file, "exec"), namespace)
        return namespace["create_app"]()
