"""The ``cors`` marker: what stands on a test and around it, handed to the contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.contract.marker import Declared, Layer
    from pytest_cors.contract.model import Declaration
    from pytest_cors.errors import InvalidArgument

NAME = "cors"

DECLARATION = "_cors_declaration"
"""The private fixture that carries the declaration of a test that markers have made."""


def is_marked(node: pytest.Item | pytest.Collector) -> bool:
    """Whether a ``cors`` marker stands on a test or around it."""
    return node.get_closest_marker(NAME) is not None


def has_route(mark: pytest.Mark) -> bool:
    """Whether a marker makes tests of its own."""
    return mark.name == NAME and (*mark.args, mark.kwargs.get("route"))[0] is not None


def declared_on(node: pytest.Item, *, where: str) -> Declared:
    """What the markers on a test and around it come to.

    :param node: a test, or the definition of one that is not made yet.
    :param where: the test's node id, without what parametrisation adds.
    """
    from pytest_cors.contract.marker import declare, read_layer

    routes: list[Layer] = []
    defaults: list[Layer] = []
    for owner, nodeid, mark in _closest_first(node):
        layer = read_layer(mark.args, mark.kwargs, where=where if owner is node else nodeid)
        (routes if layer.has_route else defaults).append(layer)
    # Decorators are applied from the bottom; a person reads them from the top.
    return declare([*reversed(routes), *defaults], where=where)


def _closest_first(node: pytest.Item) -> Iterator[tuple[object, str, pytest.Mark]]:
    for owner, group in groupby(node.iter_markers_with_node(NAME), key=itemgetter(0)):
        marks = [mark for _, mark in group]
        if owner is node:
            # The marks of pytest.param() come after those of the function, and are closer.
            marks.sort(key=lambda mark: mark not in _marks_of_parameters(node))
        elif isinstance(owner, pytest.Class):
            # pytest lists the marks of base classes first.
            depths = _mro_depths(owner)
            marks.sort(key=lambda mark: depths.get(id(mark), 0))
        for mark in marks:
            yield owner, owner.nodeid, mark


def _marks_of_parameters(item: pytest.Item) -> Sequence[pytest.Mark]:
    marks: Sequence[pytest.Mark] = getattr(getattr(item, "callspec", None), "marks", ())
    return marks


def _mro_depths(collector: pytest.Class) -> dict[int, int]:
    depths: dict[int, int] = {}
    for depth, cls in enumerate(collector.obj.__mro__):
        own = cls.__dict__.get("pytestmark", ())
        for mark in own if isinstance(own, list | tuple) else [own]:
            depths.setdefault(id(getattr(mark, "mark", mark)), depth)
    return depths


def has_route_in_parameter(item: pytest.Item) -> bool:
    """Whether a marker with a route stands inside ``pytest.param(marks=...)``."""
    return any(map(has_route, _marks_of_parameters(item)))


def parametrised(item: pytest.Item) -> Declaration | None:
    """The declaration that a test was made from; None when no marker has made it."""
    callspec = getattr(item, "callspec", None)
    declaration: Declaration | None = callspec.params.get(DECLARATION) if callspec is not None else None
    return declaration


def usage_error(mistakes: list[InvalidArgument]) -> pytest.UsageError:
    """All mistakes in one error, each once."""
    return pytest.UsageError("\n".join(dict.fromkeys(map(str, mistakes))))
