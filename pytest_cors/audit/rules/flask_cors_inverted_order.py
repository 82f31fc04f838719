"""flask-cors 6.0.0 takes the least specific of the rules that match: ``/api/.*`` wins over ``/api/private/.*``.

Several keys of ``resources`` may match one path. To mend CVE-2024-6839 this one version sorts them by their slashes,
and does it the wrong way round: those with fewer come first. An app that was safe under 5.0.1 is open after the
upgrade, with no line of it changed.

If ``/api/.*`` lets everybody in and ``/api/private/.*`` only one page, then everybody reads what is private.

flask-cors 6.0.1 has turned the order round.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.misjudged import sightings
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for paths that several rules match."""
    yield from sightings(
        subject, "inverted", because="this flask-cors tries the least specific pattern first", mended="6.0.1"
    )


RULE = Rule(
    id="flask-cors-inverted-order",
    title="flask-cors takes the least specific pattern",
    audience="security",
    severities=("high", "medium"),
    check=check,
    references=(Reference("flask-cors #392", "https://github.com/corydolphin/flask-cors/pull/392"),),
)
