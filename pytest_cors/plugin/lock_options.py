"""The options of the lock."""

from __future__ import annotations

import pytest

_INI = "cors_lock"


def add_lock_options(parser: pytest.Parser, group: pytest.OptionGroup) -> None:
    """Register ``--cors-lock`` and ``--cors-update`` in ``group``, and the ini name."""
    group.addoption(
        "--cors-lock",
        action="store_true",
        default=None,
        help="fail where a contract file has no cors.lock beside it; one that is there is compared anyway.",
    )
    group.addoption(
        "--cors-update",
        action="store_true",
        help="write cors.lock, the observed policy of every route, beside each contract file that is run.",
    )
    parser.addini(_INI, "a contract file needs a cors.lock", type="bool", default=False)


def lock_is_needed(config: pytest.Config) -> bool:
    """Whether a contract file without a lock fails."""
    given: bool | None = config.getoption("cors_lock")
    return bool(config.getini(_INI)) if given is None else given
