"""Whoever asks is let in with credentials: the app answers with the Origin that it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask as a page that nobody knows, with the user's cookies."""
    for target in subject.targets:
        answer = subject.ask(target, origin=STRANGER)
        if not answer.approved:
            continue
        does = "reads what it answers" if answer.read else "is given leave to send it"
        yield Sighting(
            where=target,
            cause="any origin, with credentials",
            severity="high",
            what=f"A page on an origin that nobody knows asks with the user's cookies, and {does}",
            consequence="Any site that a signed-in user visits acts in their name and reads their data",
            fix="Name the origins that may come in, or leave out credentials if everybody may",
            code=explicit_origins(subject),
            evidence=((answer, f"{STRANGER} is let in, with credentials"),),
        )


RULE = Rule(
    id="any-origin-reflected",
    title="Any origin is let in with credentials",
    audience="security",
    severities=("high",),
    check=check,
    references=(
        Reference(
            "CWE-942: Permissive Cross-domain Policy with Untrusted Domains",
            "https://cwe.mitre.org/data/definitions/942.html",
        ),
        Reference(
            "PortSwigger Research: Exploiting CORS misconfigurations",
            "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties",
        ),
    ),
)
