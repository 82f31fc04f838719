"""Records made in pytest-xdist's workers come home to the controller, which alone reports.

They travel with the report of the test that made them, so that a worker that crashes takes those of one test with
it, and no others.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.session import CorsRun, cors_run

if TYPE_CHECKING:
    from pytest_cors.policy.diff import Comparison
    from pytest_cors.survey.record import Record

_KEY = "pytest_cors"
_FINDINGS = "pytest_cors_findings"
_ROUTES = "pytest_cors_routes"
_LOCKS = "pytest_cors_compared"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In a worker: give each report what was recorded since the last one."""
    report = yield
    if hasattr(item.config, "workerinput"):
        records = _as_texts(cors_run(item.config).take())
        if records:
            setattr(report, _KEY, records)
        findings = cors_run(item.config).take_findings()
        if findings:
            setattr(report, _FINDINGS, json.dumps([finding.to_json() for finding in findings]))
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> Generator[None, None, None]:
    """Take off a report what it carries: in the controller before others see it, in a worker when it is on its way.

    Pytest keeps its reports, there as here.
    """
    node = getattr(report, "node", None)
    if node is not None:
        _take_in(cors_run(node.config), report)
    yield
    for carried in (_KEY, _FINDINGS):
        report.__dict__.pop(carried, None)


def _take_in(run: CorsRun, report: pytest.TestReport) -> None:
    _gather(run, report.__dict__.pop(_KEY, ()))
    found = report.__dict__.pop(_FINDINGS, None)
    if found is not None:
        from pytest_cors.audit.finding import Finding

        run.add_findings(map(Finding.from_json, json.loads(found)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: hand over what no test has, and say by this that nothing is missing."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        run = cors_run(session.config)
        output[_ROUTES] = [list(run.routes), list(run.left_out)]
        output[_LOCKS] = _as_texts(run.locks)
        output[_KEY] = _as_texts(run.take())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the controller: a worker has ended, or was lost."""
    output: dict[str, Any] | None = getattr(node, "workeroutput", None)
    run = cors_run(node.config)
    if output is None:
        run.miss(node.gateway.id)
        return
    # One that has met no CORS has nothing to tell.
    run.note_routes(*output.pop(_ROUTES, ((), ())))
    run.note_locks(_as_locks(output.pop(_LOCKS, [])))
    _gather(run, output.pop(_KEY, []))
    run.end(node.gateway.id)


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport) -> None:
    """In the controller: which test a worker was lost in."""
    node: Any = getattr(report, "node", None)
    if node is not None:
        cors_run(node.config).miss(node.gateway.id, crashitem)


def _as_texts(values: Iterable[Record | Comparison]) -> list[str]:
    """Each as text, because not every string passes the wire as it is."""
    from pytest_cors.survey.plain import to_plain

    return [json.dumps(to_plain(value)) for value in values]


def _gather(run: CorsRun, texts: Sequence[str]) -> None:
    """Keep the records that a worker has made, one after the other."""
    if not texts:
        return
    from pytest_cors.survey.plain import from_plain
    from pytest_cors.survey.record import Record

    for text in texts:
        run.add(from_plain(Record, json.loads(text), where="record"))


def _as_locks(texts: Sequence[str]) -> list[Comparison]:
    if not texts:
        return []
    from pytest_cors.policy.diff import Comparison
    from pytest_cors.survey.plain import from_plain

    return [from_plain(Comparison, json.loads(text), where="lock") for text in texts]
