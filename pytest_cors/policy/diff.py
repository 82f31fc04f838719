"""Two policies, and what has changed from one to the other, in the words of the field; what is wider comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from pytest_cors.policy.lock import in_order
from pytest_cors.policy.observed import ANY, STRANGER, Decision, Place, Policy

Kind = Literal["more", "less", "other"]

TITLES: dict[Kind, str] = {"more": "More is allowed:", "less": "Less is allowed:", "other": "Otherwise:"}

_TOGETHER = 4
"""From this many places on, a change that is the same at each is told once."""

_MOST_ROUTES = 12
_PLURAL = {"is": "are", "gets": "get", "was": "were"}
_DEFAULT_MAX_AGE = 5


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference.

    :param kind: whether more is allowed than is locked, or less, or something else is different.
    :param route: the URL rule; empty when it is about all of the app.
    :param method: empty when it is about all of the app.
    :param origins: whom it is about; none means the place itself.
    :param text: what goes on with "https://app.example.com ..." or "GET /users ...".
    :param is_detail: whether the verdict is the same, and something about it differs.
    """

    kind: Kind
    route: str
    method: str
    origins: tuple[str, ...]
    text: str
    is_detail: bool = False

    @property
    def sentence(self) -> str:
        """What it says of whom, without the place."""
        if not self.origins:
            return self.text
        verb, _, rest = self.text.partition(" ")
        return f"{_subject(self.origins)} {_PLURAL.get(verb, verb) if len(self.origins) > 1 else verb} {rest}"

    def __str__(self) -> str:
        if not self.route:
            return self.sentence
        place = f"{self.method} {self.route}"
        return f"{place}: {self.sentence}" if self.origins else f"{place} {self.text}"


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """An app held against its lock.

    :param lock: path of the file, as it is shown.
    :param changes: none when the app does what is locked.
    """

    lock: str
    changes: tuple[Change, ...]


def changes(before: Policy, after: Policy) -> tuple[Change, ...]:
    """What has changed: more allowed, less allowed, anything else; in each the verdicts before the details.

    Origins that were asked only once count where they get something else than a stranger.
    """
    found = list(_changes(before, after))
    kinds = get_args(Kind)
    return tuple(sorted(found, key=lambda change: (kinds.index(change.kind), change.is_detail)))


def story(found: Sequence[Change], *, path: str) -> str:
    """What has changed, told to whoever reviews it.

    :param path: of the lock, as it is to be shown.
    """
    many = "1 change" if len(found) == 1 else f"{len(found)} changes"
    return "\n\n".join(
        (
            f"{path}: the app does not do what is locked: {many}",
            listing(found),
            f"If this is meant: pytest --cors-update writes {path}, to be reviewed with the change.",
        )
    )


def listing(found: Sequence[Change]) -> str:
    """The changes, those of one kind together."""
    return "\n\n".join("\n".join(_of_kind(found, kind)) for kind in TITLES if any(each.kind == kind for each in found))


def _of_kind(found: Sequence[Change], kind: Kind) -> Iterator[str]:
    yield TITLES[kind]
    alike: dict[str, list[Change]] = {}
    for change in found:
        if change.kind == kind:
            key = change.sentence if change.route and change.origins else str(change)
            alike.setdefault(key, []).append(change)
    for sentence, same in alike.items():
        if len(same) < _TOGETHER:
            yield from (f"  {change}" for change in same)
            continue
        yield f"  {sentence}, at {len(same)} places:"
        methods: dict[str, list[str]] = {}
        for change in same:
            methods.setdefault(change.route, []).append(change.method)
        lines = [f"    {', '.join(of_route)} {route}" for route, of_route in methods.items()]
        yield from lines[:_MOST_ROUTES]
        if len(lines) > _MOST_ROUTES:
            yield f"    and {len(lines) - _MOST_ROUTES} routes more"


def _subject(origins: Sequence[str]) -> str:
    known_first = sorted(origins, key=lambda origin: (origin != STRANGER, origin))
    if len(known_first) <= 2:
        return " and ".join(known_first)
    return f"{known_first[0]} and {len(known_first) - 1} others"


# Finding changes


class _Found(NamedTuple):
    kind: Kind
    text: str
    is_detail: bool = False


def _changes(before: Policy, after: Policy) -> Iterator[Change]:
    if before.browser != after.browser:
        text = f"the lock says what {before.browser} does, and {after.browser} was asked"
        yield Change("other", "", "", (), text)
    for place in sorted({*before.decisions, *after.decisions}, key=in_order):
        if place not in before.decisions:
            yield _of_place(after, place, new=True)
        elif place not in after.decisions:
            yield _of_place(before, place, new=False)
        else:
            yield from _at(place, before, after)


