"""Each check becomes a record if anybody will ask for it; a line of it goes where pytest's own reports look.

What makes records is loaded with the first of them: a suite that holds, and wants no report, makes none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.contract.check import Check, app_at
from pytest_cors.contract.model import Case
from pytest_cors.plugin.coverage import wanted
from pytest_cors.plugin.progress import advance
from pytest_cors.plugin.reports import detail
from pytest_cors.plugin.sections import tell
from pytest_cors.plugin.session import collect, cors_run
from pytest_cors.plugin.terminal import requested_reports
from pytest_cors.survey.short import in_short, short

if TYPE_CHECKING:
    from pytest_cors.contract.cell import CellResult
    from pytest_cors.survey.record import Record

PROPERTY = "cors"

_TOLD = pytest.StashKey[bool]()

_MOST_TOLD = 100
"""Checks of one test that are told as properties: a test may make thousands."""


def record(item: pytest.Item, check: Check, browser: Browser) -> None:
    """Keep what came of a case in one browser.

    :param browser: the one that was asked first, for its cookies.
    """
    if check.held and check.result is not None and not _will_be_told(item.config):
        _note(item, _in_short(check, check.result))
    else:
        keep(item, _record(item, check, browser))


def record_refused(item: pytest.Item, case: Case, browser: str, why: str) -> None:
    """Keep that script could not make such a request at all."""
    from pytest_cors.survey.record import record_unanswered

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
        line=_line(item),
    )
    keep(item, unanswered)


def note_app(config: pytest.Config, browser: Browser) -> None:
    """Remember the routes of the app that a browser knows, as what there is to cover, if anybody will ask."""
    if not _will_be_told(config):
        return
    from pytest_cors.survey.url_map import routes_of

    app = app_at(browser, f"{browser.base_url}/") if browser.base_url else None
    routes = (routes_of(app) if app is not None else None) or ()
    cors_run(config).note_routes(name for route in routes if not route.static for name in route.requests)


def record_cell(item: pytest.Item, answer: CellResult, browser: Browser) -> None:
    """Keep what came of a cell of a contract file in one browser.

    :param browser: the one that asked, for its cookies.
    """
    # A test of a contract file makes thousands of these: its failure tells those that matter.
    if _will_be_told(item.config):
        from pytest_cors.contract.cell_record import record_of_cell
        from pytest_cors.survey.elsewhere import elsewhere

        broken = answer.state == "broken"
        kept = detail(item.config, broken=broken)
        # Of thousands that are as declared nobody asks what each browser would say.
        others = elsewhere(answer.result, browser) if broken and answer.result and kept != "brief" else None
        made = record_of_cell(answer, nodeid=item.nodeid, line=_line(item), detail=kept, elsewhere=others)
        collect(item.config, made)
    advance(item)


def keep(item: pytest.Item, made: Record) -> None:
    """Keep a record for our reports, and a line of it for pytest's."""
    collect(item.config, made)
    _note(item, in_short(made), made)


def _note(item: pytest.Item, told: str, made: Record | None = None) -> None:
    advance(item)
    tell(item, told, made)
    if sum(name == PROPERTY for name, _ in item.user_properties) < _MOST_TOLD:
        item.user_properties.append((PROPERTY, told))


def _in_short(check: Check, result: FetchResult) -> str:
    """What ``in_short`` says of the record of a check that is as declared."""
    request, reason, expectation = result.request, result.reason, check.case.expectation
    return short(
        request.method,
        check.route.rule or _path(check.case),
        origin=result.page.origin,
        browser=result.profile,
        credentials=request.credentials_mode,
        verdict="allowed" if reason is None else f"denied[{reason.code}]",
        declared=expectation is not None,
    )


def _will_be_told(config: pytest.Config) -> bool:
    """Whether anybody asks, at the end of the run, what was recorded."""
    if _TOLD not in config.stash:
        config.stash[_TOLD] = wanted(config) is not None or bool(requested_reports(config))
    return config.stash[_TOLD]


def _line(item: pytest.Item) -> int | None:
    number = item.location[1]
    return None if number is None else number + 1


def _record(item: pytest.Item, check: Check, browser: Browser) -> Record:
    from pytest_cors.survey.elsewhere import elsewhere
    from pytest_cors.survey.record import record_fetch, record_unanswered

    case = check.case
    expect = None if case.expectation is None else case.expectation.word
    if check.result is not None:
        kept = detail(item.config, broken=bool(check.mismatches))
        return record_fetch(
            check.result,
            nodeid=item.nodeid,
            route=check.route.rule or _path(case),
            expect=expect,
            outcome="failed" if check.mismatches else "passed",
            mismatches=check.mismatches,
            duration=check.seconds,
            declared="" if expect is None else str(case),
            detail=kept,
            elsewhere=None if kept == "brief" else elsewhere(check.result, browser),
            line=_line(item),
        )
    return record_unanswered(
        nodeid=item.nodeid,
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
        line=_line(item),
    )


def _path(case: Case) -> str:
    return case.route.partition("?")[0]
