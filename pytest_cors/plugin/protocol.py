"""Around a test: first the check of its marker, then the body, then the question whether anything was checked."""

from __future__ import annotations

import inspect
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cors.plugin.fixtures import CLIENT
from pytest_cors.plugin.markers import has_route, parametrised
from pytest_cors.plugin.missing_app import is_missing, what_to_write

if TYPE_CHECKING:
    from pytest_cors.plugin.client import CorsClient


def check_and_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Make the check of a marked test before its body; one that checks nothing is no pass."""
    declaration = parametrised(item)
    client = item.stash.get(CLIENT, None)
    if declaration is not None and declaration.route is not None:
        if client is None:
            raise _nothing("its cors_client fixture is not made from ours: have it take cors_client and return that")
        client.check()
    elif any(map(has_route, item.own_markers)):
        raise _nothing("its marker has a route and came after collection, too late to make a test of it")
    try:
        outcome = yield
    except pytest.skip.Exception:
        if inspect.iscoroutinefunction(getattr(item, "obj", None)):
            raise _nothing("it is an async function, and no plugin runs those") from None
        raise
    # A client that the body asked for itself is there only now.
    client = item.stash.get(CLIENT, None)
    if client is None or not client.made_a_check:
        raise _nothing(_why(client))
    return outcome


def _why(client: CorsClient | None) -> str:
    if client is None or not client.made_a_request:
        return "it made no request through cors_client; make one, or give the marker a route"
    return "none of its requests was held to the marker's expect; origin= in a call drops it, expect= sets one"


def _nothing(why: str) -> BaseException:
    return pytest.fail.Exception(f"This test is marked with cors and has checked nothing: {why}.", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what we have to say as it is, without a traceback of ours around it."""
    report = yield
    if call.excinfo is None or not report.failed or item.config.option.fulltrace:
        return report
    # By name: a run in which nothing of ours fails need not load the errors.
    if call.excinfo.type.__module__ == "pytest_cors.errors":
        from pytest_cors.plugin.failure import representation

        report.longrepr = representation(call.excinfo, item)
    elif is_missing(call.excinfo.value):
        report.longrepr = what_to_write(item)
    return report
