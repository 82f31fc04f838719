"""What our Browser does with a case, told as the truths tell what a real browser did."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pytest_cors import Browser, RequestError
from pytest_cors.browser import Page, ScriptResponse

from .corpus import Case, Outcome
from .server import CaseServers, calls

START = 1_700_000_000.0
"""Seconds since the epoch when a case begins."""
BETWEEN_FETCHES = 20
"""Milliseconds that pass before a fetch when the case does not say."""


def replay(case: Case, profile: str, *, console: str, keeps_empty_query: bool) -> list[Outcome]:
    """One outcome for each fetch of a case. Nothing waits: the clock is ours.

    :param console: the browser whose console line is told.
    """
    servers = CaseServers(case, keeps_empty_query=keeps_empty_query)
    now = START
    # The real browsers were told to allow third-party cookies.
    browser = Browser(servers, profile=profile, clock=lambda: now, third_party_cookies="allowed")
    for cookie in case.get("cookies") or []:
        browser.set_cookie(cookie["url"], cookie["set_cookie"])
    page = browser.page(case["page"], sandboxed="sandbox" in case)
    outcomes = []
    for call in calls(case):
        now += call.get("delay_ms", BETWEEN_FETCHES) / 1000
        outcome = _outcome(page, call, console)
        outcomes.append(outcome | {"wire": servers.take_wire()})
    return outcomes


def _outcome(page: Page, call: dict[str, Any], console: str) -> Outcome:
    try:
        result = page.fetch(
            call["url"],
            method=call["method"],
            headers=[(name, value) for name, value in call["headers"]],
            body=call["body"],
            mode=call["mode"],
            credentials=call["credentials"],
            redirect=call["redirect"],
        )
    except RequestError as error:
        return {"outcome": "request-error", "error": str(error)}
    if result.reason is None:
        return {"outcome": "response", "response": _as_script_sees(result.response)}
    reason = result.reason
    return {
        "outcome": "network-error",
        "cors_error": reason.code,
        "failed_parameter": reason.parameter,
        "console": reason.message(console),
    }


def _as_script_sees(response: ScriptResponse) -> dict[str, Any]:
    combined: dict[str, list[str]] = defaultdict(list)
    for name, value in response.headers:
        combined[name.lower()].append(value)
    return {
        "type": response.type,
        "status": response.status,
        "redirected": response.redirected,
        "url": response.url,
        "headers": sorted([name, ", ".join(values)] for name, values in combined.items()),
        "body": response.text,
    }
