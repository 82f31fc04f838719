"""Runs the tests against one mutant after the other, in a pytest that collects them only once.

Each mutant gets a fork of the process that has collected: nothing is imported or collected again, and nothing that one
mutant does reaches the next. Before the mutants, one fork runs all tests on what is unchanged, and notes which
functions each test calls and how long it takes. A mutant is held to the tests that call its function: those first that
have noticed another mutant of it, then the quick ones.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, cache
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from pytest_cors.fetch.site import is_public_suffix
from tests.conformance.corpus import CORPORA

SECONDS = 2
"""Of processor time that a test may take beyond ten times what it takes otherwise: one that takes more never ends."""
MEMORY = 1 << 30
"""Bytes: a mutant that needs more never ends either."""
KEPT = "_public_suffixes"
"""The cache that keeps what it has when a mutant begins: no mutant changes it, and it is slow to fill."""


@dataclass(slots=True)
class Unchanged:
    """What the tests do when nothing is changed.

    :param seconds: that each test takes, by its id.
    :param calling: the tests that call a function, by mutmut's name for it.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    calling: dict[str, list[str]] = field(default_factory=dict)

    def of(self, mutant: str) -> list[str]:
        """The tests that a mutant is held to."""
        return self.calling.get(mangled_name_from_mutant_name(mutant), [])

    def needed(self, mutant: str) -> float:
        """The seconds that these tests take."""
        return sum(self.seconds[test] for test in self.of(mutant))


class Loop:
    """The plugin of pytest.

    :param parts: the names of the mutants, those that are to come first in the first part.
    :param folder: holds what the forks tell.
    :param tell: is called with a mutant, what became of it, and the test that noticed.
    """

    def __init__(
        self,
        parts: Sequence[Sequence[str]],
        *,
        processes: int,
        folder: Path,
        tell: Callable[[str, str, str | None], None],
    ) -> None:
        self._parts = parts
        self._processes = processes
        self._folder = folder
        self._tell = tell
        self._items: dict[str, pytest.Item] = {}
        self._noticed: dict[str, Counter[str]] = defaultdict(Counter)
        self._running: dict[int, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In the place of the tests, once: the tests, for each mutant."""
        self._items = {item.nodeid: item for item in session.items}
        _read()
        _caches()
        gc.collect()
        gc.freeze()
        unchanged = self._unchanged()
        self._say(f"{len(self._items)} tests, {sum(unchanged.seconds.values()):.0f} seconds")
        started = time.monotonic()
        mutants = [mutant for part in self._parts for mutant in sorted(part, key=unchanged.needed)]
        for done, mutant in enumerate(mutants):
            if done % 100 == 0:
                self._say(f"{done} of {len(mutants)}, {done / (time.monotonic() - started):.1f} in a second")
            if not unchanged.of(mutant):
                self._tell(mutant, "no tests", None)
                continue
            if len(self._running) == self._processes:
                self._wait()
            self._start(mutant, unchanged)
        while self._running:
            self._wait()
        return True

    def _unchanged(self) -> Unchanged:
        """Run all tests, and see what they do.

        :raises pytest.UsageError: one of them fails.
        """
        set_mutant_under_test("stats")
        pid = _fork(self._folder, lambda: _observe(self._items.values()))
        os.waitpid(pid, 0)
        unchanged = Unchanged()
        for test, seconds, functions in _told(self._folder, pid):
            if functions is None:
                raise pytest.UsageError(f"fails before anything is changed: {test}")
            unchanged.seconds[test] = seconds
            for function in functions:
                unchanged.calling.setdefault(function, []).append(test)
        return unchanged

    def _start(self, mutant: str, unchanged: Unchanged) -> None:
        noticed = self._noticed[mangled_name_from_mutant_name(mutant)]
        tests = sorted(unchanged.of(mutant), key=lambda test: (-noticed[test], unchanged.seconds[test]))

        def act() -> str | None:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            return _first_failing((self._items[test], SECONDS + 10 * unchanged.seconds[test]) for test in tests)

        set_mutant_under_test(mutant)
        self._running[_fork(self._folder, act)] = mutant

    def _wait(self) -> None:
        """For one of those that run to end."""
        pid, status = os.wait()
        mutant = self._running.pop(pid)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
            self._tell(mutant, "endless", None)
            return
        test = _told(self._folder, pid)
        self._tell(mutant, "noticed" if test else "survived", test)
        if test:
            self._noticed[mangled_name_from_mutant_name(mutant)][test] += 1

    @staticmethod
    def _say(line: str) -> None:
        print(line, file=sys.__stderr__, flush=True)


def _fork(folder: Path, act: Callable[[], object]) -> int:
    """Do something in a process of its own, which leaves what it returns in the folder."""
    if pid := os.fork():
        return pid
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _forget()
    (folder / str(os.getpid())).write_text(json.dumps(act()), encoding="utf-8")
    os._exit(0)


def _told(folder: Path, pid: int) -> Any:
    path = folder / str(pid)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return json.loads(text)


def _read() -> None:
    """What takes a while to read, and is the same for every mutant."""
    is_public_suffix("com")
    for corpus in CORPORA:
        for browser in corpus.browsers:
            corpus.truths(browser)


def _forget() -> None:
    """Empty the engine's caches: what was computed while collecting came from what is unchanged."""
    for cached in _caches():
        cached.cache_clear()


@cache
def _caches() -> list[Any]:
    modules = [module for name, module in sys.modules.items() if name.startswith("pytest_cors.")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, _lru_cache_wrapper)}
    return [each for each in found if each.__name__ != KEPT]


def _observe(items: Iterable[pytest.Item]) -> list[tuple[str, float, list[str] | None]]:
    """Of each test: its id, its seconds, and the functions that it calls, None when it fails."""
    seen = []
    for item, following in _pairs(items):
        _forget()
        state()._stats.clear()
        started = time.process_time()
        passed = _passes(item, following)
        seen.append((item.nodeid, time.process_time() - started, sorted(state()._stats) if passed else None))
    return seen


def _first_failing(items: Iterable[tuple[pytest.Item, float]]) -> str | None:
    """The id of the first test that fails; a test that takes longer than it may ends the process (SIGPROF)."""
    limits = dict(items)
    for item, following in _pairs(limits):
        signal.setitimer(signal.ITIMER_PROF, limits[item])
        try:
            passed = _passes(item, following)
        except BaseException:  # noqa: BLE001  # what ends a test run has been noticed
            passed = False
        if not passed:
            return item.nodeid
    return None


def _pairs(items: Iterable[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item | None]]:
    each = list(items)
    return zip_longest(each, each[1:])


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    failed = item.session.testsfailed
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return item.session.testsfailed == failed


def main() -> int:
    """Arguments: the file with the mutants, the file for the results, the number of processes, and those of pytest."""
    todo, results, processes, *arguments = sys.argv[1:]
    parts: list[dict[str, str]] = json.loads(Path(todo).read_text(encoding="utf-8"))
    hashes = {mutant: hash_ for part in parts for mutant, hash_ in part.items()}
    with Path(results).open("a", encoding="utf-8") as lines, TemporaryDirectory() as folder:

        def tell(mutant: str, outcome: str, by: str | None) -> None:
            print(json.dumps([mutant, hashes[mutant], outcome, by]), file=lines, flush=True)

        loop = Loop([*map(list, parts)], processes=int(processes), folder=Path(folder), tell=tell)
        return pytest.main(arguments, plugins=[loop])


if __name__ == "__main__":
    sys.exit(main())
