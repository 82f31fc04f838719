from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

import pytest

from pytest_cors.report.layout import plain
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal
from pytest_cors.survey.record import Expectation, Outcome, Record, RecordedReason, names
from pytest_cors.survey.story import Verdict
from tests.differential.chromium import find_chromium
from tests.report.tab import Chromium


class Lines(Protocol):
    def __call__(self, records: Sequence[Record], **settings: Any) -> list[str]: ...


def _record(
    route: str,
    origin: str,
    verdict: Verdict | None = "allowed",
    *,
    method: str = "GET",
    expect: Expectation | Literal["the same"] | None = "the same",
    outcome: Outcome | None = None,
    reason: str | None = "MissingAllowOriginHeader",
    include: bool = False,
    headers: Iterable[str] = (),
    browser: str = "chromium",
    preflighted: bool | None = None,
    nodeid: str | None = None,
    mismatches: Iterable[str] = (),
    duration: float = 0.002,
    mode: str = "cors",
) -> Record:
    decided = verdict if verdict in {"allowed", "denied"} else None
    declared: Any = decided if expect == "the same" else expect
    as_declared = declared in {None, verdict}
    preflighted = method not in {"GET", "HEAD", "POST"} if preflighted is None else preflighted
    return Record(
        nodeid=nodeid or f"tests/test_shop.py::test_shop[{method} {route}-{origin}-{declared}]",
        route=route,
        method=method,
        url=f"https://api.example{route}",
        origin=origin,
        credentials="include" if include else "same-origin",
        headers=names(headers),
        mode=mode,
        browser=browser,
        expect=declared,
        verdict=verdict,
        outcome=outcome or ("passed" if as_declared else "failed"),
        reason=RecordedReason(reason) if verdict == "denied" and reason else None,
        preflighted=preflighted,
        mismatches=tuple(mismatches) or (() if as_declared else (f"expected {declared}, was {verdict}",)),
        duration=duration,
    )


@pytest.fixture
def record() -> Callable[..., Record]:
    """Make a record from what matters to the test."""
    return _record


@pytest.fixture
def lines() -> Lines:
    """The report as text."""

    def lines(records: Sequence[Record], **settings: Any) -> list[str]:
        told = {name: settings.pop(name) for name in ("incomplete", "routes", "locks") if name in settings}
        return plain(terminal(Run.of(records, **told), **settings))

    return lines


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser, for the tests of one module."""
    executable = find_chromium()
    if executable is None:
        assert "CI" not in os.environ, "continuous integration must have Chromium on the PATH"
        pytest.skip("no Chromium on the PATH, and $CHROMIUM is not set")
    browser = Chromium(executable)
    yield browser
    browser.close()
