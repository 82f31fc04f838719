"""Dates as browsers read them in cookies: leniently, and not as any other standard does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.cookies.date import parse_cookie_date
from pytest_cors.cookies.lenient import parse_lenient_date


def at(*parts: int) -> float:
    return datetime(*parts, tzinfo=timezone.utc).timestamp()  # type: ignore[arg-type,misc]


READ = at(2026, 11, 20, 8, 5, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 20 Nov 2026 08:05:09 GMT",
        "Friday, 20-Nov-26 08:05:09 GMT",
        "Fri Nov 20 08:05:09 2026",
        "20 nov 2026 8:5:9",
        "2026 20 november 08:05:09",
        "08:05:09 Nov 20 2026",
        "NOVELTY/20/2026/08:05:09",
        "20 Nov 2026 08:05:09.999 +0100",
        "20 Nov 2026 08:05:09Z",
        "20th Nov 2026 08:05:09",
        "20 Nov 2026x 08:05:09",
        "\t20\tNov\t2026\t08:05:09\t",
        # Of two the first counts.
        "20 Nov Dec 2026 2027 08:05:09 10:00:00",
    ],
)
def test_dates(text: str) -> None:
    assert parse_cookie_date(text) == READ


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "20 Nov 2026",
        "Nov 2026 08:05:09",
        "20 2026 08:05:09",
        "20 Nov 08:05:09",
        "20 Nov 2026 08:05",
        "20 Nov 2026 24:00:00",
        "20 Nov 2026 08:60:00",
        "20 Nov 2026 08:05:60",
        "32 Nov 2026 08:05:09",
        "00 Nov 2026 08:05:09",
        "31 Nov 2026 08:05:09",
        "29 Feb 2025 08:05:09",
        "20 Nov 20266 08:05:09",
        "200 Nov 2 08:05:09",
        "20 No 2026 08:05:09",
        "20 Nov 2026 008:05:09",
        "20 Nov 2026 08:05:009",
        "20 Nov 1600 08:05:09",
        "20_Nov_2026_08;05;09",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_cookie_date(text) is None


@pytest.mark.parametrize(
    ("year", "expected"),
    [("69", 2069), ("70", 1970), ("99", 1999), ("00", 2000), ("1601", 1601), ("100", None), ("9999", 9999)],
)
def test_years(year: str, expected: int | None) -> None:
    assert parse_cookie_date(f"1 Jan {year} 00:00:00") == (None if expected is None else at(expected, 1, 1))


@pytest.mark.parametrize(("year", "earliest", "read"), [(1600, 1601, False), (1600, 1600, True), (100, 1, True)])
def test_the_earliest_year(year: int, earliest: int, read: bool) -> None:
    assert (parse_cookie_date(f"1 Jan {year} 00:00:00", earliest) is not None) == read


@pytest.mark.parametrize(("month", "number"), [(name, at) for at, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)])  # fmt: skip
def test_months(month: str, number: int) -> None:
    assert parse_cookie_date(f"1 {month} 2026 00:00:00") == at(2026, number, 1)
    assert parse_cookie_date(f"1 {month.upper()}XX 2026 00:00:00") == at(2026, number, 1)


@pytest.mark.parametrize("delimiter", [*"\t !\"#$%&'()*+,-./;<=>?@[\\]^_`{|}~"])
def test_delimiters(delimiter: str) -> None:
    assert parse_cookie_date(delimiter.join(["20", "Nov", "2026", "08:05:09"])) == READ


@pytest.mark.parametrize("other", ["\x01", "\x7f", ":", "a", "\xa0"])
def test_no_delimiters(other: str) -> None:
    assert parse_cookie_date(other.join(["20", "Nov", "2026", "08:05:09"])) is None


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)), st.sampled_from(["%a, %d %b %Y %H:%M:%S GMT", "%c"]))  # noqa: DTZ001
def test_what_servers_write_is_read(when: datetime, written: str) -> None:
    when = when.replace(microsecond=0, tzinfo=timezone.utc)
    assert parse_cookie_date(when.strftime(written)) == when.timestamp()


@given(st.text(st.characters(codec="latin-1")))
def test_any_text_is_a_date_or_none(text: str) -> None:
    seconds = parse_cookie_date(text)
    assert seconds is None or isinstance(seconds, float)


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("read", [parse_cookie_date, parse_lenient_date])
def test_a_date_is_utc_wherever_the_tests_run(read: Callable[[str], float | None], in_tokyo: None) -> None:
    assert read("Fri, 20 Nov 2026 21:22:23 GMT") == at(2026, 11, 20, 21, 22, 23)
