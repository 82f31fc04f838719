"""How our errors look in a report: the user's lines that led there, then the story, and nothing of us in between."""

from __future__ import annotations

import linecache
import sys
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest
from _pytest._code.code import ReprEntry

if TYPE_CHECKING:
    from _pytest._io import TerminalWriter

_NOT_THE_USERS = tuple(
    str(Path(sys.modules[name].__file__ or name).parent) for name in ("pytest", "_pytest", "pluggy", "pytest_cors")
)


def representation(excinfo: pytest.ExceptionInfo[BaseException], item: pytest.Item) -> Any:
    """What pytest prints for an error of ours.

    It is made of pytest's own classes, so that it crosses from an xdist worker; only the colours stay behind.
    """
    error = excinfo.value
    places = _places(error.__traceback__, item)
    lines = [*places, *str(error).splitlines()]
    shown: Any = excinfo.getrepr(style="value", chain=False)
    if hasattr(item.config, "workerinput"):
        entry = ReprEntry(lines, None, None, None, "value")
    else:
        entry = _ColouredEntry(lines, None, None, None, "value", [*places, *_coloured(error).splitlines()])
    shown.reprtraceback.reprentries = [entry]
    shown.reprtraceback.extraline = None
    mismatches: tuple[str, ...] = getattr(error, "mismatches", ())
    if shown.reprcrash is not None:
        shown.reprcrash.message = mismatches[0] if mismatches else str(error).partition("\n")[0]
    return shown


@dataclass(eq=False)
class _ColouredEntry(ReprEntry):
    coloured: list[str] = field(default_factory=list)

    def toterminal(self, tw: TerminalWriter) -> None:
        for line in self.coloured if tw.hasmarkup else self.lines:
            tw.line(line)


def _coloured(error: BaseException) -> str:
    result = getattr(error, "result", None)
    if result is None:
        return str(error)
    mismatches = getattr(error, "mismatches", ())
    text: str = result.explain(declared=getattr(error, "declared", None), mismatches=mismatches, color=True)
    return text


def _places(traceback: TracebackType | None, item: pytest.Item) -> list[str]:
    """The lines of the user's own code that led here, the innermost last; none for a check without a body."""
    places: list[str] = []
    for frame, number in walk_tb(traceback):
        code = frame.f_code
        if code.co_filename.startswith(_NOT_THE_USERS) or frame.f_locals.get("__tracebackhide__"):
            continue
        path = Path(code.co_filename)
        if path.is_relative_to(item.config.invocation_params.dir):
            path = path.relative_to(item.config.invocation_params.dir)
        source = linecache.getline(code.co_filename, number, frame.f_globals).strip()
        places += [f"{path}:{number}: in {code.co_name}", f"    {source}"]
    return [*places, ""] if places else []
