"""Records in their order, as many as there are: a report reads them one by one, and as often as it needs to."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from heapq import merge
from operator import attrgetter
from threading import Lock
from typing import Any, overload

from pytest_cors.survey import spill as spills
from pytest_cors.survey.plain import encode, from_plain
from pytest_cors.survey.record import Record, RecordedReason
from pytest_cors.survey.spill import Spill
from pytest_cors.survey.story import RecordedExchange

TOLD = ("exchanges", "preflight_causes", "kept", "story")
"""The fields of a record that may weigh a lot. Most reports want no more of them than their JSON."""

_NOTHING: dict[str, Any] = {"exchanges": (), "preflight_causes": (), "kept": (), "story": None}
_HEAD = tuple(field.name for field in fields(Record) if field.name not in TOLD)
_head_of = attrgetter(*_HEAD)
_told_of = attrgetter(*TOLD)


class Records(Sequence[Record]):
    """Records of a run, wherever they are, in the order of their sort keys. A slice is a part of them.

    Of each, eight bytes are in memory.

    :param spill: where they are.
    :param numbers: which of those, and in which order.
    """

    def __init__(self, spill: Spill[Record], numbers: Sequence[int]) -> None:
        self._spill = spill
        self._numbers = numbers

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """All of these, in whatever order they come."""
        if isinstance(records, Records):
            return records
        gathering = Gathering()
        for record in records:
            gathering.add(record)
        return gathering.records()

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Records: ...
    def __getitem__(self, at: int | slice) -> Record | Records:
        """:raises OSError: the disk does not give it back."""
        return Records(self._spill, self._numbers[at]) if isinstance(at, slice) else self._spill[self._numbers[at]]

    def __iter__(self) -> Iterator[Record]:
        return map(self._spill.__getitem__, self._numbers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        return len(self) == len(other) and all(map(Record.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def brief(self) -> Iterator[Record]:
        """The same without the fields of `TOLD`. It is enough for a table, and read several times as fast."""
        return (_brief(self._spill.as_kept(number)) for number in self._numbers)

    def told(self) -> Iterator[tuple[Record, str]]:
        """The same without those fields, and these as a JSON object."""
        for number in self._numbers:
            kept = self._spill.as_kept(number)
            yield _brief(kept), kept.partition(b"\n")[2].decode() if isinstance(kept, bytes) else _told(kept)

    def pick(self, places: Iterable[int]) -> Records:
        """Some of them, in the order of these places, counted from 0."""
        return Records(self._spill, array("Q", (self._numbers[place] for place in places)))


class Gathering:
    """Records as they come, from as many threads as there are, until they are to be put in order."""

    def __init__(self) -> None:
        self._spill = Spill(_packed, _unpacked)
        self._unsorted: list[tuple[object, int]] = []
        self._sorted: list[array[int]] = []
        self._lock = Lock()

    def __iter__(self) -> Iterator[Record]:
        """As they came."""
        return iter(self._spill)

    def add(self, record: Record) -> None:
        """Keep one more."""
        with self._lock:
            self._unsorted.append((record.sort_key, len(self._spill)))
            self._spill.append(record)
            if len(self._unsorted) >= spills.MOST_IN_MEMORY:
                self._sort()

    def records(self) -> Records:
        """Those that have come until now, in order.

        :raises OSError: the disk does not give them back.
        """
        with self._lock:
            self._sort()
            if len(self._sorted) > 1:
                # Each run is sorted: of all that are merged, one record a run is in memory.
                in_order = merge(*map(self._keys, self._sorted))
                self._sorted = [array("Q", (rest.number for *_, rest in in_order))]
            return Records(self._spill, self._sorted[0])

    def _sort(self) -> None:
        if self._unsorted or not self._sorted:
            self._sorted.append(array("Q", (number for _, number in sorted(self._unsorted))))
            self._unsorted.clear()

    def _keys(self, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        for number in numbers:
            yield (*_brief(self._spill.as_kept(number)).brief_sort_key, _Rest(self._spill, number))


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    """What a record is sorted by if all that is brief of it is the same: it is not read before."""

    spill: Spill[Record]
    number: int

    def __lt__(self, other: _Rest) -> bool:
        own, others = self.spill[self.number].sort_key, other.spill[other.number].sort_key
        return (own, self.number) < (others, other.number)


def exchanges_of(told: str) -> tuple[RecordedExchange, ...]:
    """Those that a record tells of, without the rest of its story."""
    return tuple(from_plain(RecordedExchange, each, where="exchange") for each in json.loads(told)["exchanges"])


# -- as bytes: two lines of JSON, which make nothing but plain values whatever an app has sent


def _packed(record: Record) -> bytes:
    return f"{encode(_head_of(record))}\n{_told(record)}".encode("ascii")


def _told(record: Record) -> str:
    return encode(dict(zip(TOLD, _told_of(record), strict=True)))


def _unpacked(kept: bytes) -> Record:
    head, told = _lines(kept)
    return from_plain(Record, {**dict(zip(_HEAD, head, strict=True)), **json.loads(told)}, where="record")


def _brief(kept: Record | bytes) -> Record:
    if not isinstance(kept, bytes):
        return replace(kept, **_NOTHING)
    head, _ = _lines(kept)
    brief = dict(zip(_HEAD, head, strict=True))
    reason = brief["reason"]
    brief["headers"], brief["mismatches"] = tuple(brief["headers"]), tuple(brief["mismatches"])
    brief["reason"] = None if reason is None else RecordedReason(**reason)
    return Record(**brief)


def _lines(kept: bytes) -> tuple[list[Any], str]:
    """The values of the first line, and the other line as it is."""
    text = kept.decode("ascii")
    head, end = _decode(text)
    return head, text[end + 1 :]


_decode = json.JSONDecoder().raw_decode
