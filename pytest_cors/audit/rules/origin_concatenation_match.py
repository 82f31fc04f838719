"""Two allowed hosts, one behind the other, are let in as one.

It happens where a list is searched from both ends, or as a tree of letters: `https://foo.example` and
`https://bar.example` are allowed, and `https://foo.examplebar.example` begins like the one and ends like the other.
A library for Go had this mistake (GHSA-vhxv-fg4m-p2w8); a pattern with an optional middle has it, too.

Such a name can be registered as soon as the second host is a domain of its own. Compare whole origins.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts that are made of two allowed ones."""
    for one in admitted(subject, "concatenation"):
        if one.is_of_the_same_domain:
            continue  # not for strangers, and another rule's matter
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in: two allowed hosts, one behind the other",
            consequence=one.so_that("Who has a host with such a name"),
            fix="Compare whole origins, each by itself",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-concatenation-match",
    title="Two allowed hosts in one are let in",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_346),
)
