"""What the code of a view looks at: whether it wants to know who is there."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

_NAMES = frozenset({"authorization", "cookies", "current_user", "delete_cookie", "session", "set_cookie"})
"""Attributes of Flask's request and response, its session, and who is signed in with flask-login."""

_HEADERS = frozenset({"authorization", "cookie"})

OF_TOKENS = frozenset({"authorization"})
"""Those that no browser adds by itself, unless it is asked to sign in by a scheme that it knows."""

_DEEPEST = 5


def looked_at(view: Any) -> frozenset[str]:
    """What a view, what wraps it, or a method of its class, reads or sets of what tells one user from another.

    :param view: as it is registered; anything, or None.
    :returns: such as ``"session"``.
    """
    return frozenset(name for code in _codes(view, 0) for name in _telling(code))


def _codes(view: Any, depth: int) -> Iterator[CodeType]:
    if depth > _DEEPEST:
        return
    methods = vars(getattr(view, "view_class", object)).values() if isinstance(view, FunctionType) else ()
    for function in (view, *methods):
        if isinstance(function, FunctionType):
            yield from _with_inner(function.__code__)
            for cell in function.__closure__ or ():
                yield from _codes(_content(cell), depth + 1)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _with_inner(inner)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


def _telling(code: CodeType) -> frozenset[str]:
    headers = {each.lower() for each in code.co_consts if isinstance(each, str)}
    return (_NAMES & set(code.co_names)) | (_HEADERS & headers)
