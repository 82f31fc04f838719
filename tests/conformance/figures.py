"""The figures of a run, and their table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

MEASURES = ("outcome", "response", "wire", "code", "parameter", "failure", "message")
"""What is compared: how the promise ends; what script sees of the response; every request that reached a server;
Chromium's code and its parameter, or its kind of failure where it does not blame CORS; the line in the console."""

WHOLE = ("outcome", "response", "wire")
"""The measures that make a case agree as a whole: everything but the words for it."""


@dataclass(slots=True)
class Figures:
    """Of how many cases a measure could be compared, and in how many it differs."""

    compared: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)

    def count(self, compared: Collection[str], differing: Collection[str]) -> None:
        """Add one case, by its measures."""
        self.compared.update({"cases", *compared})
        self.differing.update({"cases", *differing} if set(WHOLE) & set(differing) else set(differing))

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.compared + other.compared, self.differing + other.differing)

    def share(self, measure: str) -> float:
        """Of 1, how much agrees."""
        return 1 - self.differing[measure] / self.compared[measure]


def table(rows: Mapping[str, Figures]) -> Iterator[str]:
    """One line for each row: of the cases that a measure applies to, how many agree."""
    columns = (*MEASURES, "cases")
    cells = [["", *columns], *([name, *(_cell(row, column) for column in columns)] for name, row in rows.items())]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *rest in cells:
        yield "  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])]).rstrip()
    yield "agreeing/compared; a case agrees when its outcome, its response and its wire do"


def _cell(row: Figures, measure: str) -> str:
    compared = row.compared[measure]
    if not compared:
        return "-"
    share = f" {row.share(measure):.2%}" if measure == "cases" else ""
    return f"{compared - row.differing[measure]}/{compared}{share}"
