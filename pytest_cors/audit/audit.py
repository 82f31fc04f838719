"""Running rules: what they have seen, one finding for each cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_cors.audit.finding import SEVERITIES, Finding
from pytest_cors.audit.relations import unexplained
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.silences import Silences
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.rules import Silence

MOST_EVIDENCE = 3
"""Fetches that are shown for one finding, at most."""

NOTHING_SILENCED = Silences()


def audit(subject: Subject, rules: Iterable[Rule], *, silences: Silences = NOTHING_SILENCED) -> tuple[Finding, ...]:
    """What these rules find in an app, the worst first."""
    found = (finding for rule in rules for finding in findings(subject, rule, silences=silences))
    return tuple(sorted(found, key=lambda each: (-SEVERITIES.index(each.severity), each.rule, each.cause)))


def findings(subject: Subject, rule: Rule, *, silences: Silences = NOTHING_SILENCED) -> Iterator[Finding]:
    """What one rule finds: one finding for each cause, in the order in which they were seen.

    Where a silence holds for some routes only, those make a finding of their own.
    """
    alike: dict[tuple[str, Silence | None], list[Sighting]] = {}
    for sighting in unexplained(subject, rule):
        route = None if sighting.where is None else sighting.where.route
        alike.setdefault((sighting.cause, silences.holding(rule.id, route)), []).append(sighting)
    for (_, silence), sightings in alike.items():
        yield _finding(subject, rule, sightings, silence, silences)


def _finding(
    subject: Subject, rule: Rule, alike: Sequence[Sighting], silence: Silence | None, silences: Silences
) -> Finding:
    # The first of the worst tells: what is said must be true of what is shown.
    worst = max(alike, key=lambda each: SEVERITIES.index(each.severity))
    routes = dict.fromkeys(each.where.name for each in alike if each.where is not None)
    shown = dict.fromkeys(pair for each in (worst, *alike) for pair in each.evidence)
    over = silences.over(rule.id, None if worst.where is None else worst.where.route) if silence is None else None
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
        evidence=tuple(subject.evidence(*pair) for pair in list(shown)[:MOST_EVIDENCE]),
        references=rule.references,
        docs=rule.docs,
        silenced="" if silence is None else silence.reason,
        silenced_at="" if silence is None else silences.place(silence),
        expired="" if over is None else f"{silences.place(over)}, until {over.until}",
    )
