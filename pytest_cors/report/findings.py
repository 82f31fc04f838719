"""What the audit has found, for the terminal: the worst first, each with what to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pytest_cors.audit.finding import SEVERITIES, Finding, Severity
from pytest_cors.report.layout import Line, Span, Tone, columns, wrap
from pytest_cors.report.paper import INDENT, Paper
from pytest_cors.report.run import Run

WHOLE_APP = "the whole app"

_MOST_ROUTES = 4
_MOST_LISTED = 30
_LONGEST = 600  # columns: an app may have put anything into a sentence

_TONES: dict[Severity, Tone] = {"high": "broken", "medium": "broken", "low": "unknown", "info": "quiet"}


def finding_lines(run: Run, paper: Paper, *, everything: bool) -> list[Line]:
    """The section of the terminal's report; empty when the audit has found nothing.

    :param everything: tell also those that are only worth knowing.
    """
    if not run.findings:
        return []
    found = run.found
    told = [finding for finding in found if everything or finding.severity != "info"]
    silenced = len(run.findings) - len(found)
    head: Line = (Span(many_findings(found), "strong"), Span(f", {silenced} silenced" if silenced else "", "quiet"))
    lines: list[Line] = [head]
    for finding in told[:_MOST_LISTED]:
        lines += _told(finding, paper)
    if len(told) > _MOST_LISTED:
        lines.append((Span(f"{INDENT}and {len(told) - _MOST_LISTED} more", "strong"),))
    if len(told) < len(found):
        lines.append((Span(f"{INDENT}-v tells those that are only worth knowing, too", "quiet"),))
    return lines


def many_findings(found: Sequence[Finding]) -> str:
    """``3 findings of the audit: 1 high, 2 low``."""
    if not found:
        return "no finding of the audit"
    counts = Counter(finding.severity for finding in found)
    severities = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES) if counts[severity])
    return f"{len(found)} {'finding' if len(found) == 1 else 'findings'} of the audit: {severities}"


def routes_in_short(routes: Sequence[str], most: int = _MOST_ROUTES) -> str:
    """The first of them, and how many more."""
    if not routes:
        return WHOLE_APP
    shown = ", ".join(routes[:most])
    return shown if len(routes) <= most else f"{shown} and {len(routes) - most} more"


def _told(finding: Finding, paper: Paper) -> list[Line]:
    word = Span(paper.inert(f"{INDENT}{finding.severity}[{finding.rule}]"), _TONES[finding.severity])
    unsure = "" if finding.confidence == "certain" else f" ({finding.confidence})"
    # Never cut to the width: code is there to be copied.
    code = (paper.elide(paper.inert(line), _LONGEST) for line in finding.code)
    return [
        (word, Span(f": {paper.inert(finding.title)}", "strong")),
        *_paragraph(routes_in_short(finding.routes), paper, "quiet"),
        *_paragraph(f"{finding.what}.{unsure}", paper, "plain"),
        *(
            _paragraph(f"it was silenced at {finding.expired}, which is over", paper, "unknown")
            if finding.expired
            else []
        ),
        *_paragraph(f"fix: {finding.fix}{':' if finding.code else '.'}", paper, "plain"),
        *((Span(f"{INDENT * 3}{line}", "allowed"),) for line in code),
    ]


def _paragraph(text: str, paper: Paper, tone: Tone) -> list[Line]:
    told = paper.elide(paper.inert(text), _LONGEST)
    room = paper.width - 3 * len(INDENT)
    wrapped = [told]
    if columns(told) > paper.width - 2 * len(INDENT):
        wrapped = wrap((paper.elide(word, room) for word in told.split()), room)
    return [(Span(f"{INDENT * 3 if at else INDENT * 2}{line}", tone),) for at, line in enumerate(wrapped)]
