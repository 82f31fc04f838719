"""A developer's own machine is trusted by what looks like production.

`http://localhost:3000` stands in the list since the first day. Whoever opens it opens their own machine, so it takes
a program there: a development server of another project with a script of third parties in it, a tool with a web page, a
program of another user of that machine. For a user who runs none it is nothing, which is why it is not worse.

Let the environment decide: an allow-list that is read from the configuration, and has `localhost` in it in development.
An app in debug mode is not asked. `https://localhost` and `http://localhost`, without a port, are told as `info`: they
are also the origin of apps for telephones that are made with Capacitor or Ionic.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted, is_local, local_entries
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_489, CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_OF_TELEPHONES = frozenset({"http://localhost", "https://localhost"})


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from the places where development servers listen."""
    if subject.in_development:
        return
    for one in (*local_entries(subject), *admitted(subject, "development")):
        yield Sighting(
            where=one.target,
            cause="telephones" if one.hostile.origin in _OF_TELEPHONES else "development",
            severity="info" if one.hostile.origin in _OF_TELEPHONES else "low",
            what=f"{one.hostile.origin} is let in, which is on the user's own machine",
            consequence=one.so_that("Whatever listens there on the user's own machine"),
            fix="Let in localhost in development only",
            code=explicit_origins(subject, credentials=one.credentials, without=is_local),
            evidence=one.evidence,
        )


RULE = Rule(
    id="development-origin",
    title="A development server is trusted",
    audience="security",
    severities=("low", "info"),
    check=check,
    references=(CWE_942, CWE_489),
)
