r"""A dot in a pattern is any character: a host that has a letter in its place is let in.

In a regular expression `.` stands for any character. So `https://app.example.com` as a pattern matches
`https://appxexample.com`, which anybody may register. flask-cors takes an entry for a pattern as soon as it has one of
`* \ ] ? $ ^ [ ( )` in it, so `https://app.example.com$` is one.

Write `\.`, or `re.escape()` what is not a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_185, CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts that have a letter where an allowed one has a dot."""
    for one in admitted(subject, "unescaped dot"):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in, because a dot of {one.taken_for} is any character",
            consequence=one.so_that("Who registers such a name"),
            fix="Write \\. for each dot, or name the origin as it is",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-unescaped-dot",
    title="A dot in a pattern is any character",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_185),
)