def _of_place(policy: Policy, place: Place, *, new: bool) -> Change:
    here = policy.decisions[place]
    told = [f"{origin} {decision}" for origin, decision in here.items() if origin != ANY]
    everybody = f"{'any other origin' if told else 'any origin'} {here[ANY]}"
    wide = any(decision.allowed for decision in here.values())
    kind: Kind = "other" if not wide else "more" if new else "less"
    gets = " | ".join((*told, everybody))
    return Change(kind, *place, (), f"is new: {gets}" if new else f"is gone (was: {gets})")


def _at(place: Place, before: Policy, after: Policy) -> Iterator[Change]:
    alike: dict[_Found, list[str]] = {}
    for origin in sorted({*before.asked, *after.asked}):
        for found in _of_origin(before.of(place, origin), after.of(place, origin), before, after, place):
            alike.setdefault(found, []).append(origin)
    for found, origins in alike.items():
        yield Change(found.kind, *place, tuple(origins), found.text, found.is_detail)


def _of_origin(
    was: Decision | None, now: Decision | None, before: Policy, after: Policy, place: Place
) -> Iterator[_Found]:
    if was is not None and now is not None:
        yield from _between(was, now)
    elif now is not None:
        everybody = after.decisions[place][ANY]
        if not _same(now, everybody):
            verdict = now.verdict if now.allowed else f"is {now.verdict}"
            yield _Found("more" if now.openness > everybody.openness else "other", f"{verdict}, and is not in the lock")
    elif was is not None and not _same(was, before.decisions[place][ANY]):
        yield _Found("other", f"was not asked this time (was: {was})")


# One decision and another


def _same(one: Decision, other: Decision) -> bool:
    return not list(_between(one, other))


def _between(was: Decision, now: Decision) -> Iterator[_Found]:
    if was == now:
        return
    if was.verdict != now.verdict:
        yield _of_verdict(was, now)
    if was.unknown or now.unknown or was.allowed != now.allowed:
        return
    yield from _of_list("set", was.headers, now.headers)
    yield from _of_list("read", was.exposes, now.exposes)
    if was.max_age != now.max_age:
        text = f"is told to keep the preflight's answer for {_seconds(now)} (was: {_seconds(was)})"
        yield _Found("other", text, is_detail=True)
    yield from _of_vary(was, now)


def _of_verdict(was: Decision, now: Decision) -> _Found:
    before = f"(was: {was.verdict})"
    if now.unknown:
        return _Found("other", f"gets what is not known any more, {now.unknown} {before}")
    if was.unknown:
        return _Found("more" if now.allowed else "other", f"{_now(now, 'may now')} {before}")
    if not now.allowed and was.allowed:
        return _Found("less", f"may no longer {was.verb}: {now.verdict} {before}")
    if not now.allowed:
        return _Found("other", f"is still {now.verdict} {before}")
    if now.openness < was.openness:
        return _Found("less", f"{_now(now, 'may now only')} {before}")
    wider = now.openness > was.openness or bool(now.included) != bool(was.included)
    return _Found("more" if wider else "other", f"{_now(now, 'may now')} {before}")


def _now(decision: Decision, words: str) -> str:
    return f"{words}{decision.verdict.removeprefix('may')}" if decision.allowed else f"is {decision.verdict}"


def _of_list(verb: str, was: Sequence[str], now: Sequence[str]) -> Iterator[_Found]:
    """What script may do with headers: lists are sets here, and case is nothing."""
    old, new = ({name.lower(): name for name in each} for each in (was, now))
    added = [name for lowered, name in new.items() if lowered not in old]
    removed = [name for lowered, name in old.items() if lowered not in new]
    if ANY in added:
        yield _Found("more", f"may now {verb} any header (was: {', '.join(was) or 'none'})", is_detail=True)
        return
    if ANY in removed:
        yield _Found(
            "less", f"may now {verb} no headers but {', '.join(now) or 'the safelisted'} (was: any)", is_detail=True
        )
        return
    if added:
        yield _Found("more", f"may now {verb} {_headers(added)}", is_detail=True)
    if removed:
        yield _Found("less", f"may no longer {verb} {_headers(removed)}", is_detail=True)


def _headers(names: Sequence[str]) -> str:
    return f"the header{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _seconds(decision: Decision) -> str:
    return f"{_DEFAULT_MAX_AGE} s, which is the default" if decision.max_age is None else f"{decision.max_age} s"


def _of_vary(was: Decision, now: Decision) -> Iterator[_Found]:
    old, new = ({name.lower(): name for name in each.vary} for each in (was, now))
    lost = [name for lowered, name in old.items() if lowered not in new]
    gained = [name for lowered, name in new.items() if lowered not in old]
    if lost:
        yield _Found(
            "other",
            f"gets an answer without Vary: {', '.join(lost)} now, which a cache may hand to another page",
            is_detail=True,
        )
    if gained:
        yield _Found("other", f"gets an answer with Vary: {', '.join(gained)} now", is_detail=True)
