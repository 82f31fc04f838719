"""flask-cors 3.0.9 to 5.0.1 takes a plus in a path for a space, which Flask does not (CVE-2024-6844).

Only in a query does a plus stand for a space. These versions decode the path of a request in that way, too, before
they compare it with the keys of ``resources``: a rule for ``/a+b/`` matches nothing, and one for ``/a b/`` matches what
Flask serves at ``/a+b/``.

What the strict rule was written for is then answered by the next one that matches, and a page that the strict one
keeps out reads it. Where no other rule matches, the front end that the rule lets in is blocked.

flask-cors 6.0.0 leaves a plus as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.misjudged import sightings
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for paths with a plus, where a rule has one or a space."""
    yield from sightings(subject, "plus", because="this flask-cors takes a plus for a space", mended="6.0.0")


RULE = Rule(
    id="flask-cors-plus-in-path",
    title="flask-cors takes a plus in a path for a space",
    audience="security",
    severities=("high", "medium", "low"),
    check=check,
    references=(
        Reference("CVE-2024-6844", "https://github.com/advisories/GHSA-8vgw-p6qm-5gr7"),
        Reference("URL Standard: percent-decode", "https://url.spec.whatwg.org/#percent-decode"),
    ),
)
