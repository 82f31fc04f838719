"""What CORS checks have seen, where pytest shows what it has captured: in a failing test, in pytest-html."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cors.survey.record import Record

_LINES = pytest.StashKey["list[str]"]()
_MOST_LINES = 1000


def tell(item: pytest.Item, in_short: str, record: Record | None = None) -> None:
    """Remember what to show of a check. One that is not as declared has a story of its own in the failure."""
    if record is not None and record.mismatches:
        return
    lines = item.stash.setdefault(_LINES, [])
    if len(lines) < _MOST_LINES:
        lines += [in_short] if record is None else [in_short, *_wire(record)]


def _wire(record: Record) -> Iterable[str]:
    if record.story is None:
        return ()
    from pytest_cors.report.exchange_text import exchange_lines

    return (f"  {line}" for line in exchange_lines(record))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give the lines to the report of the phase in which they were written."""
    report = yield
    lines = item.stash.get(_LINES, [])
    if lines:
        report.sections.append((f"Captured cors {call.when}", "\n".join(lines)))
        del item.stash[_LINES]
    return report
