"""What every report is made of: the records of one run, and how far it got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from pytest_cors.survey.record import Record

VERSION = 1
"""Of the form that ``to_json`` gives; the records in it have their own."""


@dataclass(frozen=True, slots=True)
class Run:
    """The records of one run.

    :param records: in an order of their own, whoever made them and when.
    :param incomplete: why there may be more to tell than is here, as sentences; none when nothing is missing.
    :param started: seconds since the epoch.
    :param tool: the version of pytest-cors.
    """

    records: tuple[Record, ...]
    incomplete: tuple[str, ...] = ()
    started: float = 0.0
    tool: str = ""

    @classmethod
    def of(
        cls, records: Iterable[Record], *, incomplete: Sequence[str] = (), started: float = 0.0, tool: str = ""
    ) -> Run:
        """The run that these records are of."""
        in_order = sorted(records, key=lambda record: record.sort_key)
        return cls(tuple(in_order), tuple(incomplete), started, tool)

    @property
    def started_text(self) -> str:
        """When it began, as RFC 3339 has it, in UTC."""
        return datetime.fromtimestamp(self.started, timezone.utc).isoformat(timespec="milliseconds")

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values."""
        return {
            "version": VERSION,
            "tool": {"name": "pytest-cors", "version": self.tool},
            "started": self.started_text,
            "complete": not self.incomplete,
            "incomplete": list(self.incomplete),
            "records": [record.to_json() for record in self.records],
        }

    @classmethod
    def from_json(cls, plain: object) -> Run:
        """The run that ``to_json`` gave.

        :raises ValueError: it is of another version, or was not made by it.
        """
        if not isinstance(plain, Mapping) or type(plain.get("version")) is not int:
            raise ValueError("report: no version")
        if plain["version"] != VERSION:
            raise ValueError(f"report: version {plain['version']!r} is not known; known: {VERSION}")
        odd = sorted(plain.keys() ^ {"version", "tool", "started", "complete", "incomplete", "records"})
        if odd:
            raise ValueError(f"report: missing or unknown: {', '.join(map(str, odd))}")
        try:
            started = datetime.fromisoformat(plain["started"]).timestamp()
            records = tuple(map(Record.from_json, plain["records"]))
            incomplete = tuple(map(str, plain["incomplete"]))
            tool = str(plain["tool"]["version"])
        except (TypeError, KeyError) as error:
            raise ValueError(f"report: {error}") from None
        return cls(records, incomplete, started, tool)
