"""Findings of the audit as results of SARIF, silenced ones as suppressed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_cors.audit.finding import SEVERITIES, Finding, Severity
from pytest_cors.report.exchange_text import exchanges_in_lines, short
from pytest_cors.report.findings import routes_in_short
from pytest_cors.report.layout import inert
from pytest_cors.report.run import Run
from pytest_cors.report.sarif_result import FETCH, Result, Rule, place_of

_FINGERPRINT = "corsFinding/v1"

_LEVELS: dict[Severity, str] = {"high": "error", "medium": "warning", "low": "note", "info": "note"}

# In the bands of code-scanning viewers: high from 7.0, medium from 4.0, low below.
_SEVERITIES: dict[Severity, str] = {"high": "8.0", "medium": "5.5", "low": "3.0", "info": "0.5"}

_MOST_ROUTES = 100

_cwe = re.compile(r"CWE-\d+")


def finding_results(run: Run) -> Iterator[Result]:
    """A result for each finding."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in run.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    rules = {name: _rule(alike) for name, alike in by_rule.items()}
    return (_result(finding, rules[finding.rule]) for finding in run.findings)


def _rule(alike: Sequence[Finding]) -> Rule:
    """The rule, as bad as the worst that it has found."""
    worst = max(alike, key=lambda finding: SEVERITIES.index(finding.severity))
    more = tuple((short(each.title), short(each.url)) for each in worst.references)
    cwes = (_cwe.match(each.title) for each in worst.references)
    return Rule(
        id=inert(worst.rule),
        title=short(worst.title),
        link=next((link for link in (worst.docs, *(url for _, url in more)) if link.startswith("https://")), FETCH),
        level=_LEVELS[worst.severity],
        severity=_SEVERITIES[worst.severity] if worst.audience == "security" else "",
        more=more,
        # As code-scanning viewers know them.
        tags=tuple(f"external/cwe/{cwe[0].lower()}" for cwe in cwes if cwe),
    )


def _result(finding: Finding, rule: Rule) -> Result:
    shown = finding.evidence[0].exchanges if finding.evidence else ()
    return Result(
        rule=rule,
        text=_message(finding),
        fingerprint=(_FINGERPRINT, finding.fingerprint),
        places=place_of(finding.nodeid, None),
        properties={
            "severity": finding.severity,
            "confidence": finding.confidence,
            "audience": finding.audience,
            "cause": short(finding.cause),
            "routes": list(map(short, finding.routes[:_MOST_ROUTES])),
        },
        level=_LEVELS[finding.severity],
        suppressed=finding.silenced,
        exchange=shown[-1] if shown else None,
    )


def _message(finding: Finding) -> str:
    """What was seen, what it costs, what to change: plain text, several lines."""
    lines = [
        f"{short(finding.what)}.",
        f"{short(finding.consequence)}.",
        f"At {short(routes_in_short(finding.routes, 10))}.",
    ]
    for evidence in finding.evidence[:1]:
        lines += exchanges_in_lines(evidence.exchanges)
        lines.append(f"{short(evidence.shows)}.")
    lines.append(f"{short(finding.fix)}{':' if finding.code else '.'}")
    lines += [f"    {short(line)}" for line in finding.code]
    return "\n".join(lines)
