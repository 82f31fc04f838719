"""An exchange as lines of text, for reports that have nothing but text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_cors.report.layout import inert
from pytest_cors.survey.record import Record
from pytest_cors.survey.story import RecordedExchange, RecordedHeader, RecordedSpot

_LONGEST = 300
"""Characters of one value: a report that is read needs no more of it."""


def exchange_lines(record: Record) -> Iterator[str]:
    """Every exchange with the headers that matter, and what decided beneath its header. Each line is inert."""
    story = record.story
    spot = None if story is None else story.spot
    for number, exchange in enumerate(record.exchanges):
        yield from _exchange(exchange, spot if spot is not None and spot.exchange == number else None)
    if story is not None and story.unsent is not None:
        yield f"-x- {short(story.unsent.method)} {short(story.unsent.url)}"
        yield f"    {short(story.unsent.why)}"


def exchanges_in_lines(exchanges: Iterable[RecordedExchange]) -> Iterator[str]:
    """The same without a story."""
    for exchange in exchanges:
        yield from _exchange(exchange, None)


def _exchange(exchange: RecordedExchange, spot: RecordedSpot | None) -> Iterator[str]:
    note = "  (preflight)" if exchange.kind == "preflight" else ""
    yield f"--> {short(exchange.method)} {short(exchange.url)}{note}"
    yield from (f"    {_line(header)}" for header in exchange.request_headers if header.matters)
    yield f"<-- {exchange.status} {short(exchange.phrase)}".rstrip()
    if spot is not None and spot.place == "status":
        yield from (f"    ^ {short(mark.label)}" for mark in spot.marks)
    name = "" if spot is None else spot.header.lower()
    decisive = [header for header in exchange.response_headers if name and header.name.lower() == name]
    if spot is not None and name and not decisive:
        yield f"    {short(spot.header)}: (missing)"
        yield from _verdict(spot)
    for header in exchange.response_headers:
        if header.matters or header in decisive:
            yield f"    {_line(header)}"
        if spot is not None and decisive and header is decisive[-1]:
            yield from _verdict(spot)


def _verdict(spot: RecordedSpot) -> Iterator[str]:
    yield from (f"    ^ {short(mark.label)}" for mark in spot.marks if mark.label)
    if spot.wanted:
        yield f"    wanted: {short(spot.wanted)}"


def _line(header: RecordedHeader) -> str:
    return f"{short(header.name)}: {short(header.value) or '(empty)'}"


def short(text: str, longest: int = _LONGEST) -> str:
    """An inert text on one line, or its beginning and how long it is."""
    told = text if len(text) <= longest else f"{text[:longest]}... ({len(text)} characters)"
    return inert(told, encoding="utf-8")
