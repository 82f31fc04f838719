r"""A part of an origin is enough: an allowed host somewhere in it, or a piece of an allowed host.

It happens with `in`, both ways round. `"app.example.com" in origin` is true of
`https://evilapp.example.com.evil.example`. And where the list is one text, `origin in "https://app.example.com,..."` is
true of `https://app.example.co`: a text contains its own pieces, a list does not. `re.search` without `^` and `\Z` is
the first of the two.

Make a list or a set of the allowed origins, and ask whether the whole origin is in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import Admission, admitted, together
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts that have an allowed one in them, and from hosts that are a piece of it."""
    for one in admitted(subject, "infix", "substring"):
        if _is_something_else(subject, one):
            continue
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in, because it has a part in common with {one.taken_for}",
            consequence=one.so_that("Who has a host with such a name"),
            fix="Ask whether the whole origin is in a list or a set, not in a text",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


def _is_something_else(subject: Subject, one: Admission) -> bool:
    # A pattern has room for more letters at its beginning, a domain for another host, and what has no end for less.
    where = (one.target, one.entry)
    if one.hostile.kind == "infix":
        return where not in together(subject, "suffix")
    return where in together(subject, "sibling", "subdomain", "prefix")


RULE = Rule(
    id="origin-substring-match",
    title="A part of an allowed origin is enough",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_346, PORTSWIGGER),
)
