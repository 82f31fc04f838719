"""Whatever listens on another port of an allowed host is let in.

Origins differ by their ports. Where only hosts are compared, `https://app.example.com:8443` is as good as
`https://app.example.com`. It takes somebody who can serve pages there: another application of the same machine, a
development server, a user of a shared host.

Compare whole origins; the port belongs to them. A pattern that says `:*` or `:[0-9]+` means every port, and is not
reported above `info`; nor are the ports of `localhost`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import admitted, all_ports, is_local
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask from other ports of allowed hosts."""
    for one in (*all_ports(subject), *admitted(subject, "port")):
        if is_local(one.hostile.origin):
            continue
        yield Sighting(
            where=one.target,
            cause=one.entry,
            severity="info" if one.meant else one.lesser,
            what=f"{one.hostile.origin} is let in, "
            + (f"as {one.entry} says" if one.meant else f"like {one.taken_for}: the port is not compared"),
            consequence=one.so_that("Whatever serves pages on another port of that host"),
            fix="Compare whole origins, with their ports",
            code=explicit_origins(subject, credentials=one.credentials),
            evidence=one.evidence,
        )


RULE = Rule(
    id="origin-any-port",
    title="The port is not compared",
    audience="security",
    severities=("medium", "low", "info"),
    check=check,
    references=(CWE_942, CWE_346),
)
