"""Rules that say what was observed: as few as can be, none of which says more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_cors.contract.expand import Plan
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.policy.observed import ANY, Decision, Place, Policy
from pytest_cors.survey.pattern import OriginPattern

ANYBODY = (ANY,)
"""The origins of a rule that is for any page."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule to be written.

    :param origins: serialised ones, and texts of patterns; ``("*",)`` is any.
    :param methods: none means all that are routed.
    :param headers: that script may set; ``("*",)`` is any.
    """

    routes: tuple[str, ...]
    origins: tuple[str, ...]
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    credentials: bool = False
    exposes: tuple[str, ...] = ()
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class _Grant:
    """What some pages get at one place; alike grants make one rule.

    :param exposes: None where no answer was seen that says it.
    """

    origins: tuple[str, ...]
    credentials: bool
    headers: tuple[str, ...]
    max_age: int | None
    exposes: tuple[str, ...] | None


def drafts(plan: Plan, policy: Policy, origins: Iterable[str], patterns: Iterable[OriginPattern]) -> list[Draft]:
    """The rules that allow what was seen to be allowed.

    :param origins: those that may be named, if a page there gets anything.
    :param patterns: the same; one that stands for pages that do not all get the same is not used.
    """
    routed = {group.route.name: group.methods for group in plan.groups if group.rule is None}
    here = _Observed(policy, tuple(origins), tuple(patterns))
    found: dict[_Grant, set[Place]] = {}
    for place in policy.decisions:
        for grant in here.grants(place):
            found.setdefault(grant, set()).add(place)
    merged = _with_their_exposes(found)
    unknown = {place for place, decisions in policy.decisions.items() if decisions[ANY].unknown and len(decisions) == 1}
    return [draft for grant, places in merged.items() for draft in _rules(grant, places, routed, unknown)]


@dataclass(frozen=True, slots=True)
class _Observed:
    policy: Policy
    origins: tuple[str, ...]
    patterns: tuple[OriginPattern, ...]

    def grants(self, place: Place) -> Iterator[_Grant]:
        """What whom gets at one place."""
        asked = {origin: self.policy.of(place, origin) for origin in self.policy.asked}
        decisions = {origin: decision for origin, decision in asked.items() if decision is not None}
        everybody = self.policy.decisions[place][ANY]
        to_all = all(decision.allowed for decision in decisions.values()) and everybody.allowed
        if to_all:
            least = min(decisions.values(), key=lambda decision: decision.openness)
            yield _grant(ANYBODY, replace(everybody, without=least.without, included=least.included))
        alike: dict[Decision, list[str]] = {}
        for name, members in self._named():
            first = decisions.get(members[0])
            if first is None or not first.allowed or any(decisions.get(each) != first for each in members):
                continue
            if not to_all or first.openness > everybody.openness:
                alike.setdefault(first, []).append(name)
        for decision, names in alike.items():
            covered = {member for name, members in self._named() if name in names and "*" in name for member in members}
            yield _grant(tuple(sorted(name for name in names if name not in covered)), decision)

    def _named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for origin in self.origins:
            yield origin, (origin,)
        for pattern in self.patterns:
            yield pattern.text, pattern.members()


def _grant(origins: tuple[str, ...], decision: Decision) -> _Grant:
    return _Grant(
        origins,
        credentials=not decision.included,
        headers=decision.headers,
        max_age=decision.max_age,
        exposes=decision.exposes if decision.verb == "read" else None,
    )


def _with_their_exposes(found: Mapping[_Grant, set[Place]]) -> dict[_Grant, set[Place]]:
    """Put places where no answer was seen with those that are alike but for that."""
    merged = {grant: set(places) for grant, places in found.items() if grant.exposes is not None}
    for grant, places in found.items():
        if grant.exposes is not None:
            continue
        for place in places:
            alike = [other for other in merged if replace(other, exposes=None) == grant]
            near = [other for other in alike if any(route == place[0] for route, _ in merged[other])]
            best = (near or alike or [replace(grant, exposes=())])[0]
            merged.setdefault(best, set()).add(place)
    return merged


# Routes and methods


def _rules(
    grant: _Grant, places: set[Place], routed: Mapping[str, Sequence[str]], unknown: set[Place]
) -> Iterator[Draft]:
    granted: dict[str, set[str]] = {}
    for route, method in places:
        granted.setdefault(route, set()).add(method)

    def is_exact(route: str, methods: set[str]) -> bool:
        wanted = {method for method in routed[route] if method in methods and (route, method) not in unknown}
        return wanted == granted[route]

    every = {method for methods in routed.values() for method in methods}
    union = set().union(*granted.values())
    whole = {route: methods for route, methods in granted.items() if is_exact(route, every)}
    if len(whole) < len(granted) and all(is_exact(route, union) for route in granted):
        yield from _rule(grant, granted, tuple(sorted(union, key=_by_method)), routed, unknown)
        return
    if whole:
        yield from _rule(grant, whole, (), routed, unknown)
    apart: dict[tuple[str, ...], dict[str, set[str]]] = {}
    for route in granted.keys() - whole.keys():
        apart.setdefault(tuple(sorted(granted[route], key=_by_method)), {})[route] = granted[route]
    for methods_of in sorted(apart):
        yield from _rule(grant, apart[methods_of], methods_of, routed, unknown)


def _rule(
    grant: _Grant,
    granted: Mapping[str, set[str]],
    methods: tuple[str, ...],
    routed: Mapping[str, Sequence[str]],
    unknown: set[Place],
) -> Iterator[Draft]:
    used = set().union(*granted.values())
    asks_first = bool(grant.headers) or not all(map(is_cors_safelisted_method, used))
    free = {route for route, of in routed.items() if all((route, method) in unknown for method in of)}
    yield Draft(
        routes=globs(granted, routed, free),
        origins=grant.origins,
        methods=methods,
        headers=grant.headers,
        credentials=grant.credentials,
        exposes=grant.exposes or (),
        max_age=grant.max_age if asks_first and (grant.max_age or 0) > 0 else None,
    )


def _by_method(method: str) -> tuple[int, str]:
    order = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
    return (order.index(method) if method in order else len(order)), method


def globs(wanted: Iterable[str], routes: Iterable[str], free: Iterable[str] = ()) -> tuple[str, ...]:
    """Patterns that match the wanted ones among some routes, and no others.

    :param free: routes that may be matched or not.
    """
    left = set(wanted)
    others = set(routes) - left - set(free)
    found: list[str] = []
    while left:
        best = max(_prefixes(left, others), key=lambda prefix: (_under(prefix)(left), -len(prefix)), default=None)
        if best is None or _under(best)(left) < 2:
            break
        found.append(f"{best}*")
        left = {route for route in left if not route.startswith(best)}
    return tuple(sorted([*found, *left]))


def _prefixes(left: set[str], others: set[str]) -> set[str]:
    cut = {route[: at + 1] for route in left for at, character in enumerate(route) if character == "/"}
    return {prefix for prefix in cut if "<" not in prefix and not any(other.startswith(prefix) for other in others)}


def _under(prefix: str) -> Callable[[set[str]], int]:
    return lambda routes: sum(route.startswith(prefix) for route in routes)
