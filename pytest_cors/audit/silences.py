"""What a contract file says that nobody need hear of, held against what rules have seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pytest_cors.audit.rule import Rule
from pytest_cors.contract.rules import ContractFile, Silence
from pytest_cors.errors import InvalidFile, InvalidKey


@dataclass(frozen=True, slots=True)
class Silences:
    """Those of one file, on one day.

    :param path: of the file, as it is shown.
    :param today: those whose last day is over hold no more.
    """

    path: str = ""
    all: Sequence[Silence] = ()
    today: date = date.min

    @classmethod
    def of(cls, file: ContractFile, *, today: date) -> Silences:
        """Those of a contract file."""
        return cls(file.path, file.silences, today)

    def holding(self, rule: str, route: str | None) -> Silence | None:
        """The first that silences what a rule has seen at a route, or in the whole app."""
        return next((each for each in self.all if each.covers(rule, route) and not self._is_over(each)), None)

    def over(self, rule: str, route: str | None) -> Silence | None:
        """The first that did, and does no more."""
        return next((each for each in self.all if each.covers(rule, route) and self._is_over(each)), None)

    def place(self, silence: Silence) -> str:
        """Where one stands."""
        return f"{self.path}:{silence.line}"

    def _is_over(self, silence: Silence) -> bool:
        return silence.until is not None and silence.until < self.today


def check_rules(file: ContractFile, rules: Iterable[Rule]) -> None:
    """Refuse a silence of a rule that there is not.

    :raises InvalidFile: with all of them.
    """
    valid = [rule.id for rule in rules]
    wrong = [
        InvalidKey(
            "rule",
            silence.rule,
            "is no rule of the audit",
            path=file.path,
            line=silence.line,
            column=1,
            valid=valid,
        )
        for silence in file.silences
        if silence.rule not in valid
    ]
    if wrong:
        raise InvalidFile(file.path, wrong)
