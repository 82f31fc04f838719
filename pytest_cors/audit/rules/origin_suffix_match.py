r"""An allowed host is matched without its beginning: whatever ends like it is let in, too.

It happens with `origin.endswith("example.com")`, where the dot was forgotten, and with patterns such as
`https://.*example\.com`. Hosts of the domain end like that, and so does `evilexample.com`, which anybody may register.

Compare whole origins. Where every host of a domain is meant, the dot before the domain belongs to what is compared:
`https://[a-z0-9-]+\.example\.com`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted, together
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_185, CWE_942, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts whose names end with an allowed one."""
    whole_domains = together(subject, "sibling")
    for one in admitted(subject, "suffix"):
        if (one.target, one.entry) in whole_domains and one.is_of_the_same_domain:
            continue
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in, because it ends like {one.taken_for}",
            consequence=one.so_that("Who has a host with a name that ends like that"),
            fix="Compare whole origins; before a domain stands a dot",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-suffix-match",
    title="An allowed host is matched without its beginning",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_185, PORTSWIGGER),
)
