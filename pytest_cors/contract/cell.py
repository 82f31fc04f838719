"""A cell: one fetch that a contract file decides, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pytest_cors.browser import FetchResult
from pytest_cors.contract.model import Case
from pytest_cors.contract.rules import Rule

Aspect = Literal["allowed", "stranger", "elsewhere", "method", "credentials", "header", "taken back"]
"""Why a cell is what it is: some rule allows it; or of all that a rule must agree to, the first that none does."""

State = Literal[
    "allowed", "denied", "preflight only", "undecided", "inconclusive", "not modelled", "tolerated", "broken"
]

STATES: tuple[State, ...] = get_args(State)

DECIDED: frozenset[State] = frozenset({"allowed", "denied", "preflight only", "tolerated", "broken"})
"""The states in which an answer was had."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One route, method, origin, credentials mode and header set.

    :param route: the app's URL rule.
    :param case: the fetch, and what must come of it.
    :param rule: the one that decides; None when no rule allows it.
    :param shows: of a hostile origin: what is wrong with the app that lets it in.
    :param guessed: variables of the route whose values nobody has given.
    :param control: the same request from a page that may make it; None when nobody may.
    """

    route: str
    case: Case
    rule: Rule | None
    aspect: Aspect
    shows: str = ""
    guessed: tuple[str, ...] = ()
    control: Case | None = None

    @property
    def must_be(self) -> str:
        """The word that was declared."""
        assert self.case.expectation is not None, "because a cell is decided by the contract"
        return self.case.expectation.word


@dataclass(frozen=True, slots=True, eq=False)
class CellResult:
    """What came of a cell in one browser.

    :param browser: the profile's name.
    :param url: absolute, of the request.
    :param why: one sentence each: what is not as declared, or why there is no answer.
    :param cause: cells with the same cause are told together; empty when nothing is wrong.
    :param result: None when no fetch was made, or nobody needs it any more.
    :param held_back: the request itself was not sent, because it may have effects.
    :param seconds: it took.
    """

    cell: Cell
    browser: str
    url: str
    state: State
    why: tuple[str, ...] = ()
    cause: str = ""
    result: FetchResult | None = None
    held_back: bool = False
    seconds: float = 0.0
