"""The pytest plugin: options, markers, fixtures, and what happens around a test.

Every run loads this module, the options and the fixtures, and nothing else. What is here looks out for the first sign
that somebody checks CORS: an option, a contract file, a marker, a test that takes our fixtures. Then the other
modules join, each a plugin of its own. A hook that can be such a sign is not theirs: they are called from here.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from pytest_cors.plugin import fixtures
from pytest_cors.plugin.options import INIT, REPORT, add_options, browsers, is_asked_for, is_audit
from pytest_cors.plugin.parts import have_joined, join

MARKER = "cors"

SIGNATURE = (
    "cors(route=None, *, origin=None, expect=None, method='GET', headers=(), credentials='same-origin', "
    "reason=None, status=None, exposes=(), max_age=None, preflight=None, sent=None, browser=None, id=None)"
)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Register our options, and with them our fixtures."""
    add_options(parser)
    pluginmanager.register(fixtures, fixtures.__name__)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Mend the command line where an option would take a path for its value; join if one of ours is given.

    This is the one moment when the options are known, ``addopts`` is in, and nothing is made of them yet.
    """
    _restore_paths(early_config, parser, args)
    if is_asked_for(early_config, early_config.known_args_namespace):
        join(early_config)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, with all of its arguments."""
    meaning = (
        "with a route, check what a browser would do with a fetch from a page on origin; "
        "without one, say what cors_client expects of the requests in the test's body."
    )
    config.addinivalue_line("markers", f"{SIGNATURE}: {meaning}")
    if is_asked_for(config, config.option):  # loaded by a conftest.py, too late for the hook above
        join(config)
    browsers(config)  # refused now, rather than in each test


def _restore_paths(config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    before = list(args)
    if REPORT in args:
        from pytest_cors.plugin.terminal import restore_report_path

        restore_report_path(config, args)
    if INIT in args:
        from pytest_cors.plugin.adopt import restore_init_path

        restore_init_path(args)
    if args != before:
        config.known_args_namespace.file_or_dir = parser.parse_known_args(args).file_or_dir


# Collection


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a contract file; of an app without one, what defines it, if it is to be audited."""
    if file_path.name == "conftest.py" and is_audit(parent.config):
        from pytest_cors.plugin.audit import audit_at

        return audit_at(file_path, parent)
    if not (file_path.name.endswith("cors.toml") or (file_path.suffix == ".toml" and have_joined(parent.config))):
        return None
    from pytest_cors.plugin.contract_file import contract_at

    module = contract_at(file_path, parent)
    if module is not None:
        join(parent.config)
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Collector, obj: object) -> None:
    """Give our fixtures to a function with a route on it."""
    function = obj.__func__ if isinstance(obj, staticmethod | classmethod) else obj
    # Whatever else a module holds is not looked at: a proxy would raise, a mock would have every attribute.
    if isinstance(function, FunctionType) and "pytestmark" in function.__dict__:
        marks = function.__dict__["pytestmark"]
        marks = marks if isinstance(marks, list | tuple) else [marks]
        if any(mark.name == MARKER for mark in marks):
            join(collector.config)
            from pytest_cors.plugin.collect import give_fixtures

            give_fixtures(function, marks)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make the tests that the markers of a function declare."""
    if _is_marked(metafunc.definition):
        join(metafunc.config)
        from pytest_cors.plugin.collect import make_tests

        make_tests(metafunc)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stop at what is wrong with markers; skip what is not wanted."""
    ours = [
        item for item in items if _is_marked(item) or not fixtures.OURS.isdisjoint(getattr(item, "fixturenames", ()))
    ]
    if ours:
        join(config)
    if have_joined(config):
        from pytest_cors.plugin.collect import settle

        settle(config, items, ours)


# Running


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_make_scheduler() -> Generator[None, Any, Any]:
    """Have ``--dist loadfile`` and its like split a contract file, too."""
    scheduler = yield
    from pytest_cors.plugin.scheduling import split_contracts

    split_contracts(scheduler)
    return scheduler


@pytest.hookimpl(wrapper=True, trylast=True)  # inside of what captures logs and output
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Make the check of a marker before the body of its test."""
    if not _is_marked(item):
        return (yield)
    join(item.config)
    from pytest_cors.plugin.protocol import check_and_call

    return (yield from check_and_call(item))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Let a worker of pytest-xdist say how far it is, if it comes to check anything."""
    from pytest_cors.plugin.progress import open_line

    open_line(node)


def _is_marked(node: pytest.Item) -> bool:
    return node.get_closest_marker(MARKER) is not None
