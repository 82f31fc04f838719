"""What the browsers' consoles print for a denial, line by line as a developer would see it.

Where a browser prints a specific line and a generic one after it, this is the specific one. A browser that prints
nothing gets an empty string.
"""

from __future__ import annotations

from pytest_cors.fetch import console_chromium, console_firefox, console_webkit
from pytest_cors.fetch.denial import Denial

_BROWSERS = {
    "chromium": console_chromium.console_line,
    "firefox": console_firefox.console_line,
    "webkit": console_webkit.console_line,
}


def console_line(reason: Denial, profile: str) -> str:
    """The line that one browser prints.

    :param profile: ``chromium``, ``firefox``, ``webkit``; for ``standard``, which prescribes no text, what is wrong
        and the step that says so.
    """
    if profile in _BROWSERS:
        return _BROWSERS[profile](reason)
    step = f", step {reason.step}" if reason.step else ""
    return f"{reason.title} ({reason.link}{step})"
