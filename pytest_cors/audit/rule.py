"""A rule: a known mistake, and how to see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Audience, Confidence, Reference, Severity
from pytest_cors.audit.subject import Subject, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One place where a rule has seen its mistake. Sightings of one rule with one cause become one finding.

    :param where: the route and method; None when it is about the whole app.
    :param cause: what is to be mended once, such as the pattern or the origin; stable from run to run.
    :param what: what was seen, in one sentence; that of the worst sighting is told.
    :param consequence: what an attacker gains or a front end loses, in one sentence.
    :param fix: what to change, in one sentence.
    :param code: the lines to write, for this app's own configuration.
    :param evidence: answers that show it, each with what is to be seen in it, the most telling first.
    """

    where: Target | None
    cause: str
    severity: Severity
    what: str
    consequence: str
    fix: str
    code: tuple[str, ...] = ()
    confidence: Confidence = "certain"
    evidence: tuple[tuple[Answer, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A known mistake.

    :param id: in kebab-case, named for the mistake: ``"origin-prefix-match"``.
    :param title: the mistake in a few words, as a heading.
    :param audience: who is hurt.
    :param severities: those that its sightings may have, the worst first.
    :param check: asks the app, and tells what it has seen; it may ask only what a browser can send.
    :param references: CWE, MDN, research.
    :param docs: absolute URL of the rule's page; empty for ours, which are ``docs/reference/rules/<id>.md``.
    """

    id: str
    title: str
    audience: Audience
    severities: tuple[Severity, ...]
    check: Callable[[Subject], Iterator[Sighting]] = field(compare=False)
    references: tuple[Reference, ...] = ()
    docs: str = ""

    def sightings(self, subject: Subject) -> tuple[Sighting, ...]:
        """All that it sees in an app."""
        return tuple(self.check(subject))
