"""One test of a contract file: its cells asked, recorded, and what they come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.options import browsers_for, given_base_url
from pytest_cors.plugin.progress import announce
from pytest_cors.plugin.recording import PROPERTY, record_cell
from pytest_cors.plugin.session import cors_run

if TYPE_CHECKING:
    from pytest_cors.browser import Browser
    from pytest_cors.contract.answers import Answers
    from pytest_cors.contract.contract import Contract
    from pytest_cors.contract.expand import Group, Plan
    from pytest_cors.contract.rules import Rule

__tracebackhide__ = True

Run = Callable[[pytest.FixtureRequest, Any], None]
"""What a test does, with its request and its browser."""

_NOTED = pytest.StashKey["Plan"]()
"""The plan whose routes were noted last."""

Tell = Callable[[int, str], None]
"""Warns of something at a line of the file."""


def hold_group(contract: Contract, group: Group) -> Run:
    """Hold one route and rule, or a route and everything else."""

    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        browser = checked(contract, request, cors_browser)
        _note_routes(request.config, group.plan)
        _hold(request, contract, (group,), browser)

    return run


def hold_rule(contract: Contract, rule: Rule) -> Run:
    """Hold a rule on every route that it is for."""

    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        browser = checked(contract, request, cors_browser)
        plan = contract.plan(browser)
        for unmatched, nearest in plan.unmatched:
            if unmatched.name == rule.name:
                fail_unmatched(contract, rule, nearest)(request, cors_browser)
        groups = [group for group in plan.groups if group.rule is not None and group.rule.name == rule.name]
        _note_routes(request.config, plan)
        _hold(request, contract, groups, browser)

    return run


def hold_everything_else(contract: Contract, tell: Tell) -> Run:
    """Hold what no rule allows, on every route."""

    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        from pytest_cors.contract.contract import notes

        browser = checked(contract, request, cors_browser)
        plan = contract.plan(browser)
        for note in notes(plan, browser):
            tell(note.line, note.text)
        _note_routes(request.config, plan)
        _hold(request, contract, [group for group in plan.groups if group.rule is None], browser)

    return run


def fail_unmatched(contract: Contract, rule: Rule, nearest: Sequence[str]) -> Run:
    """Fail for a rule that is for no route."""

    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:  # noqa: ARG001 - as the others
        from pytest_cors.contract.contract import no_route
        from pytest_cors.errors import ContractViolation

        raise ContractViolation(no_route(contract.file, rule, nearest))

    return run


def checked(contract: Contract | None, request: pytest.FixtureRequest, browser: Any) -> Browser:
    """The browser that a fixture gave, if a contract can be held with it, or an app without one audited."""
    from pytest_cors.browser import Browser
    from pytest_cors.errors import ContractViolation

    if not isinstance(browser, Browser):
        raise ContractViolation(f"The cors_browser fixture gives {browser!r}, which is no pytest_cors.Browser.")
    if contract is None:
        return browser
    wanted = given_base_url(request.config) or contract.file.base_url
    if wanted is not None and browser.base_url != wanted:
        raise ContractViolation(
            f"The cors_browser fixture gives a browser for {browser.base_url or 'no one place'}, and "
            f"{contract.file.path} says base_url = {wanted!r}: have the fixture say base_url={wanted!r}, too."
        )
    return browser


def _hold(request: pytest.FixtureRequest, contract: Contract, groups: Sequence[Group], browser: Browser) -> None:
    from pytest_cors.contract.answers import Answers
    from pytest_cors.contract.contract import ask, how_many, place_of

    names = browsers_for(request.config, contract.file.browsers)
    announce(request.node, lambda: how_many(groups, browser, names))
    answers = Answers(browser, place_of(browser))
    for group, answer in ask(groups, browser, names):
        record_cell(request.node, answer, browser)
        answers.add(group, answer)
    told = ", ".join(f"{count} {state}" for state, count in answers.counts.items() if count)
    request.node.user_properties.append((PROPERTY, f"{len(answers)} cells: {told or 'none'}"))
    _conclude(contract, groups, answers)


def _conclude(contract: Contract, groups: Sequence[Group], answers: Answers) -> None:
    from pytest_cors.contract.cell import DECIDED
    from pytest_cors.errors import ContractViolation

    what = _what(groups)
    if "broken" in answers.counts:
        _tell_broken(contract, groups, answers, what)
    known = answers.known
    tolerated = {answer.cell.rule.name for answer in answers.kept if answer.state == "tolerated" and answer.cell.rule}
    for name, rule in known.items():
        if name not in tolerated:
            raise ContractViolation(
                f"{contract.file.path}:{rule.line}: known = {rule.known!r} has nothing left to tolerate in {what}: "
                "every cell is as declared. Take it out, or narrow the rule to what is still wrong."
            )
    if tolerated:
        pytest.xfail("; ".join(rule.known for rule in known.values()))
    if DECIDED.isdisjoint(answers.counts):
        pytest.skip(_nothing_decided(what, groups, answers))


def _tell_broken(contract: Contract, groups: Sequence[Group], answers: Answers, what: str) -> None:
    from pytest_cors.contract.wrong_cells import violation

    rules = {group.rule.line for group in groups if group.rule is not None}
    place = f"{contract.file.path}:{rules.pop()}" if len(rules) == 1 else contract.file.path
    broken = violation(answers.kept, path=place, what=what, asked=len(answers))
    assert broken is not None, "because some cells are broken"
    raise broken


def _what(groups: Sequence[Group]) -> str:
    if not groups:
        return "no route"
    rule = groups[0].rule
    routes = groups[0].route.name if len(groups) == 1 else f"{len(groups)} routes"
    return f"{routes} {'and everything else' if rule is None else f'[{rule.name}]'}"


def _nothing_decided(what: str, groups: Sequence[Group], answers: Answers) -> str:
    if not answers:
        unreached = [group.route.name for group in groups if any(group.route.converters)]
        return f"no cell in {what}" + (
            f": no value is known that matches {unreached[0]}; give [samples]" if unreached else ""
        )
    why = Counter(answer.why[0] for answer in answers.kept if answer.why)
    [(most, _)] = why.most_common(1)
    return f"nothing decided in {what}: {most}"


def _note_routes(config: pytest.Config, plan: Plan) -> None:
    """Remember what there is to cover. Every test of a plan has the same to say."""
    if config.stash.get(_NOTED, None) is plan:
        return
    config.stash[_NOTED] = plan
    counted = {f"{method} {group.route.name}" for group in plan.groups for method in group.methods}
    cors_run(config).note_routes(counted, {name for route in plan.routes for name in route.requests} - counted)
