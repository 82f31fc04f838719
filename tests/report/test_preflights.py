"""What preflights cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pytest_cors.report.layout import plain
from pytest_cors.report.paper import Paper
from pytest_cors.report.preflights import duration, preflight_lines
from pytest_cors.survey.record import Record
from pytest_cors.survey.records import Records
from pytest_cors.survey.story import RecordedKept

Make = Callable[..., Record]

SPA = "https://app.example"


@pytest.fixture
def asking(record: Make) -> Callable[..., Record]:
    def made(route: str, *seconds: float, method: str = "PUT") -> Record:
        browsers = zip(("chromium", "firefox", "webkit"), seconds, strict=True)
        return replace(
            record(route, SPA, method=method),
            kept=tuple(RecordedKept(name, each) for name, each in browsers),
            preflight_causes=(f"method {method}",),
        )

    return made


def lines(records: list[Record], *, everything: bool = False) -> list[str]:
    return plain(preflight_lines(Records.of(records), Paper.of(width=80, encoding="utf-8"), everything=everything))


def test_tells_who_asks_first_and_for_how_long(asking: Make, record: Make) -> None:
    records = [
        record("/simple", SPA),
        asking("/users", 7200, 86400, 600),
        asking("/users", 7200, 86400, 600, method="DELETE"),
        asking("/orders", 5, 5, 5),
        asking("/never", 0, 0, 0),
    ]
    assert lines(records) == [
        "  4 calls ask first (preflight). Browsers keep the answer for",
        "    chromium  firefox  webkit",
        "    nothing   nothing  nothing  PUT /never",
        "    5 s       5 s      5 s      PUT /orders",
        "    2 h       1 day    10 min   PUT /users",
        "                                DELETE /users",
    ]
    assert lines(records[::-1]) == lines(records)


def test_names_a_few_unless_all_are_asked_for(asking: Make) -> None:
    records = [asking(f"/{number}", 5, 5, 5) for number in range(9)]
    assert lines(records)[-2:] == ["                               PUT /3", "                               and 5 more"]
    assert lines(records, everything=True)[-2:] == [
        "                               PUT /8",
        "                                 because of method PUT",
    ]


def test_is_silent_when_nobody_asks(record: Make) -> None:
    assert lines([record("/", SPA)]) == []


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "nothing"), (5, "5 s"), (90, "90 s"), (600, "10 min"), (7200, "2 h"), (86400, "1 day"), (3601, "3,601 s")],
)
def test_times_are_short(seconds: float, text: str) -> None:
    assert duration(seconds) == text
