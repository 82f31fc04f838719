"""The hooks that pytest-cors calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.audit.rule import Rule


@pytest.hookspec
def pytest_cors_audit_rules(config: pytest.Config) -> Iterable[Rule]:  # type: ignore[empty-body]
    """Rules that the audit knows beside its own.

    :returns: each with an id that no other rule has.
    """
