"""The names of tests that markers make: ``GET /api/users-https://app.example.com-allowed``.

A name is what the case is. Where two cases of one test would share it, both get what tells them apart, and a
number only when nothing does, so that a name seldom changes with what stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pytest_cors.contract.model import Declaration

Part = Callable[[Declaration], str]


# The value of any other header may be a secret, and a name is read by everybody.
_TOLD = frozenset({"accept", "accept-language", "content-language", "content-type", "range"})


def _headers(declaration: Declaration) -> str:
    return "+".join(name for name, _ in declaration.headers) or "no headers"


def _header_values(declaration: Declaration) -> str:
    return "+".join(value for name, value in declaration.headers if name.lower() in _TOLD) or "other values"


def _expected(declaration: Declaration) -> str:
    clauses = [] if declaration.expectation is None else list(declaration.expectation.clauses())
    return ", ".join(clauses) or "no more"


# In the order in which they are tried.
_DISTINCTIONS: tuple[Part, ...] = (
    lambda declaration: declaration.credentials or "same-origin",
    _headers,
    _header_values,
    _expected,
    lambda declaration: "+".join(declaration.browsers) or "any browser",
)


def ids(declarations: Sequence[Declaration]) -> list[str]:
    """A name for each, no two of them the same."""
    names = [_name(declaration, declarations) for declaration in declarations]
    for distinction in _DISTINCTIONS:
        names = _told_apart(names, [distinction(declaration) for declaration in declarations])
    return _numbered(names)


def _name(declaration: Declaration, beside: Sequence[Declaration]) -> str:
    if declaration.id is None:
        return "-".join(_parts(declaration))
    # One marker with lists gives its id to several tests.
    same = [other for other in beside if other.id == declaration.id]
    differing = (
        part
        for index, part in enumerate(_parts(declaration))
        if len({_parts(other)[index : index + 1] for other in same}) > 1
    )
    return "-".join((declaration.id, *differing))


def _parts(declaration: Declaration) -> tuple[str, ...]:
    method = declaration.method or ("GET" if declaration.route else "")
    what = " ".join(part for part in (method, declaration.route) if part)
    word = "" if declaration.expectation is None else declaration.expectation.word
    return tuple(part for part in (what, declaration.origin, word) if part)


def _told_apart(names: Sequence[str], parts: Sequence[str]) -> list[str]:
    """Add the part to the names that occur more than once, where it differs among them."""
    among: dict[str, set[str]] = {}
    for name, part in zip(names, parts, strict=True):
        among.setdefault(name, set()).add(part)
    return [f"{name}-{part}" if len(among[name]) > 1 else name for name, part in zip(names, parts, strict=True)]


def _numbered(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    taken = set(names)
    unique: list[str] = []
    for name in names:
        seen[name] += 1
        candidate = name
        while seen[name] > 1 and candidate in taken:
            candidate = f"{name}-{seen[name]}"
            seen[name] += candidate in taken
        taken.add(candidate)
        unique.append(candidate)
    return unique
