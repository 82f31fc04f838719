"""The answers to the cells of a contract, thousands of them: what is as declared takes five bytes.

It can be told again from the contract itself: which cell it was, and at what URL. Only what needs words is kept as it
came, and of a fetch only one for each thing that is wrong.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import overload

from pytest_cors.browser import Browser
from pytest_cors.contract.cell import STATES, Cell, CellResult, State
from pytest_cors.contract.check import resolve
from pytest_cors.contract.expand import Group, Place
from pytest_cors.contract.rules import Rule

_NUMBERS = {state: number for number, state in enumerate(STATES)}

_AS_DECLARED: frozenset[State] = frozenset({"allowed", "denied", "preflight only"})


class Answers(Sequence[CellResult]):
    """What came of cells, in the order in which they were asked.

    :param browser: that was asked.
    :param place: where its app lives.
    """

    def __init__(self, browser: Browser, place: Place) -> None:
        self._browser = browser
        self._place = place
        self._groups: list[tuple[Group, list[str]]] = []
        self._starts: list[int] = []
        self._states = bytearray()
        self._seconds = array("f")
        self._kept: dict[int, CellResult] = {}
        self._shown: set[tuple[str, str]] = set()
        self.known: dict[str, Rule] = {}
        """Rules met that tolerate something, by name."""

    def add(self, group: Group, answer: CellResult) -> None:
        """Keep what came of the next cell of a group; each cell comes once for each browser."""
        if not self._groups or self._groups[-1][0] is not group:
            self._groups.append((group, []))
            self._starts.append(len(self._states))
        names = self._groups[-1][1]
        if answer.browser not in names:
            names.append(answer.browser)
        rule = answer.cell.rule
        if rule is not None and rule.known:
            self.known[rule.name] = rule
        if answer.state not in _AS_DECLARED or answer.why:
            self._kept[len(self._states)] = self._slim(answer)
        self._states.append(_NUMBERS[answer.state])
        self._seconds.append(answer.seconds)

    def _slim(self, answer: CellResult) -> CellResult:
        """The same without the fetch, unless it is the first that shows what is wrong."""
        shown = (answer.cell.must_be, answer.cause)
        if answer.state == "broken" and shown not in self._shown:
            self._shown.add(shown)
            return answer
        return answer._replace(result=None)

    @property
    def kept(self) -> Sequence[CellResult]:
        """Those that need words: all but what is plainly as declared."""
        return tuple(self._kept.values())

    @property
    def counts(self) -> Mapping[State, int]:
        """How many are in each state that occurs."""
        counted = Counter(self._states)
        return {state: counted[number] for number, state in enumerate(STATES) if counted[number]}

    # As a sequence

    def __len__(self) -> int:
        return len(self._states)

    def __iter__(self) -> Iterator[CellResult]:
        for at, (group, names) in zip(self._starts, self._groups, strict=True):
            asked = ((cell, name) for cell in group.cells(self._place) for name in names)
            for index, (cell, name) in enumerate(islice(asked, self._end(at) - at), at):
                yield self._told(index, cell, name)

    @overload
    def __getitem__(self, index: int) -> CellResult: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[CellResult]: ...

    def __getitem__(self, index: int | slice) -> CellResult | Sequence[CellResult]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self))[index]
        of = bisect_right(self._starts, at) - 1
        group, names = self._groups[of]
        number, name = divmod(at - self._starts[of], len(names))
        return self._told(at, next(islice(group.cells(self._place), number, None)), names[name])

    def _end(self, start: int) -> int:
        of = bisect_right(self._starts, start)
        return self._starts[of] if of < len(self._starts) else len(self)

    def _told(self, index: int, cell: Cell, name: str) -> CellResult:
        kept = self._kept.get(index)
        if kept is not None:
            return kept
        state = STATES[self._states[index]]
        return CellResult(
            cell=cell,
            browser=name,
            url=resolve(self._browser, cell.case.route, page_origin=cell.case.origin),
            state=state,
            held_back=state == "preflight only",
            seconds=self._seconds[index],
        )
