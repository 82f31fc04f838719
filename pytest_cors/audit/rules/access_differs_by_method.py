"""Pages that may not read a route may write to it.

An allow-list can be told by method, and rightly so: everybody reads, one front end writes. The other way round it is
seldom meant. A page that may send a `PUT` and may not `GET` what it has changed is mostly one that was added to one
list and forgotten in the other, or a rule that was written for a method and holds for all.

It is worth knowing and no more: a browser does what each of the lists says, and it may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target

_READS = frozenset({"GET", "HEAD"})


def check(subject: Subject) -> Iterator[Sighting]:
    """Compare who is let in for writing with who is let in for reading, route by route."""
    by_route: dict[str, list[Target]] = {}
    for target in subject.targets:
        by_route.setdefault(target.route, []).append(target)
    for targets in by_route.values():
        reading = next((each for each in targets if each.method in _READS), None)
        for writing in targets if reading is not None else ():
            if writing.method not in _READS and reading is not None:
                yield from _compare(subject, reading, writing)


def _compare(subject: Subject, reading: Target, writing: Target) -> Iterator[Sighting]:
    for origin in subject.front_ends(writing):
        may_write = subject.ask(writing, origin=origin, credentials="same-origin")
        may_read = subject.ask(reading, origin=origin, credentials="same-origin")
        if may_write.approved and not may_read.approved and not may_read.held_back:
            yield Sighting(
                where=writing,
                cause=origin,
                severity="info",
                what=f"A page on {origin} may send a {writing.method}, and may not read the same route",
                consequence="It changes what it cannot see; one of two lists may be out of date",
                fix="Nothing, if that is meant",
                evidence=(
                    (may_write, f"{writing.method} is approved"),
                    (may_read, f"{reading.method} is denied: {may_read.reason}"),
                ),
            )
            return


RULE = Rule(
    id="access-differs-by-method",
    title="Pages that may not read may write",
    audience="security",
    severities=("info",),
    check=check,
    references=(Reference("Fetch Standard: CORS protocol", "https://fetch.spec.whatwg.org/#http-cors-protocol"),),
)
