"""The rings hold, and the contracts that say so fail when they are broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
VERDICT = re.compile(r"^(?P<name>.+) (?P<verdict>KEPT|BROKEN)\b", re.MULTILINE)

RINGS = "Rings: each may import only from those below it"
SANS_IO = "The engine and the cookies have no I/O, no clock, no chance, no framework"
PYTEST = "Only the plugin and its hooks know pytest"
FRAMEWORK = "Only the transports and the plugin know Flask and Werkzeug"
CYCLES = "No cycles between siblings"
CONTRACTS = {RINGS, SANS_IO, PYTEST, FRAMEWORK, CYCLES}

# Each break: what is written to the end of which files, and the contract that must fail.
BREAKS = {
    "the engine imports a transport": (
        {"fetch/http.py": "import pytest_cors.transport"},
        RINGS,
    ),
    "the engine imports a transport, for typing only": (
        {"fetch/http.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING: import pytest_cors.transport"},
        RINGS,
    ),
    "the engine imports a transport, inside a function": (
        {"fetch/http.py": "def late() -> None: import pytest_cors.transport"},
        RINGS,
    ),
    "the cookies know a transport": (
        {"cookies/__init__.py": "import pytest_cors.transport"},
        RINGS,
    ),
    "a transport knows the cookies": (
        {"transport/__init__.py": "import pytest_cors.cookies"},
        RINGS,
    ),
    "the contract knows the report": (
        {"contract/__init__.py": "import pytest_cors.report"},
        RINGS,
    ),
    "the contract knows the lock": (
        {"contract/__init__.py": "import pytest_cors.policy"},
        RINGS,
    ),
    "the lock knows how it is adopted": (
        {"policy/__init__.py": "import pytest_cors.adopt"},
        RINGS,
    ),
    "the errors know the engine": (
        {"errors.py": "import pytest_cors.fetch.http"},
        RINGS,
    ),
    "a drawer for everything": (
        {"utils.py": ""},
        RINGS,
    ),
    "the engine looks at the clock": (
        {"fetch/http.py": "import time"},
        SANS_IO,
    ),
    "the engine reads a file": (
        {"fetch/http.py": "from pathlib import Path"},
        SANS_IO,
    ),
    "the cookies take the standard library's": (
        {"cookies/__init__.py": "import http.cookiejar"},
        SANS_IO,
    ),
    "the report knows pytest": (
        {"report/__init__.py": "import pytest"},
        PYTEST,
    ),
    "the contract knows pytest's inside": (
        {"contract/__init__.py": "from _pytest.mark import Mark"},
        PYTEST,
    ),
    "the survey knows Flask": (
        {"survey/__init__.py": "from flask import Flask"},
        FRAMEWORK,
    ),
    "two modules know each other": (
        {"fetch/hen.py": "import pytest_cors.fetch.egg", "fetch/egg.py": "import pytest_cors.fetch.hen"},
        CYCLES,
    ),
}


def lint(project: Path) -> tuple[dict[str, str], str]:
    """Judge the package in a folder: KEPT or BROKEN for each contract, and all that was said."""
    run = subprocess.run([sys.executable, "-c", LINT], cwd=project, capture_output=True, text=True, check=False)
    verdicts = {match["name"]: match["verdict"] for match in VERDICT.finditer(run.stdout)}
    assert run.returncode == ("BROKEN" in verdicts.values()), run.stdout + run.stderr
    return verdicts, run.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be broken."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "pytest_cors", tmp_path / "pytest_cors", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_rings_hold() -> None:
    verdicts, said = lint(ROOT)
    assert verdicts == dict.fromkeys(CONTRACTS, "KEPT"), said


@pytest.mark.parametrize(("changes", "contract"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_seen(copy: Path, changes: dict[str, str], contract: str) -> None:
    for path, source in changes.items():
        with (copy / "pytest_cors" / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{source}\n")
    verdicts, said = lint(copy)
    assert verdicts.keys() == CONTRACTS
    assert verdicts[contract] == "BROKEN", said


def test_every_contract_is_broken_once() -> None:
    assert {contract for _, contract in BREAKS.values()} == CONTRACTS
