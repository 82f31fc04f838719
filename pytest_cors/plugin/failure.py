"""How our errors look in a report: the user's lines that led there, then the story, and nothing of us in between."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest._code.code import ReprEntry, ReprFileLocation

if TYPE_CHECKING:
    from _pytest._io import TerminalWriter

_NOT_THE_USERS = tuple(
    str(Path(sys.modules[name].__file__ or name).parent) for name in ("pytest", "_pytest", "pluggy", "pytest_cors")
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of the user's own code."""

    path: Path
    number: int
    name: str
    source: str


def representation(excinfo: pytest.ExceptionInfo[BaseException], item: pytest.Item) -> Any:
    """What pytest prints for an error of ours.

    It is made of pytest's own classes, so that it crosses from an xdist worker; only the colours stay behind.
    """
    error = excinfo.value
    places = _places(error.__traceback__)
    mismatches: tuple[str, ...] = getattr(error, "mismatches", ())
    shown: Any = excinfo.getrepr(style="value", chain=False)
    shown.reprcrash = _crash(places, item, mismatches[0] if mismatches else str(error).partition("\n")[0])
    shown.chain = [(shown.reprtraceback, shown.reprcrash, None)]
    shown.reprtraceback.reprentries = [_entry(error, _shown(places, item), item.config)]
    shown.reprtraceback.extraline = None
    return shown


@dataclass(eq=False)
class _ColouredEntry(ReprEntry):
    coloured: list[str] = field(default_factory=list)

    def toterminal(self, tw: TerminalWriter) -> None:
        for line in self.coloured if tw.hasmarkup else self.lines:
            tw.line(line)


def _entry(error: BaseException, head: list[str], config: pytest.Config) -> ReprEntry:
    if config.option.tbstyle == "line":
        return ReprEntry([], None, None, None, "value")
    lines = [*head, *str(error).splitlines()]
    if hasattr(config, "workerinput"):
        return ReprEntry(lines, None, None, None, "value")
    return _ColouredEntry(lines, None, None, None, "value", [*head, *_coloured(error).splitlines()])


def _coloured(error: BaseException) -> str:
    result = getattr(error, "result", None)
    if result is None:
        return str(error)
    mismatches = getattr(error, "mismatches", ())
    text: str = result.explain(declared=getattr(error, "declared", None), mismatches=mismatches, color=True)
    return text


def _crash(places: Sequence[_Place], item: pytest.Item, message: str) -> ReprFileLocation:
    """Where to look, for the short summary and for editors: the user's line, else the test."""
    if places:
        return ReprFileLocation(str(places[-1].path), places[-1].number, message)
    path, number, _ = item.reportinfo()
    return ReprFileLocation(str(path), (number or 0) + 1, message)


def _shown(places: Sequence[_Place], item: pytest.Item) -> list[str]:
    here = item.config.invocation_params.dir
    lines = [""] if places else []
    for place in reversed(places):
        path = place.path.relative_to(here) if place.path.is_relative_to(here) else place.path
        lines[:0] = [f"{path}:{place.number}: in {place.name}", f"    {place.source}"]
    return lines


def _places(traceback: TracebackType | None) -> list[_Place]:
    """The lines that led here, the innermost last; none for a check without a body."""
    places: list[_Place] = []
    for frame, number in walk_tb(traceback):
        code = frame.f_code
        if code.co_filename.startswith(_NOT_THE_USERS) or frame.f_locals.get("__tracebackhide__"):
            continue
        source = linecache.getline(code.co_filename, number, frame.f_globals).strip()
        places.append(_Place(Path(code.co_filename), number, code.co_name, source))
    return places
