"""``--cors-report``: read from the command line, written after the run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_cors.errors import ConfigurationError
from pytest_cors.plugin.session import cors_run
from pytest_cors.report.request import ReportRequest, report_requests, separate_paths

if TYPE_CHECKING:
    from pytest_cors.report.layout import Line, Tone

_INI = "cors_report"

_MARKUP: dict[Tone, dict[str, bool]] = {
    "plain": {},
    "strong": {"bold": True},
    "quiet": {"light": True},
    "allowed": {"green": True},
    "denied": {},
    "broken": {"red": True, "bold": True},
    "unknown": {"yellow": True},
    "alarm": {"red": True, "bold": True, "invert": True},
}


def restore_report_path(config: pytest.Config, args: list[str]) -> None:
    """Give back the path that a bare ``--cors-report`` would take for its value.

    :raises pytest.UsageError: what stands there is neither a path nor a type of report.
    """
    folder = config.invocation_params.dir
    # A package to be found on sys.path need not be a file here.
    anything = "--pyargs" in args
    try:
        args[:] = separate_paths(args, exists=lambda word: anything or _exists(folder, word))
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None


def _exists(folder: Path, word: str) -> bool:
    try:
        return (folder / word.partition("::")[0]).exists()
    except (OSError, ValueError):
        return False


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a report that there is not, before any test runs."""
    requested_reports(config)


def requested_reports(config: pytest.Config) -> tuple[ReportRequest, ...]:
    """The reports that the command line asks for, or else the configuration file.

    :raises pytest.UsageError: for one that there is not.
    """
    values: list[str] | None = config.getoption("cors_report")
    try:
        return report_requests(config.getini(_INI) if values is None else values)
    except ConfigurationError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the report, if it was asked for; workers have no terminal."""
    if ReportRequest("term") not in requested_reports(config):
        return
    # Only now: the report knows the engine's reasons, and a run without it need not load them.
    from pytest_cors.report.terminal import terminal

    writer = config.get_terminal_writer()
    encoding = getattr(getattr(writer, "_file", sys.stdout), "encoding", None) or "ascii"
    terminalreporter.section("CORS contract report", sep="-")
    lines = terminal(
        cors_run(config).told(), width=writer.fullwidth, encoding=encoding, verbosity=config.option.verbose
    )
    for line in lines:
        _write(terminalreporter, line)


def _write(terminalreporter: pytest.TerminalReporter, line: Line) -> None:
    for span in line:
        terminalreporter.write(span.text, **_MARKUP[span.tone])
    terminalreporter.write("\n")
