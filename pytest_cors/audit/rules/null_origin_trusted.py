"""`null` is trusted, as if it were the name of somebody: every page can make itself a `null`.

Browsers send `Origin: null` for a page whose origin they do not want to tell: a sandboxed frame, a `data:` URL, what
comes after a redirect from one other site to the next. It gets into an allow-list because somebody saw it in a log, or
opened a page from a disk. But anybody can put a sandboxed frame into a page, so who lets `null` in lets everybody in.

An attacker writes `<iframe sandbox="allow-scripts" srcdoc="...">` into a page of theirs. The script in it asks the API,
the browser adds the user's cookies, and the answer is theirs.

Take `null` out of the list. A page that is opened from a disk can be served by `python -m http.server` instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, ORIGIN_HEADER, PORTSWIGGER
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from a sandboxed page."""
    for one in admitted(subject, "null"):
        yield Sighting(
            where=one.target,
            cause="null",
            severity=one.severity,
            what="A sandboxed page, whose origin is null, is let in",
            consequence=one.so_that("Any site, from a sandboxed frame,"),
            fix='Take "null" out of the allowed origins',
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="null-origin-trusted",
    title="The origin null is trusted",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_346, ORIGIN_HEADER, PORTSWIGGER),
)
