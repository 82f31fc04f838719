"""flask-cors before 6.0.0 takes ``/PUBLIC/x`` for ``/public/x``, which Flask does not (CVE-2024-6866).

The keys of ``resources`` are compared with the path of a request, and those versions compare them whatever the
letter case. Flask's own routes tell letter cases apart, so that a rule that opens ``/public/`` also opens what the app
has at ``/PUBLIC/`` or behind a catch-all route.

Somebody who finds such a path asks for it from a page of theirs, and a browser hands over the answer, which the
rules were meant to keep from them. The other way round a front end is kept out, where a stricter rule is found first.

flask-cors 6.0.0 compares letter by letter. Rules that relied on the old way have to be written for each case.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.misjudged import sightings
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for paths that are like a rule's but for the letter case."""
    yield from sightings(subject, "case", because="this flask-cors does not look at the letter case", mended="6.0.0")


RULE = Rule(
    id="flask-cors-path-case",
    title="flask-cors takes a path for another of other letter case",
    audience="security",
    severities=("high", "medium", "low"),
    check=check,
    references=(
        Reference("CVE-2024-6866", "https://github.com/advisories/GHSA-43qf-4rqw-9q2g"),
        Reference("CWE-178: Improper Handling of Case Sensitivity", "https://cwe.mitre.org/data/definitions/178.html"),
    ),
)
