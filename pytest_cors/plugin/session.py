"""What one pytest run has seen of CORS: the records, kept on the config until they are reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.survey.record import Record


class CorsRun:
    """The records of one run, its own and those of its workers."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._workers: dict[str, bool] = {}
        self._routes: set[str] = set()
        self._left_out: set[str] = set()

    def note_routes(self, routes: Iterable[str], left_out: Iterable[str] = ()) -> None:
        """Remember what there is to cover, ``"GET /users"``, and what somebody has left out."""
        self._routes.update(routes)
        self._left_out.update(left_out)

    @property
    def routes(self) -> tuple[str, ...]:
        """What there is to cover."""
        return tuple(sorted(self._routes - self._left_out))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What need not be covered, because somebody has said so."""
        return tuple(sorted(self._left_out))

    def add(self, record: Record) -> None:
        """Keep one more."""
        self._records.append(record)

    def merge(self, worker: str, records: Iterable[Record]) -> None:
        """Keep what a worker has left."""
        self._records.extend(records)
        self._workers[worker] = True

    def miss(self, worker: str) -> None:
        """Remember that a worker ended and left nothing, unless it already has: one end may be told twice."""
        self._workers.setdefault(worker, False)

    @property
    def records(self) -> tuple[Record, ...]:
        """All of them, in an order that does not depend on who ran what when."""
        return tuple(sorted(self._records, key=lambda record: record.sort_key))

    @property
    def missing(self) -> tuple[str, ...]:
        """The workers that left nothing, so that the records are not complete."""
        return tuple(sorted(worker for worker, merged in self._workers.items() if not merged))


KEY = pytest.StashKey[CorsRun]()


def cors_run(config: pytest.Config) -> CorsRun:
    """The run that ``config`` belongs to."""
    return config.stash.setdefault(KEY, CorsRun())


def collect(config: pytest.Config, record: Record) -> None:
    """Keep the record of a check for the reports; called once per check and browser, whatever came of it."""
    cors_run(config).add(record)
