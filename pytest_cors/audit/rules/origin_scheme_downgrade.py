"""Pages that come over plain http are trusted by what is served over https.

Whoever stands between a user and the network, in a café say, can put a script into any page that comes over http. If
`http://app.example.com` is let in, they need no other mistake: they answer the user's next http request with a page
from there, and its script asks the API over https, with the user's cookies.

It happens where only hosts are compared, with `https?://` in a pattern, and with an entry that nobody took out after
the move to https. HSTS with `includeSubDomains` makes it harder, for the users whose browsers know of it.

Leave https, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted, insecure_entries, is_insecure
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_319, CWE_942, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from allowed hosts over http, where the app itself is served over https or trusts their https."""
    for one in (*admitted(subject, "scheme"), *insecure_entries(subject)):
        if not one.hostile.origin.startswith("http://"):
            continue
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.lesser,
            what=f"{one.hostile.origin} is let in, over plain http",
            consequence=one.so_that("Who can change what users get over http"),
            fix="Let in https origins only",
            code=explicit_origins(subject, credentials=one.credentials, without=is_insecure),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-scheme-downgrade",
    title="Pages over plain http are trusted",
    audience="security",
    severities=("medium", "low"),
    check=check,
    references=(CWE_942, CWE_319, PORTSWIGGER),
)
