"""Broken cells as results of SARIF: one for each cell, in however many browsers and tests it is broken."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.exchange_text import exchange_lines, short
from pytest_cors.report.layout import inert
from pytest_cors.report.matrix import WRONG, kind_of
from pytest_cors.report.run import Run
from pytest_cors.report.sarif_result import FETCH, Result, Rule, place_of
from pytest_cors.survey.record import Record
from pytest_cors.survey.story import RecordedExchange

_FINGERPRINT = "corsCell/v1"

TOO_OPEN = "AllowedAlthoughDenied"
NOT_AS_DECLARED = "NotAsDeclared"
NOT_CHECKED = "NotChecked"
NOT_MODELLED = "NotModelled"

# Those that are no reason of a browser.
_OURS = {
    rule.id: rule
    for rule in (
        Rule(TOO_OPEN, "A page reads what it was declared not to read", FETCH, severity="8.0"),
        Rule(NOT_AS_DECLARED, "What the browser saw is not what was declared", FETCH),
        Rule(NOT_CHECKED, "The check could not be made", FETCH),
        Rule(NOT_MODELLED, "The simulated browser has no answer to this", FETCH, level="warning"),
    )
}


def cell_results(run: Run) -> Iterator[Result]:
    """A result for each broken cell."""
    cells: dict[tuple[object, ...], array[int]] = {}
    for place, record in enumerate(run.records.brief()):
        if kind_of(record) in WRONG:
            cells.setdefault(_identity(record), array("Q")).append(place)
    return (_result(run.records.pick(places)) for places in cells.values())


def rule_of(record: Record) -> str:
    """What is wrong with a cell, in a word: the browser's reason where it is too closed."""
    if record.verdict == "not modelled":
        return NOT_MODELLED
    if record.verdict is None:
        return NOT_CHECKED
    if record.verdict == "allowed":
        return TOO_OPEN if record.expect == "denied" else NOT_AS_DECLARED
    return record.reason.code if record.reason is not None and record.expect == "allowed" else NOT_AS_DECLARED


def _identity(record: Record) -> tuple[object, ...]:
    """What a cell is known by from run to run; which of the browsers it is broken in is told, and changes nothing."""
    names = tuple(map(str.lower, record.headers))
    return (record.route, record.method, record.origin, record.credentials, names, record.mode, rule_of(record))


def fingerprint(record: Record) -> str:
    """A hash of a broken cell that stays the same as long as it is broken in the same way."""
    plain = json.dumps(_identity(record), separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def _rule(rule: str) -> Rule:
    if rule in _OURS:
        return _OURS[rule]
    code = CODES.get(rule)
    return Rule(rule, rule if code is None else code.title, code.mdn if code is not None and code.mdn else FETCH)


def _result(same: Sequence[Record]) -> Result:
    """One broken cell, in however many browsers and tests."""
    first = same[0]
    each = {(record.nodeid, record.line): record for record in same}.values()
    return Result(
        rule=_rule(rule_of(first)),
        text=_message(same),
        fingerprint=(_FINGERPRINT, fingerprint(first)),
        places=tuple(place for record in each for place in place_of(record.nodeid, record.line)),
        exchange=_decisive(first),
        properties={
            "route": inert(first.route),
            "method": inert(first.method),
            "origin": inert(first.origin),
            "credentials": inert(first.credentials),
            "browsers": sorted({inert(record.browser) for record in same}),
            "tests": sorted({short(record.nodeid, 1000) for record in same}),
        },
    )


def _decisive(record: Record) -> RecordedExchange | None:
    """The exchange that decided, or else the last one."""
    spot = None if record.story is None else record.story.spot
    at = -1 if spot is None or spot.exchange is None else spot.exchange
    return record.exchanges[at] if record.exchanges else None


def _message(same: Sequence[Record]) -> str:
    """What is wrong, what was seen, what to change: plain text, several lines."""
    first = same[0]
    browsers = ", ".join(dict.fromkeys(short(record.browser) for record in same))
    where = f"{short(first.method)} {short(first.route)} from {short(first.origin)} in {browsers}"
    lines = [f"{where}: {'; '.join(map(short, first.mismatches)) or 'failed'}"]
    lines += exchange_lines(first)
    for advice in () if first.story is None else first.story.advices:
        lines.append(f"{short(advice.text)}{':' if advice.code else '.'}")
        lines += [f"    {short(line)}" for line in advice.code]
    return "\n".join(lines)
