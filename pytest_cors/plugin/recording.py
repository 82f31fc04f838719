"""Each check becomes a record, whatever came of it."""

from __future__ import annotations

import pytest

from pytest_cors.browser import Browser
from pytest_cors.contract.cell import CellResult
from pytest_cors.contract.cell_record import record_of_cell
from pytest_cors.contract.check import Check, app_at
from pytest_cors.contract.model import Case
from pytest_cors.plugin.coverage import wanted
from pytest_cors.plugin.session import collect, cors_run
from pytest_cors.plugin.terminal import requested_reports
from pytest_cors.survey.record import Record, record_fetch, record_unanswered
from pytest_cors.survey.url_map import routes_of


def record(item: pytest.Item, check: Check) -> None:
    """Keep what came of a case in one browser."""
    collect(item.config, _record(item.nodeid, check))


def record_refused(item: pytest.Item, case: Case, browser: str, why: str) -> None:
    """Keep that script could not make such a request at all."""
    unanswered = record_unanswered(
        nodeid=item.nodeid,
        route=_path(case),
        method=case.method,
        origin=case.origin,
        browser=browser,
        outcome="error",
        credentials=case.credentials,
        headers=(name for name, _ in case.headers),
        mode=case.mode,
        expect=None if case.expectation is None else case.expectation.word,
        mismatches=(why,),
    )
    collect(item.config, unanswered)


def note_app(config: pytest.Config, browser: Browser) -> None:
    """Remember the routes of the app that a browser knows, as what there is to cover, if anybody will ask."""
    if wanted(config) is None and not requested_reports(config):
        return
    app = app_at(browser, f"{browser.base_url}/") if browser.base_url else None
    routes = (routes_of(app) if app is not None else None) or ()
    cors_run(config).note_routes(name for route in routes if not route.static for name in route.requests)


def record_cell(item: pytest.Item, answer: CellResult) -> None:
    """Keep what came of a cell of a contract file in one browser."""
    collect(item.config, record_of_cell(answer, nodeid=item.nodeid))


def _record(nodeid: str, check: Check) -> Record:
    case = check.case
    expect = None if case.expectation is None else case.expectation.word
    if check.result is not None:
        return record_fetch(
            check.result,
            nodeid=nodeid,
            route=check.route.rule or _path(case),
            expect=expect,
            outcome="failed" if check.mismatches else "passed",
            mismatches=check.mismatches,
            duration=check.seconds,
        )
    return record_unanswered(
        nodeid=nodeid,
        route=_path(case),
        method=case.method,
        origin=case.origin,
        browser=check.browser,
        outcome="error",
        url=check.url,
        credentials=case.credentials,
        headers=(name for name, _ in case.headers),
        mode=case.mode,
        expect=expect,
        verdict="not modelled",
        mismatches=(str(check.unmodelled),),
        duration=check.seconds,
    )


def _path(case: Case) -> str:
    return case.route.partition("?")[0]
