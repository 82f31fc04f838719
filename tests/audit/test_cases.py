"""Every rule finds its mistake, and is silent about the nearest app without it; so are all other rules."""

from __future__ import annotations

import pytest

from pytest_cors.audit.registry import built_in
from pytest_cors.audit.rule import Rule
from tests.audit.case import Case
from tests.audit.collected import FOLDER, audited, cases

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_what_is_found_is_what_is_wrong(case: Case) -> None:
    found = {finding.rule: finding for finding in audited(case) if finding.at_least("low")}

    assert found.keys() == case.expects, [finding.what for finding in found.values()]
    assert case.notes in {"", *(finding.rule for finding in audited(case))}


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_finding_keeps_to_what_its_rule_may_say(case: Case) -> None:
    rules = {rule.id: rule for rule in built_in()}

    for finding in audited(case):
        assert finding.severity in rules[finding.rule].severities
        assert not [text for text in (finding.what, finding.consequence, finding.fix) if text.endswith(".")]
        assert finding.evidence


@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.id)
def test_a_rule_has_a_module_and_cases_of_its_name(rule: Rule) -> None:
    name = rule.id.replace("-", "_")

    assert (FOLDER / f"{name}.py").exists()
    mine = [case for case in ALL if case.name.startswith(f"{rule.id}/")]
    assert any(rule.id in case.expects or rule.id == case.notes for case in mine)
    assert any(not case.is_mistaken and not case.notes for case in mine)


def test_names_are_unique() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
