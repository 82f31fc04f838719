"""A line now and then while one test makes thousands of checks, so that nobody takes it for stuck."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

FIRST = 5.0
"""Seconds of silence that are taken for granted."""

AGAIN = 10.0
"""Seconds between two lines."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a test is.

    :param total: how many checks it will make; None where nobody knows.
    :param started: by a clock that only goes forward, in seconds.
    :param due: when to say something.
    """

    checks: int
    total: int | None
    started: float
    due: float


_KEY = pytest.StashKey[Progress]()


def announce(item: pytest.Item, total: int) -> None:
    """Say beforehand how many checks a test will make."""
    now = time.monotonic()
    item.stash[_KEY] = Progress(0, total, now, now + FIRST)


def advance(item: pytest.Item) -> None:
    """One check more is made."""
    now = time.monotonic()
    seen = item.stash.get(_KEY, None) or Progress(0, None, now, now + FIRST)
    checks, due = seen.checks + 1, seen.due
    if now >= due:
        _say(item, checks, seen.total, now - seen.started)
        due = now + AGAIN
    item.stash[_KEY] = Progress(checks, seen.total, seen.started, due)


def _say(item: pytest.Item, checks: int, total: int | None, seconds: float) -> None:
    reporter = item.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or item.config.option.verbose < 0:
        return
    capture = item.config.pluginmanager.get_plugin("capturemanager")
    of = "" if total is None else f" of {total:,}"
    line = f"CORS: {checks:,}{of} checks in {seconds:.0f} s, {item.nodeid}"
    if capture is None:
        _write(reporter, line)
    else:
        with capture.global_and_fixture_disabled():
            _write(reporter, line)


def _write(reporter: pytest.TerminalReporter, line: str) -> None:
    reporter.ensure_newline()
    reporter.write_line(line)
    reporter.flush()
