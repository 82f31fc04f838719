"""``cors.lock``: one test of a contract file holds the app to it; ``--cors-update`` writes it after the run.

A test that updates writes nothing. It hands over what it has seen, whole, and the process that runs the session
writes it at the end: so there is one who writes, and nothing is written of a run that was broken off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.options import contract_env, lock_is_needed
from pytest_cors.plugin.session import cors_run

if TYPE_CHECKING:
    from pytest_cors.contract.contract import Contract
    from pytest_cors.policy.observed import Policy

__tracebackhide__ = True

SUFFIX = ".lock"

TEST = "[lock]"

_OUTPUT = "pytest_cors_locks"

_COMPLETE = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


@dataclass(frozen=True, slots=True)
class Update:
    """A lock that is to be written.

    :param path: of the file.
    :param shown: the path as it is shown.
    :param text: of the whole file.
    :param changed: what is told of it; empty when it is as it was.
    """

    path: str
    shown: str
    text: str
    changed: str


_UPDATES = pytest.StashKey[list[Update]]()
_FAILED = pytest.StashKey[list[str]]()


# The test


def lock_tests(
    contract: Contract, path: Path, config: pytest.Config
) -> Iterator[tuple[str, int, Callable[[pytest.FixtureRequest, Any], None]]]:
    """The test that holds the app to its lock: one, or none when there is no lock and none is wanted.

    :param path: of the contract file.
    """
    lock = lock_path(path, contract_env(config))
    variants = path.parent.glob(f"{lock.stem}.*{SUFFIX}")
    if config.getoption("cors_update") or lock_is_needed(config) or lock.exists() or any(variants):
        yield TEST, 1, _hold(contract, lock)


def lock_path(path: Path, *parts: str | None) -> Path:
    """The lock of a contract file, for an environment and a parametrised app perhaps: ``cors.production.lock``."""
    words = [re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in parts if part]
    return path.with_name(".".join((path.stem, *words)) + SUFFIX)


def _hold(contract: Contract, lock: Path) -> Callable[[pytest.FixtureRequest, Any], None]:
    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        from pytest_cors.plugin.contract_item import checked

        browser = checked(contract, request, cors_browser)
        callspec = getattr(request.node, "callspec", None)
        path = lock if callspec is None else lock_path(lock, callspec.id)
        if request.config.getoption("cors_update"):
            _update(request.config, contract, browser, path)
        else:
            _compare(request.config, contract, browser, path)

    return run


def _compare(config: pytest.Config, contract: Contract, browser: Any, path: Path) -> None:
    from pytest_cors.errors import ConfigurationError, ContractViolation
    from pytest_cors.policy.diff import Comparison, changes, story
    from pytest_cors.policy.lock import read

    shown = _shown(path, config)
    if not path.exists():
        said = f"there is no {shown}; pytest --cors-update writes it"
        if lock_is_needed(config):
            raise ContractViolation(f"{said}, and --cors-lock asks for it")
        pytest.skip(said)
    try:
        locked = read(path, shown=shown)
        found = changes(locked, _observe(contract, browser, locked))
    except ConfigurationError as error:
        raise ContractViolation(str(error)) from None
    cors_run(config).note_locks([Comparison(shown, found)])
    if found:
        raise ContractViolation(story(found, path=shown), mismatches=[str(change) for change in found])


def _update(config: pytest.Config, contract: Contract, browser: Any, path: Path) -> None:
    from pytest_cors.contract.contract import place_of
    from pytest_cors.errors import ConfigurationError, ContractViolation, InvalidFile
    from pytest_cors.policy.diff import changes, listing
    from pytest_cors.policy.lock import read, to_text
    from pytest_cors.policy.probe import asked_of

    shown = _shown(path, config)
    try:
        locked = read(path, shown=shown) if path.exists() else None
    except InvalidFile:
        locked = None
    try:
        seen = _observe(contract, browser, locked)
    except ConfigurationError as error:
        raise ContractViolation(f"{shown} is not written: {error}") from None
    if locked is None:
        changed = f"{len(seen.decisions)} routes and methods, {len(seen.asked)} origins"
    else:
        changed = listing(changes(locked, seen))
    text = to_text(seen.keeping(asked_of(contract.plan(browser), place_of(browser).own)))
    if not changed and path.read_bytes() != text.encode():
        changed = "no change of the policy"
    config.stash.setdefault(_UPDATES, []).append(Update(str(path), shown, text, changed))


def _observe(contract: Contract, browser: Any, locked: Policy | None) -> Policy:
    from pytest_cors.policy.probe import observe

    profile = contract.file.browsers[0] if contract.file.browsers else "chromium"
    return observe(contract.plan(browser), browser, profile=profile, origins=() if locked is None else locked.special)


def _shown(path: Path, config: pytest.Config) -> str:
    return path.relative_to(config.rootpath).as_posix() if path.is_relative_to(config.rootpath) else str(path)


# Writing


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In a worker: hand over what is to be written. Elsewhere: write it, unless the run was broken off."""
    config = session.config
    updates = config.stash.get(_UPDATES, [])
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = json.dumps([asdict(update) for update in updates])
    elif exitstatus in _COMPLETE:
        failed = config.stash.setdefault(_FAILED, [])
        if updates:
            failed += _write(updates)
        if failed and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    else:
        config.stash.setdefault(_FAILED, []).extend(
            f"{update.shown} is not written: the run was broken off" for update in updates
        )
        updates.clear()


def _write(updates: list[Update]) -> Iterator[str]:
    if not updates:  # as in most runs, which need not load the engine
        return
    from pytest_cors.policy.lock import write

    texts: dict[str, str] = {}
    for update in list(updates):
        why = ""
        if texts.setdefault(update.path, update.text) != update.text:
            why = "two tests have seen two policies"
        elif update.changed:
            try:
                write(Path(update.path), update.text)
            except OSError as error:
                why = str(error)
        if why:
            updates.remove(update)
            yield f"{update.shown} is not written: {why}"


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the controller: take what a worker wants to have written."""
    text = (getattr(node, "workeroutput", None) or {}).pop(_OUTPUT, None)
    if text is not None:
        node.config.stash.setdefault(_UPDATES, []).extend(Update(**plain) for plain in json.loads(text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was written; workers have no terminal."""
    if not config.getoption("cors_update"):
        return
    terminalreporter.section("CORS lock", sep="-")
    updates = {update.path: update for update in config.stash.get(_UPDATES, [])}
    failed = config.stash.get(_FAILED, [])
    for update in updates.values():
        if "\n" in update.changed:
            terminalreporter.write_line(f"{update.shown} is written\n\n{update.changed}\n")
        else:
            terminalreporter.write_line(
                f"{update.shown} is written: {update.changed}" if update.changed else f"{update.shown} is up to date"
            )
    for line in failed:
        terminalreporter.write_line(line, red=True)
    if not updates and not failed:
        terminalreporter.write_line("no lock is written: no contract file has come to its test of the lock")
