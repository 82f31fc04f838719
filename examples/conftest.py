"""Each folder here is a project of its own: what its tests import lies beside them.

Only a run of several folders at once needs this file. In each of them ``app``, ``broken`` or ``mended`` is another
module.
"""

import sys
from pathlib import Path

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Import the modules of a folder for its own tests, and forget them before the next folder."""
    if not isinstance(collector, pytest.Module):
        return (yield)
    folder, before = collector.path.parent, set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        return (yield)
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and folder in Path(file).parents and not name.startswith("examples."):
                del sys.modules[name]


def pytest_collection_modifyitems(config, items):
    """pytest-flask is off where our own tests run; ``tests/real/test_pytest_flask.py`` runs its example with it."""
    if not config.pluginmanager.has_plugin("pytest-flask"):
        for item in items:
            if item.path.parent.name == "with_pytest_flask":
                item.add_marker(pytest.mark.skip(reason="pytest-flask is not loaded"))
