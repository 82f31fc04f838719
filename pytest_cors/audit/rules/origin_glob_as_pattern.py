r"""An origin is written as a glob and read as a regular expression, so that others come in than those who are meant.

`https://*.example.com` looks like every host of a domain. flask-cors reads it as a regular expression, where `*`
repeats what stands before it: `https:/`, any number of slashes, one character, `example.com`. So `https://app.example.com`
is kept out, `https://xexample.com` is let in, and with it `https://xexample.com.evil.example`, since nothing holds the
end. `http://localhost:*` is `http://localhost` with any number of colons behind it, and anything behind those:
`http://localhost.evil.example`, which is an ordinary name on the internet.

Write what is meant as a regular expression, whole: `re.compile(r"https://[a-z0-9-]+\.example\.com\Z")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_185, CWE_942, FLASK_CORS_209
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.pattern import read_pattern


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts that a glob lets in when it is read as a regular expression."""
    for one in admitted(subject, "glob"):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=f"{one.hostile.origin} is let in by {one.entry}, which is read as a regular expression",
            consequence=one.so_that("Who has a host with such a name"),
            fix="Write it as a regular expression that matches the whole origin",
            code=explicit_origins(subject, credentials=one.credentials, patterns=[read_pattern(one.hostile.of)]),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-glob-as-pattern",
    title="A glob is read as a regular expression",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_185, FLASK_CORS_209),
)
