"""``--cors-fail-under``: too little of the app has an expectation, and the run fails."""

from __future__ import annotations

import pytest

from pytest_cors.errors import InvalidArgument
from pytest_cors.plugin.session import cors_run

OPTION = "--cors-fail-under"
_INI = "cors_fail_under"


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what is no percentage, before any test runs."""
    wanted(config)


def wanted(config: pytest.Config) -> float | None:
    """The percentage that must be reached; None when nobody says.

    :raises pytest.UsageError: it is none.
    """
    given: str | None = config.getoption("cors_fail_under")
    option, text = (_INI, config.getini(_INI)) if given is None else (OPTION, given)
    if not text:
        return None
    try:
        percent = float(text)
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        raise pytest.UsageError(str(InvalidArgument(option, text, "is no percentage: a number from 0 to 100")))
    return percent


def shortfall(config: pytest.Config) -> str | None:
    """What to say when too little is covered; None when enough is, or nobody asked."""
    percent = wanted(config)
    if percent is None or config.option.collectonly or hasattr(config, "workerinput"):
        return None
    from pytest_cors.report.coverage import coverage

    run = cors_run(config)
    seen = coverage(run.records.brief(), run.routes)
    if seen.percent >= percent:
        return None
    known = "" if run.routes else ", for no check has met an app with routes"
    return f"CORS coverage is {seen.percent:g} %, and {OPTION} wants {percent:g} %{known}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that would have passed."""
    if session.exitstatus == pytest.ExitCode.OK and shortfall(session.config) is not None:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)  # below the report
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why."""
    said = shortfall(config)
    if said is not None:
        terminalreporter.write_line(f"FAIL {said}", red=True, bold=True)
