"""One line on one record."""

from __future__ import annotations

from pytest_cors.browser.story.text import capped, inert
from pytest_cors.survey.record import Record


def in_short(record: Record) -> str:
    """``GET /users from https://evil.example in chromium: denied[AllowOriginMismatch], as declared``.

    It has no control character, and credentials are masked.
    """
    asked = f"{record.method} {capped(record.route)} from {record.origin} in {record.browser}"
    with_credentials = ", credentials included" if record.credentials == "include" else ""
    return inert(f"{asked}{with_credentials}: {_came_to(record)}")


def _came_to(record: Record) -> str:
    verdict: str = record.verdict or record.outcome
    if record.reason is not None:
        verdict = f"denied[{record.reason.code}]"
    if record.mismatches:
        return f"{verdict}; {'; '.join(map(capped, record.mismatches))}"
    return f"{verdict}, as declared" if record.expect is not None else verdict
