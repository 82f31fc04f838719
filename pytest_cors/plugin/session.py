"""What one pytest run has seen of CORS: the records, kept on the config until they are reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.survey.record import Record


class CorsRun:
    """The records of one run.

    :param missing: names of the workers that died with theirs.
    """

    def __init__(self) -> None:
        self._records: list[Record] = []
        self.missing: list[str] = []

    def add(self, records: Iterable[Record]) -> None:
        """Take more, in any order."""
        self._records.extend(records)

    @property
    def records(self) -> tuple[Record, ...]:
        """All of them, in an order that does not depend on who ran what when."""
        return tuple(sorted(self._records, key=lambda record: record.sort_key))


KEY = pytest.StashKey[CorsRun]()


def cors_run(config: pytest.Config) -> CorsRun:
    """The run that ``config`` belongs to."""
    return config.stash.setdefault(KEY, CorsRun())


def collect(config: pytest.Config, record: Record) -> None:
    """Keep the record of a check for the reports; called once per check and browser, whatever came of it."""
    cors_run(config).add([record])
