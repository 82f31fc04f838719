"""A first contract from an app as it is: observed, written down, and held against the app before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pytest_cors.adopt.draft import ANYBODY, Draft, drafts, globs
from pytest_cors.adopt.text import Excluded, FirstContract, Tolerated, to_toml
from pytest_cors.browser import Browser
from pytest_cors.contract.cell import CellResult
from pytest_cors.contract.contract import Contract, Verification, ask, place_of
from pytest_cors.contract.expand import Plan
from pytest_cors.contract.rules import ContractFile
from pytest_cors.contract.toml import read_text
from pytest_cors.errors import ConfigurationError
from pytest_cors.fetch.reasons import CODES
from pytest_cors.fetch.url import parse, parse_origin
from pytest_cors.policy.observed import ANY, Decision, Place, Policy
from pytest_cors.policy.probe import named_by, observe
from pytest_cors.survey.hostile import STRANGERS

_ROUNDS = 8
_MOST_TOLD = 6

_guessed = re.compile(r"guessed value of (.+?): give").search


@dataclass(frozen=True, slots=True)
class Adopted:
    """A first contract.

    :param text: of the file.
    :param contract: what it says.
    :param verification: of the text, against the app.
    """

    text: str
    contract: FirstContract
    verification: Verification

    @property
    def unwise(self) -> int:
        """How many comments say that something looks unwise."""
        return len(re.findall(r"# Unwise\b", self.text))


def adopt(browser: Browser, *, base_url: str | None = None, app: str = "") -> Adopted:
    """Observe an app, and write a contract that it holds.

    :param browser: that knows the app, perhaps signed in; it is left as it is.
    :param base_url: where the app lives, if the file shall say it.
    :param app: how the file names the app, if it shall.
    :raises ConfigurationError: there is no URL map to ask; the app has a rate limit; it does not answer the same way
        twice, so that no contract holds.
    """
    nothing = Contract(ContractFile(path="cors.toml"))
    plan = nothing.plan(browser)
    named = named_by(browser)
    answered = _answered(plan, browser)
    policy = observe(plan, browser, origins=answered)
    usual = {stranger.origin for stranger in STRANGERS} - set(named.origins)
    origins = [each for each in dict.fromkeys((*named.origins, *answered)) if each not in usual and each != "null"]
    rules = tuple(drafts(plan, policy, origins, named.patterns))
    first = FirstContract(
        rules=rules,
        base_url=base_url,
        app=app,
        lives_at="" if _is_default(browser.base_url) else browser.base_url,
        remarks={rule: tuple(_remarks(rule)) for rule in rules},
        notes=tuple(_notes(policy, rules)),
        unknown=tuple(_unknown(policy)),
        samples=dict(_samples(plan, policy, browser)),
    )
    return _until_it_holds(first, browser)


def _is_default(base_url: str) -> bool:
    return not base_url or parse(base_url).host == "localhost"


def _answered(plan: Plan, browser: Browser) -> tuple[str, ...]:
    """Origins that the app gives away by answering with them whoever asks."""
    found: dict[str, None] = {}
    for group in plan.groups:
        for _, answer in islice(ask((group,), browser), 2):
            reason = None if answer.result is None else answer.result.reason
            if reason is not None and reason.code.endswith("AllowOriginMismatch") and reason.parameter:
                try:
                    found[parse_origin(reason.parameter).serialized] = None
                except ValueError:
                    continue
    return tuple(origin for origin in found if origin != "null")


# Holding it against the app


def _until_it_holds(first: FirstContract, browser: Browser) -> Adopted:
    for _ in range(_ROUNDS):
        text = to_toml(first)
        verification = Contract(read_text(text)).verify(browser)
        if verification.holds:
            return Adopted(text, first, verification)
        first = _mended(first, verification)
    raise ConfigurationError(
        "the app does not answer the same way twice, so no contract was found that it holds:\n\n"
        + verification.explain()
    )


def _mended(first: FirstContract, verification: Verification) -> FirstContract:
    """The same, with what was wrong tolerated where it is a page let in, and left out otherwise."""
    strangers = [one for one in verification.broken if one.cell.must_be == "denied" and one.cell.aspect == "stranger"]
    others = [one for one in verification.broken if one not in strangers]
    excluded = {(one.cell.route, one.cell.case.method): (one.why or ("",))[0] for one in others}
    return replace(
        first,
        tolerated=tuple(_tolerated(first.tolerated, strangers, verification.plan)),
        excluded=(*first.excluded, *(Excluded(*place, reason) for place, reason in excluded.items())),
    )


def _tolerated(before: Iterable[Tolerated], strangers: Iterable[CellResult], plan: Plan) -> Iterator[Tolerated]:
    """Pages that are let in: for each flaw, the same origins on as many routes as they get in."""
    names = [group.route.name for group in plan.groups if group.rule is None]
    let_in: dict[str, dict[str, set[str]]] = {}
    for each in before:
        for name in names:
            if any(_matches(glob, name) for glob in each.routes):
                let_in.setdefault(each.shows, {}).setdefault(name, set()).update(each.origins)
    for one in strangers:
        shows = one.cell.shows or "a page is let in that nobody allowed"
        let_in.setdefault(shows, {}).setdefault(one.cell.route, set()).add(one.cell.case.origin)
    for shows, of_route in let_in.items():
        alike: dict[tuple[str, ...], list[str]] = {}
        for route, origins in of_route.items():
            alike.setdefault(tuple(sorted(origins)), []).append(route)
        for origins_there, routes in alike.items():
            yield Tolerated(globs(routes, names), origins_there, shows)


def _matches(glob: str, name: str) -> bool:
    return name.startswith(glob[:-1]) if glob.endswith("*") else name == glob


# What looks unwise


def _remarks(rule: Draft) -> Iterator[str]:
    if rule.origins == ANYBODY and rule.credentials:
        yield "Unwise: a page on any origin may read this with the cookies of whoever looks at it."
    elif rule.origins == ANYBODY:
        yield "Any page may read this, which is right for what is public anyway."
    if rule.headers == (ANY,) and rule.origins != ANYBODY:
        yield "Any header may be set: the app approves of whatever it is asked for."


def _notes(policy: Policy, rules: Sequence[Draft]) -> Iterator[str]:
    refused = [place for place in policy.decisions if _is_refused(policy, place)]
    if refused:
        yield (
            f"no page can use {_some(refused)}: the preflight is not answered with a 2xx status "
            "(a login that asks for it, too?)"
        )
    named = {origin for rule in rules for origin in rule.origins if "*" not in origin}
    bare = [
        place
        for place in policy.decisions
        if sum(1 for origin in named if _allowed(policy, place, origin)) > 1
        and any(_allowed(policy, place, origin) and "origin" not in _vary(policy, place, origin) for origin in named)
        and not policy.decisions[place][ANY].allowed
    ]
    if bare:
        yield (
            f"answers of {_some(bare)} differ by origin and do not say Vary: Origin, so that a cache may hand one page "
            "what another asked for"
        )


def _is_refused(policy: Policy, place: Place) -> bool:
    """Whether it is not the policy that keeps everybody out."""
    here = [decision for decision in policy.decisions[place].values() if not decision.unknown]
    refused = any(decision.without and not CODES[decision.without].policy for decision in here)
    return refused and not any(decision.allowed for decision in here)


def _allowed(policy: Policy, place: Place, origin: str) -> bool:
    decision = policy.of(place, origin)
    return decision is not None and decision.allowed


def _vary(policy: Policy, place: Place, origin: str) -> set[str]:
    decision = policy.of(place, origin) or Decision()
    return {name.lower() for name in decision.vary}


def _some(places: Sequence[Place]) -> str:
    told = [f"{method} {route}" for route, method in places[:_MOST_TOLD]]
    more = len(places) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


# What is not known


def _unknown(policy: Policy) -> Iterator[str]:
    why: dict[str, list[Place]] = {}
    for place, decisions in policy.decisions.items():
        for decision in decisions.values():
            if decision.unknown and place not in why.setdefault(decision.unknown, []):
                why[decision.unknown].append(place)
    for reason, places in why.items():
        yield f"{_some(places)}: {reason}."


def _samples(plan: Plan, policy: Policy, browser: Browser) -> Iterator[tuple[str, str]]:
    """Variables that need a value, each with the one that was guessed."""
    where = place_of(browser)
    in_vain = {
        (place[0], name)
        for place, decisions in policy.decisions.items()
        for decision in decisions.values()
        for match in [_guessed(decision.unknown)]
        if match
        for name in match[1].split(", ")
    }
    for group in plan.groups:
        for name, _, _ in group.route.converters:
            if (group.route.name, name) in in_vain and plan.sampled(group.route, where) is not None:
                yield name, "a value that is there"
