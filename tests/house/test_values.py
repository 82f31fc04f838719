"""Values are frozen. Who owns state that changes is on a list, and the list is short."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "pytest_cors"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Dataclasses that are not frozen, and why.
CHANGING = {
    "plugin/failure.py _ColouredEntry": "pytest's own kind of entry, which is neither frozen nor slotted",
}


def dataclasses(path: Path) -> Iterator[tuple[str, str]]:
    """The dataclasses of a module, each with its decorator."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for decorator in map(ast.unparse, node.decorator_list):
                if decorator.split("(")[0].split(".")[-1] == "dataclass":
                    yield f"{path.relative_to(PACKAGE).as_posix()} {node.name}", decorator


def test_dataclasses_are_frozen_and_slotted() -> None:
    found = dict(pair for path in MODULES for pair in dataclasses(path))
    changing = {name for name, decorator in found.items() if "frozen=True" not in decorator}
    assert found
    assert changing == CHANGING.keys()
    assert [name for name in found.keys() - changing if "slots=True" not in found[name]] == []


def test_no_module_keeps_state() -> None:
    """A `global` statement is the plainest sign of it."""
    assert [
        f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
    ] == []
