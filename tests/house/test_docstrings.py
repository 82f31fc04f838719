"""Everything that can be named from outside says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "pytest_cors"
MODULES = sorted(PACKAGE.rglob("*.py"))

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(node: ast.AST, name: str) -> Iterator[tuple[str, Documented]]:
    """The public classes and functions below a node: not the inner functions, nor what overloads one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if child.name.startswith("_") or is_told_elsewhere(child):
                continue
            yield f"{name}:{child.lineno} {child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, name)
        elif isinstance(child, ast.If | ast.Try):
            yield from public(child, name)


def is_told_elsewhere(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """An overload is told by the function, a setter by its property, an override by what it overrides."""
    names = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(name.endswith(("overload", "override", ".setter")) for name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_public_is_documented(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    named = [(f"{path.name}:1 module", module), *public(module, path.name)]
    assert [name for name, node in named if not ast.get_docstring(node)] == []


def test_every_error_says_when_it_is_raised() -> None:
    errors = ast.parse((PACKAGE / "errors.py").read_text(encoding="utf-8"))
    classes = [node for node in errors.body if isinstance(node, ast.ClassDef)]
    assert classes
    assert [node.name for node in classes if not ast.get_docstring(node)] == []


def test_the_head_of_the_errors_draws_their_tree() -> None:
    errors = ast.parse((PACKAGE / "errors.py").read_text(encoding="utf-8"))
    head = ast.get_docstring(errors) or ""
    assert [node.name for node in errors.body if isinstance(node, ast.ClassDef) and node.name not in head] == []
