"""A line now and then while one test makes thousands of checks, so that nobody takes it for stuck."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

FIRST = 5.0
"""Seconds of silence that are taken for granted."""

AGAIN = 10.0
"""Seconds between two lines."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a test is.

    :param total: counts the checks that it will make; None where nobody knows.
    :param started: by a clock that only goes forward, in seconds.
    :param due: when to say something.
    """

    checks: int
    total: Callable[[], int] | None
    started: float
    due: float


_KEY = pytest.StashKey[Progress]()
_CHANNEL = "pytest_cors_progress"


def announce(item: pytest.Item, total: Callable[[], int]) -> None:
    """Say beforehand how many checks a test will make.

    :param total: counts them; called once, and not at all in a test that is soon over.
    """
    now = time.monotonic()
    item.stash[_KEY] = Progress(0, cache(total), now, now + FIRST)


def advance(item: pytest.Item) -> None:
    """One check more is made."""
    now = time.monotonic()
    seen = item.stash.get(_KEY, None) or Progress(0, None, now, now + FIRST)
    checks, due = seen.checks + 1, seen.due
    if now >= due:
        _say(item, checks, seen.total, now - seen.started)
        due = now + AGAIN
    item.stash[_KEY] = Progress(checks, seen.total, seen.started, due)


def _say(item: pytest.Item, checks: int, total: Callable[[], int] | None, seconds: float) -> None:
    of = "" if total is None else f" of {total():,}"
    line = f"CORS: {checks:,}{of} checks in {seconds:.0f} s, {item.nodeid}"
    config = item.config
    if hasattr(config, "workerinput"):
        _tell_controller(config.workerinput, line)
        return
    reporter = _listening(config)
    if reporter is None:
        return
    capture = config.pluginmanager.get_plugin("capturemanager")
    if capture is None:
        _write(reporter, line)
    else:
        with capture.global_and_fixture_disabled():
            _write(reporter, line)


def _listening(config: pytest.Config) -> pytest.TerminalReporter | None:
    """The terminal, if somebody wants to read there how far things are."""
    reporter: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    return None if config.option.verbose < 0 else reporter


def _write(reporter: pytest.TerminalReporter, line: str) -> None:
    reporter.ensure_newline()
    reporter.write_line(line)
    reporter.flush()


# Under pytest-xdist


def open_line(node: Any) -> None:
    """In the controller: give a worker a line to the terminal, because its reports come only when a test is over."""
    reporter = _listening(node.config)
    if reporter is None:
        return
    worker = node.gateway.id
    channel = node.gateway.newchannel()
    # NB: called in a thread of execnet's, while the controller waits for the workers.
    channel.setcallback(lambda line: _write(reporter, f"[{worker}] {line}"))
    node.workerinput[_CHANNEL] = channel


def _tell_controller(workerinput: dict[str, Any], line: str) -> None:
    channel = workerinput.get(_CHANNEL)
    if channel is None:
        return
    with suppress(OSError):  # it has gone
        channel.send(line)
