r"""An allowed origin is matched without its end: whatever begins like it is let in, too.

It happens with `origin.startswith("https://app.example.com")`, and with a regular expression that has no end, because
`re.match` asks for the beginning only. flask-cors matches that way, too: an entry with one of the characters
`* \ ] ? $ ^ [ ( )` in it is a pattern, and a pattern is held to its beginning and to nothing else.

An attacker takes a name such as `app.example.com.evil.example`, or `app.example.community`, and puts a page there.
Whoever visits it while signed in hands over what the API has for them.

Compare whole origins. A pattern ends in `\Z`, or is asked with `fullmatch()`; `$` lets a line feed through.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_777, CWE_942, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts whose names begin with an allowed one."""
    for one in admitted(subject, "prefix", "localhost"):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in, because it begins like {one.taken_for}",
            consequence=one.so_that("Who has a host with a name that begins like that"),
            fix="Compare whole origins, and let a pattern end in \\Z",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-prefix-match",
    title="An allowed origin is matched without its end",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_777, PORTSWIGGER),
)
