"""Origins that an app has in its own configuration, wherever it keeps them.

An origin that somebody added to an allow-list cannot be guessed from outside. It can be found inside: as a
string among the app's settings, or held by the functions that Flask calls after a request, or around a view.
Nothing is called and nothing is imported; what is found is only one more origin to ask for.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import FunctionType

from pytest_cors.survey.routes import inner_apps

MOST = 10
"""How many are asked for, at most."""

_LOOKED_AT = 3000
_is_origin = re.compile(r"https?://[A-Za-z0-9._-]+(?::[0-9]+)?\Z").match


def held_origins(app: object) -> tuple[str, ...]:
    """Origins that are written out somewhere in an app's configuration, in the order of the alphabet.

    :param app: a Flask app, or a WSGI callable that has one or more inside.
    """
    found: set[str] = set()
    for inner, _ in inner_apps(app):
        for text in _texts(_places(inner)):
            if _is_origin(text):
                found.add(text.lower())
    return tuple(sorted(found))[:MOST]


def _places(app: object) -> Iterator[object]:
    for name in ("after_request_funcs", "config", "view_functions"):
        held = getattr(app, name, None)
        if isinstance(held, Mapping):
            yield dict(held)


def _texts(places: Iterable[object]) -> Iterator[str]:
    """The strings in containers, and in what functions close over."""
    waiting = deque(places)
    seen: set[int] = set()
    while waiting and len(seen) < _LOOKED_AT:
        thing = waiting.popleft()
        if isinstance(thing, str):
            yield thing
            continue
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, Mapping):
            waiting += [*thing.keys(), *thing.values()] if isinstance(thing, dict) else []
        elif isinstance(thing, list | tuple | set | frozenset):
            waiting += thing
        elif isinstance(thing, FunctionType):
            for cell in thing.__closure__ or ():
                try:
                    waiting.append(cell.cell_contents)
                except ValueError:  # not filled yet
                    continue
        elif is_dataclass(thing) and not isinstance(thing, type):
            waiting += [getattr(thing, each.name, None) for each in fields(thing)]
