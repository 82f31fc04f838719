"""Collection: markers with a route become tests; what is wrong with a marker stops the run before any test.

A function that is checked by its marker need not name any fixture. pytest drops what a function does not
name from indirect parametrisation, and the check with it; so such a function is given our fixtures by
``usefixtures`` when it is found, before pytest looks at what it needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FunctionType
from typing import TYPE_CHECKING

import pytest

from pytest_cors.plugin.fixtures import OURS
from pytest_cors.plugin.markers import (
    DECLARATION,
    declared_on,
    has_route,
    has_route_in_parameter,
    is_marked,
    usage_error,
)
from pytest_cors.plugin.options import base_url

if TYPE_CHECKING:
    from pytest_cors.errors import InvalidArgument

MISTAKES = pytest.StashKey["list[InvalidArgument]"]()


def give_fixtures(function: FunctionType, marks: Sequence[pytest.Mark]) -> None:
    """Give our fixtures to a function with a route on it."""
    if any(map(has_route, marks)) and not any(DECLARATION in mark.args for mark in marks):
        pytest.mark.usefixtures(DECLARATION, "cors_client")(function)


def make_tests(metafunc: pytest.Metafunc) -> None:
    """Make the tests that the markers of a function declare."""
    from pytest_cors.contract.ids import ids

    where = metafunc.definition.nodeid
    declared = declared_on(metafunc.definition, where=where)
    declarations = declared.declarations
    if declared.mistakes:
        _note(metafunc.config, *declared.mistakes)
    elif len(declarations) > 1 or declarations[0].route is not None or declarations[0].id is not None:
        if DECLARATION in metafunc.fixturenames:
            metafunc.parametrize(DECLARATION, declarations, indirect=True, ids=ids(declarations))
        elif declarations[0].route is not None:
            _note(metafunc.config, _mistake(where, "stands on what takes no fixtures, so that it cannot be checked"))


def settle(config: pytest.Config, items: list[pytest.Item], ours: Sequence[pytest.Item]) -> None:
    """Stop at what is wrong with markers; skip what is not wanted.

    :param items: all that pytest has collected.
    :param ours: those of them that are marked, or take a fixture of ours.
    """
    for item in ours:
        if is_marked(item):
            _refuse_misplaced(item)
    mistakes = config.stash.get(MISTAKES, [])
    if mistakes and hasattr(config, "workerinput"):
        # xdist would take a usage error for a crash; an error of collection it hands on.
        items.clear()
        report = pytest.CollectReport("cors markers", "failed", str(usage_error(mistakes)), [])
        config.hook.pytest_collectreport(report=report)
        return
    if mistakes:
        raise usage_error(mistakes)
    if ours:
        base_url(config)  # refused now, rather than in each test
    if config.getoption("no_cors"):
        for item in ours:
            item.add_marker(pytest.mark.skip(reason="CORS is not checked (--no-cors)"))


def _refuse_misplaced(item: pytest.Item) -> None:
    if not isinstance(item, pytest.Function):
        _note(item.config, _mistake(item.nodeid, "stands on what is not a test function"))
    elif _is_unittest(item) and (OURS.isdisjoint(item.fixturenames) or any(map(has_route, item.own_markers))):
        reason = "stands on a unittest.TestCase, whose methods take no fixtures; write a plain function or class"
        _note(item.config, _mistake(item.nodeid, reason))
    elif has_route_in_parameter(item):
        reason = "has a route inside pytest.param(marks=...), where it cannot make a test of its own"
        _note(item.config, _mistake(item.nodeid, reason))


def _is_unittest(item: pytest.Function) -> bool:
    unittest = sys.modules.get("unittest")
    return unittest is not None and item.cls is not None and issubclass(item.cls, unittest.TestCase)


def _mistake(where: str, reason: str) -> InvalidArgument:
    from pytest_cors.errors import InvalidArgument

    return InvalidArgument("marker", "cors", reason, where=where)


def _note(config: pytest.Config, *mistakes: InvalidArgument) -> None:
    config.stash.setdefault(MISTAKES, []).extend(mistakes)
