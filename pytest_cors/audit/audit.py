"""Running rules: what they have seen, one finding for each cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_cors.audit.finding import SEVERITIES, Finding
from pytest_cors.audit.relations import unexplained
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

MOST_EVIDENCE = 3
"""Fetches that are shown for one finding, at most."""


def audit(subject: Subject, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What these rules find in an app, the worst first."""
    found = (finding for rule in rules for finding in findings(subject, rule))
    return tuple(sorted(found, key=lambda each: (-SEVERITIES.index(each.severity), each.rule, each.cause)))


def findings(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """What one rule finds: one finding for each cause, in the order in which they were seen."""
    by_cause: dict[str, list[Sighting]] = {}
    for sighting in unexplained(subject, rule):
        by_cause.setdefault(sighting.cause, []).append(sighting)
    for alike in by_cause.values():
        yield _finding(subject, rule, alike)


def _finding(subject: Subject, rule: Rule, alike: Sequence[Sighting]) -> Finding:
    # The first of the worst tells: what is said must be true of what is shown.
    worst = max(alike, key=lambda each: SEVERITIES.index(each.severity))
    routes = dict.fromkeys(each.where.name for each in alike if each.where is not None)
    shown = (pair for each in (worst, *alike) for pair in each.evidence)
    evidence = dict.fromkeys(shown)
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=worst.severity,
        confidence=worst.confidence,
        audience=rule.audience,
        cause=worst.cause,
        routes=tuple(routes),
        what=worst.what,
        consequence=worst.consequence,
        fix=worst.fix,
        code=worst.code,
        evidence=tuple(subject.evidence(*pair) for pair in list(evidence)[:MOST_EVIDENCE]),
        references=rule.references,
        docs=rule.docs,
    )
