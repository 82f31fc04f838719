"""Calls of flask-cors in the source of an app.

What ``CORS(app, ...)`` was given is not kept where it does not know an option: the newest release says so in its log,
and forgets. Then only the source tells. It is read, and nothing in it is run; where it is not to be had, nothing is
known. A file may make several apps: what counts is what stands around the functions of this one.
"""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FunctionType
from typing import Any

from pytest_cors.audit.extension import is_flask_cors

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Call:
    """One call that sets up flask-cors.

    :param file: its name without its folder.
    :param keywords: of the call, and of the options that stand in its ``resources``.
    """

    file: str
    line: int
    keywords: tuple[str, ...]

    @property
    def place(self) -> str:
        """``"app.py, line 12"``."""
        return f"{self.file}, line {self.line}"


def calls(app: Any) -> tuple[Call, ...]:
    """The calls that have probably set up flask-cors in a Flask app, in the order in which they stand.

    :param app: a Flask app.
    """
    found: dict[Call, None] = {}
    for file, lines in _places(app).items():
        module = _parsed(file)
        if module is not None:
            found.update(dict.fromkeys(_calls(module, lines, file)))
    return tuple(found)


def _places(app: Any) -> Mapping[str, set[int]]:
    """The files that an app's functions stand in, and their lines there."""
    places: dict[str, set[int]] = {}
    hooks = chain.from_iterable(
        functions
        for name in ("before_request_funcs", "after_request_funcs")
        for functions in getattr(app, name, {}).values()
    )
    for function in chain(getattr(app, "view_functions", {}).values(), hooks):
        innermost = _innermost(function)
        if isinstance(innermost, FunctionType) and not _is_ours_to_skip(innermost):
            places.setdefault(innermost.__code__.co_filename, set()).add(innermost.__code__.co_firstlineno)
    made_in = getattr(sys.modules.get(getattr(app, "import_name", "")), "__file__", None)
    if made_in is not None:
        places.setdefault(made_in, set())
    return places


def _innermost(function: Any) -> Any:
    while (inner := getattr(function, "__wrapped__", None)) is not None:
        function = inner
    return function


def _is_ours_to_skip(function: FunctionType) -> bool:
    return is_flask_cors(function) or function.__globals__.get("__name__", "").partition(".")[0] == "flask"


def _parsed(file: str) -> ast.Module | None:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError):
        return None


def _calls(module: ast.Module, lines: Iterable[int], file: str) -> Iterator[Call]:
    names = _names(module)
    for scope in _scopes(module, set(lines)):
        for node in scope:
            if isinstance(node, ast.Call) and _sets_up(node.func, names):
                yield Call(Path(file).name, node.lineno, tuple(_keywords(node)))


def _scopes(module: ast.Module, lines: set[int]) -> Iterator[Iterator[ast.AST]]:
    """What is run when this app is made: the top of the module, and the functions around its own."""
    yield _outside_functions(module)
    functions = [node for node in module.body if isinstance(node, _Function)]
    around = [node for node in functions if any(node.lineno < line <= (node.end_lineno or 0) for line in lines)]
    makers = [node for node in functions if any(_is_flask(each) for each in ast.walk(node))]
    for node in around or (makers if len(makers) == 1 else []):
        yield ast.walk(node)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _Function | ast.Lambda):
            yield child
            yield from _outside_functions(child)


def _is_flask(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Flask"


def _names(module: ast.Module) -> frozenset[str]:
    """What ``CORS`` goes by in a module, and what holds one that it has made."""
    made_by: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "flask_cors":
            made_by.update(alias.asname or alias.name for alias in node.names if alias.name == "CORS")
        elif isinstance(node, ast.Import):
            made_by.update(f"{each.asname or each.name}.CORS" for each in node.names if each.name == "flask_cors")
    held = {
        f"{target.id}.init_app"
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _text(node.value.func) in made_by
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(made_by | held)


def _sets_up(function: ast.expr, names: frozenset[str]) -> bool:
    return _text(function) in names


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_text(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def _keywords(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg is None:
            continue
        yield keyword.arg
        if keyword.arg == "resources" and isinstance(keyword.value, ast.Dict):
            yield from _inside(keyword.value)


def _inside(resources: ast.Dict) -> Iterator[str]:
    for options in resources.values:
        if isinstance(options, ast.Dict):
            names = (key.value for key in options.keys if isinstance(key, ast.Constant))
            yield from (name for name in names if isinstance(name, str))
        elif isinstance(options, ast.Call) and _text(options.func) == "dict":
            yield from (keyword.arg for keyword in options.keywords if keyword.arg is not None)
