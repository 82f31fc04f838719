r"""Hosts are let in that anybody can have: those of a service that gives names away.

`https://*.vercel.app` means one's own previews, and lets in every customer of that service. So does
`https://shop-.*\.vercel\.app`: anybody may call a project `shop-evil`. The same goes for github.io, netlify.app,
herokuapp.com, pages.dev and all others of the Public Suffix List; for sites where people try things out, such as
codepen.io; and for a pattern that leaves the registered name itself open, such as `https://*.com`.

An attacker signs up, takes a name that matches, and puts a page there.

Name the hosts that are yours, each for itself. For previews use a domain of your own, or leave out credentials.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pytest_cors.audit.admission import Admission, admitted, can_be_anybodys, for_anybody
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, PUBLIC_SUFFIXES
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from hosts of services that give names away, and from names that a pattern leaves open."""
    for one in (*admitted(subject, "shared hosting"), *for_anybody(subject)):
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity=one.severity,
            what=_seen(one),
            consequence=one.so_that("Who signs up for such a name"),
            fix="Name the hosts that are yours, each for itself",
            code=explicit_origins(
                subject,
                credentials=one.credentials,
                without=partial(can_be_anybodys, subject),
            ),
            evidence=one.evidence,
        )


def _seen(one: Admission) -> str:
    return f"{one.hostile.origin} is let in, and anybody can have a host like that"


RULE = Rule(
    id="shared-hosting-origin",
    title="Hosts are let in that anybody can have",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(CWE_942, CWE_346, PUBLIC_SUFFIXES),
)
