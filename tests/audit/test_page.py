"""The page about the audit: its tables are those of what the audit is made of, and its figures hold."""

from __future__ import annotations

from pytest_cors.audit.relations import EXPLAINS
from tests.audit.__main__ import PAGE, written
from tests.audit.collected import cases


def test_the_page_is_written_from_what_it_tells() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "write it anew: python -m tests.audit"


def test_there_are_enough_of_both() -> None:
    mistaken = [case for case in cases() if case.is_mistaken]

    assert len(mistaken) >= 60
    assert len(cases()) - len(mistaken) >= 60


def test_what_cannot_be_seen_says_why() -> None:
    assert not [case.name for case in cases() if case.misses and not case.build.__doc__]


def test_no_two_findings_explain_each_other() -> None:
    def reached(rule: str, seen: frozenset[str]) -> bool:
        return any(other in seen or reached(other, seen | {other}) for other in EXPLAINS.get(rule, ()))

    assert not [rule for rule in EXPLAINS if reached(rule, frozenset({rule}))]
