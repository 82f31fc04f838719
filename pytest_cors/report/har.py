"""``--cors-report=har``: every exchange as HAR 1.2, which opens in the network panels of browsers.

A page of the archive is one check, or what shows a finding of the audit. Times are those of the check, shared out
among its exchanges, because nobody measures them singly; bodies are not recorded.

Source: http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from pytest_cors.report.exchange_text import short
from pytest_cors.report.layout import inert
from pytest_cors.report.pieces import joined
from pytest_cors.report.run import Run
from pytest_cors.survey.records import exchanges_of
from pytest_cors.survey.short import in_short
from pytest_cors.survey.spill import Spill
from pytest_cors.survey.story import RecordedExchange, RecordedHeader

_VERSION = "HTTP/1.1"
_UNKNOWN = -1
"""What the format says of a size that nobody knows."""


def pieces(run: Run) -> Iterator[str]:
    """The report, with each exchange on a line of its own."""
    told = ["Made by a simulated browser: no network was used, and no exchange was timed by itself."]
    told += [f"Incomplete: {inert(why)}." for why in run.incomplete]
    head = {"version": "1.2", "creator": {"name": "pytest-cors", "version": run.tool}}
    yield '{"log": ' + _json(head).removesuffix("}") + ', "pages": ['
    entries = Spill(str.encode, bytes.decode)
    yield from joined(", ", _pages(run, entries))
    yield f'], "comment": {_json(" ".join(told))}, "entries": [\n'
    yield from joined(",\n", entries)
    yield "\n]}}\n"


_json = partial(json.dumps, allow_nan=False)


def _pages(run: Run, entries: Spill[str]) -> Iterator[str]:
    """The pages as JSON.

    :param entries: takes those of each.
    """
    at = run.started
    for visit in _visits(run):
        page = {"startedDateTime": _time(at), "id": visit.name, "title": visit.title, "pageTimings": {}}
        yield _json({**page, "comment": visit.comment})
        each = visit.seconds / len(visit.exchanges)
        for place, exchange in enumerate(visit.exchanges):
            entries.append(_json(_entry(visit, exchange, at=at + each * place, seconds=each)))
        at += visit.seconds


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a page has asked for one check, or to show one finding.

    :param name: within the archive.
    :param exchanges: one at least.
    """

    name: str
    title: str
    comment: str
    browser: str
    exchanges: tuple[RecordedExchange, ...]
    seconds: float


def _visits(run: Run) -> Iterator[_Visit]:
    for number, (record, told) in enumerate(run.records.told()):
        exchanges = exchanges_of(told)
        if exchanges:
            title, comment = in_short(record), inert(record.nodeid)
            yield _Visit(f"check_{number}", title, comment, record.browser, exchanges, record.duration)
    for number, finding in enumerate(run.findings):
        for place, shown in enumerate(finding.evidence):
            if shown.exchanges:
                title = short(f"{finding.severity}[{finding.rule}]: {shown.shows}")
                comment = inert(finding.nodeid)
                yield _Visit(f"finding_{number}_{place}", title, comment, shown.browser, shown.exchanges, 0.0)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")


def _entry(visit: _Visit, exchange: RecordedExchange, *, at: float, seconds: float) -> dict[str, Any]:
    # What took no time at all would be shown as if it had no answer yet.
    milliseconds = max(seconds * 1000, 0.001)
    return {
        "pageref": visit.name,
        "startedDateTime": _time(at),
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": short(f"{exchange.kind} in {visit.browser}"),
        "_resourceType": "preflight" if exchange.kind == "preflight" else "fetch",
    }


def _request(exchange: RecordedExchange) -> dict[str, Any]:
    return {
        "method": inert(exchange.method),
        "url": inert(exchange.url),
        "httpVersion": _VERSION,
        "cookies": list(_cookies(exchange.request_headers, "cookie")),
        "headers": _headers(exchange.request_headers),
        "queryString": [
            {"name": inert(name), "value": inert(value)}
            for name, value in parse_qsl(exchange.url.partition("?")[2], keep_blank_values=True)
        ],
        "headersSize": _UNKNOWN,
        "bodySize": exchange.body_size,
    }


def _response(exchange: RecordedExchange) -> dict[str, Any]:
    return {
        "status": exchange.status,
        "statusText": inert(exchange.phrase),
        "httpVersion": _VERSION,
        "cookies": list(_cookies(exchange.response_headers, "set-cookie")),
        "headers": _headers(exchange.response_headers),
        "content": {
            "size": 0,
            "mimeType": _value(exchange.response_headers, "content-type") or "x-unknown",
            "comment": "not recorded",
        },
        "redirectURL": _value(exchange.response_headers, "location"),
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN,
    }


def _headers(headers: Sequence[RecordedHeader]) -> list[dict[str, str]]:
    return [{"name": inert(header.name), "value": inert(header.value)} for header in headers]


def _value(headers: Sequence[RecordedHeader], name: str) -> str:
    return next((inert(header.value) for header in headers if header.name.lower() == name), "")


def _cookies(headers: Sequence[RecordedHeader], name: str) -> Iterator[dict[str, str]]:
    """The cookies of a ``Cookie`` header, or of ``Set-Cookie`` without their attributes."""
    for header in headers:
        if header.name.lower() == name:
            pairs = header.value.split("; ") if name == "cookie" else [header.value.partition(";")[0]]
            for pair in pairs:
                key, equals, value = pair.partition("=")
                yield {"name": inert(key) if equals else "", "value": inert(value if equals else key)}
