"""A cell: one fetch that a contract file decides, and what came of it."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from pytest_cors.browser import FetchResult
from pytest_cors.contract.model import Case
from pytest_cors.contract.question import Aspect, Question
from pytest_cors.contract.rules import Rule

State = Literal[
    "allowed", "denied", "preflight only", "undecided", "inconclusive", "not modelled", "tolerated", "broken"
]

STATES: tuple[State, ...] = get_args(State)

DECIDED: frozenset[State] = frozenset({"allowed", "denied", "preflight only", "tolerated", "broken"})
"""The states in which an answer was had."""


class Cell(NamedTuple):
    """One route, method, origin, credentials mode and header set.

    :param route: the app's URL rule.
    :param url: what is asked for: a path of the app, or an absolute URL.
    :param question: what is asked there.
    :param guessed: variables of the route whose values nobody has given.
    """

    route: str
    url: str
    question: Question
    guessed: tuple[str, ...] = ()

    @property
    def case(self) -> Case:
        """The fetch, and what must come of it."""
        return self.question.at(self.url)

    @property
    def method(self) -> str:
        """As script gives it."""
        return self.question.method

    @property
    def rule(self) -> Rule | None:
        """The one that decides; None when no rule allows it."""
        return self.question.rule

    @property
    def aspect(self) -> Aspect:
        """Why it is what it is."""
        return self.question.aspect

    @property
    def shows(self) -> str:
        """Of a hostile origin: what is wrong with the app that lets it in."""
        return self.question.shows

    @property
    def must_be(self) -> str:
        """The word that was declared."""
        return self.question.expectation.word


class CellResult(NamedTuple):
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
