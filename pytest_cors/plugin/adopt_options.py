"""``--cors-init``, and what stands after it."""

from __future__ import annotations

import pytest

OPTION = "--cors-init"

_FIXTURE = "app"
"""What the option says when nothing is given: ask the fixture."""


def add_adopt_options(group: pytest.OptionGroup) -> None:
    """Register ``--cors-init`` in ``group``."""
    group.addoption(
        OPTION,
        nargs="?",
        const=_FIXTURE,
        default=None,
        metavar="APP",
        help=(
            "write a first cors.toml beside the conftest.py that defines the app fixture, from what the app does, "
            "and run nothing else; APP, such as package.module:create_app, is asked instead of the fixture."
        ),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Give back the path that a bare ``--cors-init`` would take for its value."""
    changed = False
    for at, word in enumerate(args[:-1]):
        if word == "--":
            break
        if word == OPTION and ":" not in args[at + 1].partition("::")[0]:
            args[at] = f"{OPTION}={_FIXTURE}"
            changed = True
    if changed:
        early_config.known_args_namespace.file_or_dir = parser.parse_known_args(args).file_or_dir


def is_init(config: pytest.Config) -> bool:
    """Whether this run writes a contract, and does nothing else."""
    return config.getoption("cors_init") is not None


def app_to_ask(config: pytest.Config) -> str:
    """``"package.module:name"``, or empty when the fixture is to be asked."""
    given: str = config.getoption("cors_init")
    return "" if given == _FIXTURE else given
