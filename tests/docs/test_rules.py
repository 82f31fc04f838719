"""Every rule has its page, and the apps on it are what the page says they are."""

from __future__ import annotations

import pytest

from pytest_cors.audit.audit import audit
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.rule import Rule
from tests.audit.case import Case
from tests.audit.collected import built_from_source, cases, subject_of
from tests.audit.source import source_of

from .rules import FOLDER, pages, shown

RULES = pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.id)


def found(case: Case) -> set[str]:
    """What is found in an app that is made from the source on the page."""
    return {finding.rule for finding in audit(subject_of(case, built_from_source(case)), built_in())}


def test_there_is_one_page_for_each_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {*(rule.id for rule in built_in()), "index"}


def test_the_pages_are_what_the_rules_say() -> None:
    stale = [name for name, text in pages().items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, "write them anew: python -m tests.docs.rules"


@RULES
def test_the_first_app_of_a_page_has_the_mistake(rule: Rule) -> None:
    assert rule.id in found(shown(rule)[0])


@RULES
def test_the_second_app_of_a_page_has_not(rule: Rule) -> None:
    assert rule.id not in found(shown(rule)[1])


def test_what_a_reader_copies_needs_nothing_of_ours() -> None:
    assert not [case.name for case in cases() if "tests" in source_of(case.build)]
