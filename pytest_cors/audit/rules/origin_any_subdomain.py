r"""Every host of a domain is let in: as safe as the least safe of them.

Where a pattern says so in so many words, and holds both its ends, it is a decision, and told as `info`. It stays true
then that every host counts: an old campaign page, a user's upload, a name that still points to a service that has been
given up, and that somebody else can take over by signing up there. Which names a domain has, and where they point, is
not to be seen from a test.

Where only some hosts are named, and every other host of the domain gets in, nobody has decided it. It happens with
`origin.endswith(".example.com")`, or where the registrable domain is compared.

Name the hosts. Or keep the pattern, and look after all names of the domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted, whole_domains
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, TAKEOVER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from other hosts of an allowed host's domain."""
    for one in (*whole_domains(subject), *admitted(subject, "sibling", "subdomain")):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity="info" if one.meant else one.lesser,
            what=f"{one.hostile.origin} is let in"
            + (f", as {one.taken_for} says" if one.meant else f" like {one.taken_for}"),
            consequence=one.so_that("Who controls any host of the domain, or takes over one that was given up,"),
            fix="Keep every name of the domain, or name the hosts" if one.meant else "Name the hosts that are meant",
            code=() if one.meant else explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-any-subdomain",
    title="Every host of a domain is let in",
    audience="security",
    severities=("medium", "low", "info"),
    check=check,
    references=(CWE_942, CWE_346, TAKEOVER),
)
