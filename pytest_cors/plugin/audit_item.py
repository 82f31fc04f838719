"""One test of the audit: a rule asks the app, what it finds is kept, and what is bad enough fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.options import AUDIT, failing_level, mask
from pytest_cors.plugin.recording import PROPERTY
from pytest_cors.plugin.session import cors_run

if TYPE_CHECKING:
    from pytest_cors.audit.finding import Finding
    from pytest_cors.audit.rule import Rule
    from pytest_cors.audit.subject import Subject
    from pytest_cors.browser import Browser
    from pytest_cors.contract.contract import Contract
    from pytest_cors.contract.rules import ContractFile

__tracebackhide__ = True

Run = Callable[[pytest.FixtureRequest, Any], None]
"""What a test does, with its request and its browser."""

_SUBJECTS = pytest.StashKey["dict[object, Subject]"]()


def audit_tests(
    contract: Contract | None, config: pytest.Config, tell: Callable[[int, str], None]
) -> Iterator[tuple[str, Run]]:
    """A test for each rule, by its id.

    :param contract: of the app, if it has one.
    :param tell: warns of something at a line of its file.
    :raises InvalidFile: it silences a rule that there is not.
    """
    from pytest_cors.audit.registry import together
    from pytest_cors.audit.silences import check_rules

    added = config.hook.pytest_cors_audit_rules(config=config)
    rules = together(rule for rules in added for rule in rules)
    if contract is not None:
        check_rules(contract.file, rules)
    for rule in rules:
        yield rule.id, _hold(rule, contract, tell)


def _hold(rule: Rule, contract: Contract | None, tell: Callable[[int, str], None]) -> Run:
    def run(request: pytest.FixtureRequest, cors_browser: Any) -> None:
        from pytest_cors.audit.audit import findings
        from pytest_cors.audit.silences import Silences
        from pytest_cors.contract.rules import ContractFile

        file = ContractFile(path="") if contract is None else contract.file
        subject = _subject(request, cors_browser, contract, file)
        silences = Silences.of(file, today=datetime.fromtimestamp(time.time(), tz=timezone.utc).date())
        found = [replace(finding, nodeid=request.node.nodeid) for finding in findings(subject, rule, silences=silences)]
        cors_run(request.config).add_findings(found)
        request.node.user_properties += ((PROPERTY, f"{each.severity}[{each.rule}]: {each.title}") for each in found)
        used = {place for finding in found for place in (finding.silenced_at, finding.expired.partition(",")[0])}
        for silence in silences.all:
            if silence.rule == rule.id and silences.place(silence) not in used:
                tell(silence.line, f"there is nothing left that this silence of {rule.id} is for: take it out")
        _conclude(request.config, file, found)

    return run


def _subject(request: pytest.FixtureRequest, browser: Any, contract: Contract | None, file: ContractFile) -> Subject:
    """The app under audit; what it has answered is kept as long as the app is the same."""
    from pytest_cors.audit.subject import Subject
    from pytest_cors.contract.check import app_at
    from pytest_cors.errors import ConfigurationError, ContractViolation
    from pytest_cors.plugin.contract_item import checked

    config = request.config
    asked: Browser = checked(contract, request, browser)
    asked.mask |= mask(config)
    kept = config.stash.setdefault(_SUBJECTS, {})
    known = kept.get(request.path)
    if known is not None and known.app is not None and known.app is app_at(asked, f"{asked.base_url}/"):
        return known
    unsafe = bool(config.getoption("cors_audit_unsafe")) or file.unsafe == "send"
    try:
        kept[request.path] = Subject(asked, file=file, unsafe=unsafe)
    except ConfigurationError as error:
        raise ContractViolation(f"{AUDIT}: {error}") from None
    return kept[request.path]


def _conclude(config: pytest.Config, file: ContractFile, found: list[Finding]) -> None:
    from pytest_cors.audit.story import story
    from pytest_cors.errors import ContractViolation

    level = failing_level(config, file.audit_level)
    wrong = [finding for finding in found if not finding.silenced and finding.at_least(level)]
    if wrong:
        told = "\n\n".join(map(story, wrong))
        raise ContractViolation(told, mismatches=[f"{each.severity}[{each.rule}]: {each.title}" for each in wrong])
    silenced = [finding.silenced for finding in found if finding.silenced and finding.at_least(level)]
    if silenced:
        pytest.xfail("; ".join(dict.fromkeys(silenced)))
