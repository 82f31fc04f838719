"""Which rules there are: ours, one for each module of ``rules/``, and those that others add."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from pytest_cors.audit import rules
from pytest_cors.audit.rule import Rule
from pytest_cors.errors import ConfigurationError


@cache
def built_in() -> tuple[Rule, ...]:
    """Our rules, in the order of their ids."""
    names = (module.name for module in pkgutil.iter_modules(rules.__path__))
    found: list[Rule] = [importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names]
    return tuple(sorted(found, key=lambda rule: rule.id))


def together(added: Iterable[Rule]) -> tuple[Rule, ...]:
    """Ours and those that others add.

    :raises ConfigurationError: two have one id.
    """
    known: dict[str, Rule] = {}
    for rule in (*built_in(), *added):
        if rule.id in known:
            raise ConfigurationError(
                f"there are two audit rules named {rule.id!r}: {known[rule.id].title!r} and {rule.title!r}"
            )
        known[rule.id] = rule
    return tuple(known.values())
