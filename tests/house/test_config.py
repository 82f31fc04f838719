"""The configuration tells no more than is so, and every exception has its reason."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CONFIG: dict[str, Any] = tomllib.loads(TEXT)


def test_tools_are_configured_in_one_place() -> None:
    elsewhere = [
        "pytest.ini",
        "tox.ini",
        "setup.cfg",
        "mypy.ini",
        "ruff.toml",
        ".importlinter",
        ".coveragerc",
    ]
    folders = [ROOT, ROOT / "tests", *(path.parent for path in (ROOT / "examples").rglob("README.md"))]
    assert [name for name in elsewhere for folder in folders if (folder / name).exists()] == []


def test_every_rule_left_out_has_its_reason() -> None:
    rules = [line for line in TEXT.splitlines() if re.match(r'  "[A-Z]+\d*",', line)]
    assert len(rules) >= len(CONFIG["tool"]["ruff"]["lint"]["ignore"])
    assert [line for line in rules if not re.search(r",\s+# \S", line)] == []


def test_every_warning_let_through_has_its_reason() -> None:
    assert CONFIG["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    ignored = re.findall(r'^  "(?:ignore|default):.*$', TEXT, re.MULTILINE)
    assert [line for line in ignored if " # " not in line] == []


def test_every_example_with_a_conftest_has_its_import_path() -> None:
    """The others are given theirs by `examples/conftest.py`."""
    examples = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "examples").glob("*/**/conftest.py")}
    assert set(CONFIG["tool"]["pytest"]["ini_options"]["pythonpath"]) == examples


def test_every_ring_is_in_the_contracts() -> None:
    contracts = {contract["id"]: contract for contract in CONFIG["tool"]["importlinter"]["contracts"]}
    rings = {ring.strip() for layer in contracts["rings"]["layers"] for ring in layer.split("|")}
    assert set(contracts["pytest"]["source_modules"]) == {
        f"pytest_cors.{ring}" for ring in rings - {"plugin", "hookspecs"}
    }
    assert set(contracts["framework"]["source_modules"]) == {
        f"pytest_cors.{ring}" for ring in rings - {"plugin", "transport"}
    }


def test_the_changelog_tells_this_version() -> None:
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\] - (unreleased|\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    assert headings[0][0] == CONFIG["project"]["version"]


def test_the_oldest_versions_can_be_asked_for() -> None:
    """`.ci/run` makes each `>=` of the dependencies `==` for its oldest round."""
    bound = re.compile(r"[a-z-]+>=[\d.]+(; python_version [<>]=? '[\d.]+')?")
    assert [line for line in CONFIG["project"]["dependencies"] if not bound.fullmatch(line)] == []
