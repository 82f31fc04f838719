"""Cases through the browser, several at a time, and through our engine; what differs, told in full."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .cases import Case, Outcome, Truth, outcomes
from .chromium import Chromium, Worker
from .compare import differences, run_engine
from .devtools import DevToolsError
from .server import CaseServer


@dataclass(frozen=True, slots=True)
class Comparison:
    """One case, what the browser did, what the engine did, and the names of what differs."""

    case: Case
    truth: Truth
    engine: list[Outcome]
    differs: tuple[str, ...]

    def story(self) -> str:
        """The case with both results, in full."""
        head = f"--- {self.case['id']}  {' '.join(self.case['tags'])}\n  differs   {' '.join(self.differs)}"
        asked = {key: value for key, value in self.case.items() if key not in ("id", "tags")}
        told = [("case", asked), ("chromium", outcomes(self.truth)), ("engine", self.engine)]
        return "\n".join([head, *(f"  {name:8}  {json.dumps(value)}" for name, value in told)])


def compare(case: Case, truth: Truth) -> Comparison:
    """The engine over a case whose truth is known."""
    engine = run_engine(case)
    return Comparison(case, truth, engine, tuple(differences(truth, engine)))


def browse(cases: Iterable[Case], *, executable: str, workers: int = 2) -> Iterator[tuple[Case, Truth]]:
    """What Chromium does with each case, in the order of the cases. Starts a browser and ends it."""
    server = CaseServer()
    try:
        chromium = Chromium(server, executable=executable)
        try:
            with ThreadPoolExecutor(workers) as pool:
                yield from pool.map(_one_worker_for_each_thread(chromium), cases)
        finally:
            chromium.close()
    finally:
        server.close()


def _one_worker_for_each_thread(chromium: Chromium) -> Callable[[Case], tuple[Case, Truth]]:
    own = threading.local()

    def run(case: Case) -> tuple[Case, Truth]:
        worker: Worker | None = getattr(own, "worker", None)
        if worker is None:
            worker = own.worker = Worker(chromium)
        try:
            return case, worker.run(case)
        except DevToolsError:
            pass  # a tab that was lost under load is no finding; the second time it is
        try:
            return case, worker.run(case)
        except DevToolsError as error:
            raise DevToolsError(f"case {case['id']}: {error}") from error

    return run
