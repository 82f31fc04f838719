"""flask-cors before 6.0.0 takes the longest of the rules that match, not the most specific one (CVE-2024-6839).

Several keys of ``resources`` may match one path. Those versions sort them by the number of their characters, as if
that were how much they say. ``/api/v[0-9]+/[a-z]+/[a-z]+`` has more of them than ``/api/v1/users/admin``, and
is tried first, for that path, too.

If the long one lets everybody in and the short one was to protect a single path, then everybody reads it.

flask-cors 6.0.1 tries literal paths first, then those with more slashes. Do not stop at 6.0.0, which has the order the
wrong way round. Without an upgrade, write patterns that do not overlap.
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
        subject, "by length", because="this flask-cors tries the longest pattern first", mended="6.0.1"
    )


RULE = Rule(
    id="flask-cors-longest-pattern",
    title="flask-cors takes the longest pattern for the most specific one",
    audience="security",
    severities=("high", "medium"),
    check=check,
    references=(Reference("CVE-2024-6839", "https://nvd.nist.gov/vuln/detail/CVE-2024-6839"),),
)
