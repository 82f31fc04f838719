"""A configuration that is known to be right or wrong: the data that the audit is measured by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Build = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One app.

    :param name: unique among all cases.
    :param build: gives the app.
    :param expects: ids of the rules that find something worse than informational in it, and of no others.
    :param notes: id of the rule that tells something informational of it, whatever others tell; empty when none must.
    :param misses: id of the rule whose mistake it has, and that cannot see it; empty when all are seen.
    :param contract: text of a ``cors.toml`` for it; empty when it has none.
    :param release: of flask-cors that it is made with; empty is the one that is installed.
    :param unsafe: requests that may have effects are sent, too.
    """

    name: str
    build: Build
    expects: frozenset[str]
    notes: str = ""
    misses: str = ""
    contract: str = ""
    release: str = ""
    unsafe: bool = False

    @property
    def is_mistaken(self) -> bool:
        """Whether something is to be mended, seen or not."""
        return bool(self.expects or self.misses)


@dataclass(slots=True)
class Cases:
    """The cases of one rule.

    :param unsafe: in all of them requests that may have effects are sent, too.
    """

    rule: str
    unsafe: bool = False
    all: list[Case] = field(default_factory=list)

    def mistaken(
        self, *, also: tuple[str, ...] = (), contract: str = "", release: str = ""
    ) -> Callable[[Build], Build]:
        """An app that has the mistake.

        :param also: other rules that find something in it, which is told then for its own cause.
        :param release: of flask-cors that it is made with; empty is the one that is installed.
        """
        return self._add(frozenset({self.rule, *also}), contract=contract, release=release)

    def correct(self, *, contract: str = "", release: str = "") -> Callable[[Build], Build]:
        """The nearest app that does not have it, and no other mistake either."""
        return self._add(frozenset(), contract=contract, release=release)

    def noted(self, *, contract: str = "", release: str = "") -> Callable[[Build], Build]:
        """An app of which the rule tells something informational; nothing is to be mended."""
        return self._add(frozenset(), notes=self.rule, contract=contract, release=release)

    def missed(self, *, contract: str = "") -> Callable[[Build], Build]:
        """An app that has the mistake where nobody can see it; its docstring says why."""
        return self._add(frozenset(), misses=self.rule, contract=contract)

    def _add(
        self, expects: frozenset[str], *, notes: str = "", misses: str = "", contract: str, release: str = ""
    ) -> Callable[[Build], Build]:
        def add(build: Build) -> Build:
            name = f"{self.rule}/{build.__name__}"
            self.all.append(Case(name, build, expects, notes, misses, contract, release, self.unsafe))
            return build

        return add
