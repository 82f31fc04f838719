r"""The domain itself is let in, although only hosts below it are meant.

`https://app.example.com` is allowed, and `https://example.com` comes in, too. Often that is a site of its own, with
other people, another publishing system and scripts of third parties in it: whoever can put a script there can read
what the API gives to the app. A pattern such as `https://(.*\.)?example\.com` says so in so many words, and is not
reported.

Name the hosts that are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from the domain of an allowed host."""
    for one in admitted(subject, "parent"):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.lesser,
            what=f"{one.hostile.origin} is let in like {one.taken_for}",
            consequence=one.so_that("Who can put a script on the domain's own site"),
            fix="Name the hosts that are meant",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-parent-domain",
    title="The domain itself is let in",
    audience="security",
    severities=("medium", "low"),
    check=check,
    references=(CWE_942, CWE_346),
)
