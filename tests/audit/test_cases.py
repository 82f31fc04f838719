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


@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.id)
def test_a_rule_has_a_module_and_cases_of_its_name(rule: Rule) -> None:
    name = rule.id.replace("-", "_")

    assert (FOLDER / f"{name}.py").exists()
    mine = [case for case in ALL if case.name.startswith(f"{rule.id}/")]
    assert any(rule.id in case.expects for case in mine) or set(rule.severities) == {"info"}
    assert any(not case.expects for case in mine)


def test_names_are_unique() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
