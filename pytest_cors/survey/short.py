"""One line on one check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cors.browser.story.text import capped, inert

if TYPE_CHECKING:
    from pytest_cors.survey.record import Record


def in_short(record: Record) -> str:
    """``GET /users from https://evil.example in chromium: denied[AllowOriginMismatch], as declared``.

    It has no control character, and credentials are masked.
    """
    verdict: str = record.verdict or record.outcome
    if record.reason is not None:
        verdict = f"denied[{record.reason.code}]"
    return short(
        record.method,
        record.route,
        origin=record.origin,
        browser=record.browser,
        credentials=record.credentials,
        verdict=verdict,
        mismatches=record.mismatches,
        declared=record.expect is not None,
    )


def short(
    method: str,
    route: str,
    *,
    origin: str,
    browser: str,
    credentials: str,
    verdict: str,
    mismatches: tuple[str, ...] = (),
    declared: bool,
) -> str:
    """The same from its parts."""
    asked = f"{method} {capped(route)} from {origin} in {browser}"
    with_credentials = ", credentials included" if credentials == "include" else ""
    if mismatches:
        came_to = f"{verdict}; {'; '.join(map(capped, mismatches))}"
    else:
        came_to = f"{verdict}, as declared" if declared else verdict
    return inert(f"{asked}{with_credentials}: {came_to}")
