"""What one pytest run has seen of CORS: the records, kept on the config until they are reported."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.audit.finding import Finding
    from pytest_cors.policy.diff import Comparison
    from pytest_cors.report.run import Run
    from pytest_cors.survey.record import Record
    from pytest_cors.survey.records import Gathering, Records


class CorsRun:
    """The records of one run, its own and those of its workers."""

    def __init__(self) -> None:
        self._gathered: Gathering | None = None
        self._findings: list[Finding] = []
        self._findings_taken = 0
        self._ended: set[str] = set()
        self._lost: dict[str, str] = {}
        self._stopped: list[str] = []
        self._routes: set[str] = set()
        self._left_out: set[str] = set()
        self._locks: set[Comparison] = set()
        self._started = time.time()

    def note_routes(self, routes: Iterable[str], left_out: Iterable[str] = ()) -> None:
        """Remember what there is to cover, ``"GET /users"``, and what somebody has left out."""
        self._routes.update(routes)
        self._left_out.update(left_out)

    @property
    def routes(self) -> tuple[str, ...]:
        """What there is to cover."""
        return tuple(sorted(self._routes - self._left_out))

    def note_locks(self, locks: Iterable[Comparison]) -> None:
        """Remember what came of comparing the app with its locks."""
        self._locks.update(locks)

    @property
    def locks(self) -> tuple[Comparison, ...]:
        """What came of it."""
        return tuple(sorted(self._locks))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What need not be covered, because somebody has said so."""
        return tuple(sorted(self._left_out))

    def add(self, record: Record) -> None:
        """Keep one more."""
        if self._gathered is None:
            from pytest_cors.survey.records import Gathering

            self._gathered = Gathering()
        self._gathered.add(record)

    def take(self) -> Iterable[Record]:
        """Those that nobody has taken yet, to be handed on and forgotten here."""
        gathered, self._gathered = self._gathered, None
        return () if gathered is None else gathered

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Keep what the audit has found."""
        self._findings.extend(findings)

    def take_findings(self) -> list[Finding]:
        """Those that nobody has taken yet, to be handed on."""
        new = self._findings[self._findings_taken :]
        self._findings_taken = len(self._findings)
        return new

    def end(self, worker: str) -> None:
        """Remember that a worker has ended as it should, and handed on everything."""
        self._ended.add(worker)

    def miss(self, worker: str, test: str = "") -> None:
        """Remember that a worker was lost, unless it has ended before: one end may be told twice.

        :param test: that it was running.
        """
        if worker not in self._ended and (test or worker not in self._lost):
            self._lost[worker] = test

    def stop(self, why: str) -> None:
        """Remember that the run ended before its end."""
        self._stopped.append(why)

    @property
    def records(self) -> Records:
        """All of them, in an order that does not depend on who ran what when."""
        from pytest_cors.survey.records import Records

        return Records.of(()) if self._gathered is None else self._gathered.records()

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Why the records are not complete, as sentences."""
        lost = (
            f"{worker} crashed in {test}, and what that test has seen is lost"
            if test
            else f"{worker} was lost, and with it what it had not yet told"
            for worker, test in sorted(self._lost.items())
        )
        return (*self._stopped, *lost)

    def told(self) -> Run:
        """All of it, for the reports."""
        from importlib.metadata import version

        from pytest_cors.report.run import Run

        return Run.of(
            self.records,
            incomplete=self.incomplete,
            started=self._started,
            tool=version("pytest-cors"),
            routes=self.routes,
            locks=self._locks,
            findings=self._findings,
        )


KEY = pytest.StashKey[CorsRun]()


def cors_run(config: pytest.Config) -> CorsRun:
    """The run that ``config`` belongs to."""
    return config.stash.setdefault(KEY, CorsRun())


def collect(config: pytest.Config, record: Record) -> None:
    """Keep the record of a check for the reports; called once per check and browser, whatever came of it."""
    cors_run(config).add(record)
