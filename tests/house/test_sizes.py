"""Modules and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "pytest_cors"
MODULES = sorted(PACKAGE.rglob("*.py"))
IDS = [path.relative_to(PACKAGE).as_posix() for path in MODULES]


def lines(path: Path) -> int:
    """How long a module is."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module, with its length in lines, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None, "because the parser always tells where a function ends"
            yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_no_module_is_a_district_of_its_own(path: Path) -> None:
    assert lines(path) <= 700


@pytest.mark.parametrize("path", sorted((PACKAGE / "plugin").rglob("*.py")), ids=lambda path: path.name)
def test_the_plugin_translates_and_decides_nothing(path: Path) -> None:
    assert lines(path) <= 300


def test_nine_functions_of_ten_are_under_40_lines() -> None:
    lengths = dict(function for path in MODULES for function in functions(path))
    long = {name: length for name, length in lengths.items() if length >= 40}
    assert len(long) <= len(lengths) / 10, long
