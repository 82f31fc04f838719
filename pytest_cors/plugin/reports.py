"""The reports that go into files: written by the controller when everything else is over, complete or not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_cors.plugin.session import cors_run
from pytest_cors.plugin.terminal import requested_reports
from pytest_cors.report.request import SUMMARY, ReportRequest

if TYPE_CHECKING:
    from pytest_cors.report.run import Run
    from pytest_cors.survey.exchanges import Detail

_WRITTEN = pytest.StashKey["list[tuple[str, str]]"]()
_DETAILS = pytest.StashKey["tuple[Detail, Detail]"]()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse, before any test runs, a job summary where there is none."""
    cors_run(config)  # begins now
    if any(request.destination == SUMMARY for request in _files(config)) and not os.environ.get(SUMMARY):
        raise pytest.UsageError(f"--cors-report=markdown:{SUMMARY}: the environment has no such variable")


def detail(config: pytest.Config, *, broken: bool) -> Detail:
    """How much to record of a check, for the reports that are to be made."""
    if _DETAILS not in config.stash:
        from pytest_cors.report.files import detail_needed

        types = {request.type for request in requested_reports(config)}
        config.stash[_DETAILS] = (detail_needed(types, broken=False), detail_needed(types, broken=True))
    return config.stash[_DETAILS][broken]


@pytest.hookimpl(trylast=True)  # after xdist has heard of its workers
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write them, also when the run did not get to its end."""
    config = session.config
    if hasattr(config, "workerinput"):
        return
    why = _stopped(session, exitstatus)
    if why:
        cors_run(config).stop(why)
    requests = _files(config)
    if not requests:
        return
    run = cors_run(config).told()
    config.stash[_WRITTEN] = [(request.type, _write(config, request, run)) for request in requests]


def _stopped(session: pytest.Session, exitstatus: int) -> str:
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        return f"the run was interrupted{f': {session.shouldstop}' if session.shouldstop else ''}"
    if exitstatus == pytest.ExitCode.INTERNAL_ERROR:
        return "the run ended with an error of pytest or of a plugin"
    early = session.shouldfail or session.shouldstop
    return f"the run stopped early: {early}" if early else ""


def _files(config: pytest.Config) -> list[ReportRequest]:
    return [request for request in requested_reports(config) if request.destination]


def _write(config: pytest.Config, request: ReportRequest, run: Run) -> str:
    """Make one report; what to say of it."""
    from pytest_cors.report.files import write

    folder = config.invocation_params.dir
    try:
        path = write(request, run, folder=folder, summary=os.environ.get(SUMMARY))
    except OSError as error:
        return f"could not be written: {error}"
    return f"written to {_short(path, folder)}"


def _short(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


@pytest.hookimpl(trylast=True)  # behind the report that is printed
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say where they are."""
    written = config.stash.get(_WRITTEN, [])
    if not written:
        return
    terminalreporter.currentfspath = None  # the line of the last test has ended: no other is begun for us
    if ReportRequest("term") in requested_reports(config):
        terminalreporter.write_line("")
    else:
        terminalreporter.section("CORS contract report", sep="-")
    for name, said in written:
        failed = said.startswith("could not")
        terminalreporter.write_line(f"{name} report {said}", red=failed, bold=failed)
