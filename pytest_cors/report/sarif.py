"""``--cors-report=sarif``: every broken cell as a result of SARIF 2.1.0, for code-scanning viewers.

A cell that breaks again is the same result as last time: its fingerprint is made of what was asked and what is wrong,
and of nothing that changes from run to run.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.exchange_text import exchange_lines, short
from pytest_cors.report.layout import inert
from pytest_cors.report.matrix import WRONG, kind_of
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_FETCH = "https://fetch.spec.whatwg.org/#http-cors-protocol"
_FINGERPRINT = "corsCell/v1"

TOO_OPEN = "AllowedAlthoughDenied"
NOT_AS_DECLARED = "NotAsDeclared"
NOT_CHECKED = "NotChecked"
NOT_MODELLED = "NotModelled"

# Those that are no reason of a browser: title, help link, level, and how bad a code-scanning viewer takes it for.
_OURS = {
    TOO_OPEN: ("A page reads what it was declared not to read", _FETCH, "error", "8.0"),
    NOT_AS_DECLARED: ("What the browser saw is not what was declared", _FETCH, "error", ""),
    NOT_CHECKED: ("The check could not be made", _FETCH, "error", ""),
    NOT_MODELLED: ("The simulated browser has no answer to this", _FETCH, "warning", ""),
}


def render(run: Run) -> str:
    """The report."""
    return json.dumps(sarif(run), indent=1, allow_nan=False) + "\n"


def sarif(run: Run) -> dict[str, Any]:
    """The log, as JSON values."""
    cells: dict[tuple[object, ...], list[Record]] = {}
    for record in run.records:
        if kind_of(record) in WRONG:
            cells.setdefault(_identity(record), []).append(record)
    rules = sorted({rule_of(record) for same in cells.values() for record in same})
    driver = {
        "name": "pytest-cors",
        "informationUri": "https://fetch.spec.whatwg.org/",
        "rules": [_rule(rule) for rule in rules],
        **({"version": run.tool} if run.tool else {}),
    }
    invocation: dict[str, Any] = {"executionSuccessful": not run.incomplete, "startTimeUtc": _utc(run)}
    if run.incomplete:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": f"incomplete: {inert(why)}"}} for why in run.incomplete
        ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "invocations": [invocation],
                "columnKind": "unicodeCodePoints",
                "results": [_result(same, rules) for same in cells.values()],
            }
        ],
    }


def _utc(run: Run) -> str:
    return run.started_text.replace("+00:00", "Z")


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


def _rule(rule: str) -> dict[str, Any]:
    if rule in _OURS:
        title, link, level, severity = _OURS[rule]
    else:
        code = CODES.get(rule)
        title = rule if code is None else code.title
        link, level, severity = (code.mdn if code is not None and code.mdn else _FETCH), "error", ""
    properties: dict[str, Any] = {"tags": ["cors", "security"] if severity else ["cors"]}
    if severity:
        properties["security-severity"] = severity
    return {
        "id": rule,
        "name": rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. See {link}"},
        "helpUri": link,
        "help": {"text": f"{title}. See {link}", "markdown": f"{title}. See <{link}>."},
        "defaultConfiguration": {"level": level},
        "properties": properties,
    }


def _result(same: Sequence[Record], rules: Sequence[str]) -> dict[str, Any]:
    """One broken cell, in however many browsers and tests."""
    first = same[0]
    rule = rule_of(first)
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": "warning" if rule == NOT_MODELLED else "error",
        "message": {"text": _message(same)},
        "partialFingerprints": {_FINGERPRINT: fingerprint(first)},
        "properties": {
            "route": inert(first.route),
            "method": inert(first.method),
            "origin": inert(first.origin),
            "credentials": inert(first.credentials),
            "browsers": sorted({inert(record.browser) for record in same}),
            "tests": sorted({short(record.nodeid, 1000) for record in same}),
        },
    }
    places = [place for place in map(_location, _one_each(same)) if place]
    result["locations"] = places[:1]
    if places[1:]:
        result["relatedLocations"] = places[1:]
    return result


def _one_each(same: Iterable[Record]) -> list[Record]:
    return list({(record.nodeid, record.line): record for record in same}.values())


def _location(record: Record) -> dict[str, Any]:
    """Where the test stands: what the check is about is the whole application."""
    file = record.nodeid.partition("::")[0]
    if not file:
        return {}
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(PurePath(file).as_posix(), errors="replace"), "uriBaseId": "%SRCROOT%"}
    }
    if record.line is not None:
        place["region"] = {"startLine": record.line}
    return {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": inert(record.nodeid), "kind": "function"}],
    }


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
    # What looks like a link of this format is none, whoever sent it.
    return "\n".join(lines).replace("](", "] (")
