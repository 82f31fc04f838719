"""Which routes answer the same pages in the same way: what is true of one of them need not be asked of all.

Two routes may be told apart by more than what everybody is asked here. So every route is asked for those that it
trusts, for a stranger, for ``null``, and for the most telling look-alikes; what is then found on one route of a
policy is asked of the others, too, and told of those where it was seen.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_TELLING = frozenset({"prefix", "suffix", "unescaped dot", "infix"})


def policies(subject: Subject) -> tuple[tuple[Target, ...], ...]:
    """Targets that answer alike, those first whose answers can be read."""
    groups: dict[Hashable, list[Target]] = {}
    for target in subject.targets:
        groups.setdefault(tuple(_treatment(subject, target)), []).append(target)
    return tuple(tuple(sorted(group, key=lambda each: not each.harmless)) for group in groups.values())


def trusted_at(subject: Subject, target: Target) -> tuple[str, ...]:
    """Origins that get more there than a stranger."""
    return tuple(origin for origin in subject.trusted if subject.gives_more(target, origin))


def _treatment(subject: Subject, target: Target) -> Iterator[Hashable]:
    mine = trusted_at(subject, target)
    yield mine
    telling: dict[str, None] = {}
    for each in subject.hostile(mine[:1]):
        if each.of in mine and each.kind in _TELLING:
            telling[each.origin] = None
    for origin in (STRANGER, "null", *subject.trusted, *telling):
        answer = subject.ask(target, origin=origin)
        yield answer.approved, answer.reason
        for seen in answer.seen:
            named = "its own" if seen.allow_origin == origin else seen.allow_origin
            yield seen.kind, named, seen.allows_credentials
