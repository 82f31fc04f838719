r"""A character that hardly ever stands in a host ends what is compared: what follows it may be anything.

It happens where an origin is taken apart by hand: `re.match(r"https://([\w.-]+)", origin)` gives `app.example.com` for
`https://app.example.com$.evil.example`. That is no name that can be registered, but a name below one that can, and
name servers answer for every name below it. Browsers go there: all of them with `_`, `-`, `+` and `$`, Chromium and
WebKit with `~ ! & = , ( ) ' " { }` and a backtick, Chromium with a semicolon.

Take nothing apart. Compare whole origins.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts that browsers go to, though they can hardly be registered."""
    for one in admitted(subject, "special character"):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in like {one.taken_for}: {one.hostile.shows}",
            consequence=one.so_that("Who answers for every name below a domain"),
            fix="Compare whole origins, without taking them apart",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-special-character",
    title="A special character ends what is compared",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_346, PORTSWIGGER),
)
