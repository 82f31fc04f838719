"""The modules that a run needs only when somebody checks CORS, each a plugin of its own."""

from __future__ import annotations

from importlib import import_module

import pytest

PARTS = ("terminal", "reports", "coverage", "lock", "contract_file", "audit", "adopt", "protocol", "sections", "xdist")

_JOINED = pytest.StashKey[bool]()


def join(config: pytest.Config) -> None:
    """Register them, unless that is done.

    NB: not by ``pytest_plugins``, for which pytest reads the entry points of all that is installed, once a name. And
    not in a hook that one of them implements: pluggy before 1.4 then leaves somebody out.
    """
    if not have_joined(config):
        config.stash[_JOINED] = True
        for part in PARTS:
            name = f"pytest_cors.plugin.{part}"
            config.pluginmanager.register(import_module(name), name)


def have_joined(config: pytest.Config) -> bool:
    """Whether this run checks CORS, as far as is known."""
    return config.stash.get(_JOINED, False)
