"""The source of a case, as an app of its own: what a reader can copy."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

from tests.audit.case import Build


def source_of(build: Build) -> str:
    """A module with ``create_app()``, and with what that needs of the module where the case stands."""
    text = inspect.getsource(inspect.getmodule(build) or build)
    lines = text.splitlines()
    module = ast.parse(text)
    own = next(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == build.__name__)
    needed = _needed(own, module)
    imports = [line for node in module.body for line in _imported(node, needed)]
    others = [node for node in module.body if node is not own and needed & set(_defined(node))]
    parts = ["\n".join(imports), *(_text(node, lines) for node in others), _text(own, lines)]
    return "\n\n\n".join(filter(None, parts)).replace(f"def {own.name}(", "def create_app(") + "\n"


def _needed(own: ast.FunctionDef, module: ast.Module) -> set[str]:
    """Names that a function uses, and that those use in turn; what decorates it is left out."""
    defined = {name: node for node in module.body for name in _defined(node)}
    needed: set[str] = set()
    waiting: list[ast.AST] = [own.args, *own.body]
    while waiting:
        for name in {each.id for each in ast.walk(waiting.pop()) if isinstance(each, ast.Name)} - needed:
            needed.add(name)
            if name in defined:
                waiting.append(defined[name])
    return needed


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _imported(node: ast.stmt, needed: set[str]) -> Iterator[str]:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return
    names = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in needed]
    if names and isinstance(node, ast.ImportFrom):
        yield ast.unparse(ast.ImportFrom(module=node.module, names=names, level=node.level))
    elif names:
        yield ast.unparse(ast.Import(names=names))


def _text(node: ast.stmt, lines: list[str]) -> str:
    # Without the decorators of a case, with the comments inside.
    decorators = [] if isinstance(node, ast.Assign | ast.AnnAssign) else getattr(node, "decorator_list", [])
    of_a_case = any(ast.unparse(each).startswith("CASES.") for each in decorators)
    first = node.lineno if of_a_case or not decorators else decorators[0].lineno
    return re.sub(r"[ \t]+$", "", "\n".join(lines[first - 1 : node.end_lineno]), flags=re.MULTILINE)
