"""How often the audit is right: precision and recall, over every case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_cors.audit.registry import built_in
from tests.audit.case import Case
from tests.audit.collected import audited, cases


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one rule, or of all.

    :param right: found where it is.
    :param wrong: found where it is not.
    :param missed: not found where it is.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> str:
        """How much of what was found is there, in percent."""
        return _percent(self.right, self.right + self.wrong)

    @property
    def recall(self) -> str:
        """How much of what is there was found, in percent."""
        return _percent(self.right, self.right + self.missed)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def figures(rule: str, among: Iterable[Case]) -> Figures:
    """What became of one rule; what it tells as information is no finding here."""
    total = Figures()
    for case in among:
        found = any(finding.rule == rule and finding.at_least("low") for finding in audited(case))
        there = rule in {*case.expects, case.misses}
        total += Figures(int(found and there), int(found and not there), int(there and not found))
    return total


def table() -> Iterator[str]:
    """Lines of a Markdown table: a row for each rule, and one for all."""
    yield "| rule | found | missed | wrongly found | precision | recall |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    total = Figures()
    for rule in built_in():
        if set(rule.severities) == {"info"}:
            continue
        each = figures(rule.id, cases())
        if each == Figures():
            continue
        total += each
        yield _row(f"[{rule.id}](../reference/rules/{rule.id}.md)", each)
    yield _row("**all**", total)


def _row(name: str, each: Figures) -> str:
    return f"| {name} | {each.right} | {each.missed} | {each.wrong} | {each.precision} | {each.recall} |"


def sentence() -> str:
    """What the table was counted over."""
    mistaken = sum(case.is_mistaken for case in cases())
    correct = len(cases()) - mistaken
    noisy = sum(any(finding.at_least("low") for finding in audited(case)) for case in cases() if not case.is_mistaken)
    found = "in none of the correct ones" if noisy == 0 else f"in {noisy} of the correct ones"
    return f"{mistaken} mistaken configurations and {correct} correct ones; {found} anything above `info` was found."
