"""Tells the figures after the run; they come with the reports, so that they arrive from other processes too."""

from __future__ import annotations

from collections import Counter

import pytest

from .figures import Figures, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows: dict[str, Figures] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "conformance" and report.when == "call":
                    row, compared, differing = value
                    rows[row] = rows.get(row, Figures()) + Figures(Counter(compared), Counter(differing))
    if rows:
        terminalreporter.section("agreement with real browsers")
        for line in table(dict(sorted(rows.items()))):
            terminalreporter.write_line(line)
