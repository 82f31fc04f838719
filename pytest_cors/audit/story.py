"""A finding as text: what was seen, what it costs, what to change, and how to see it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_cors.audit.finding import Evidence, Finding
from pytest_cors.browser.story.text import EMPTY, Line, Span, beside, inert, plain, set_lines, wrapped
from pytest_cors.survey.story import RecordedExchange, RecordedHeader

WIDTH = 80

_INDENT = 12
_MOST_ROUTES = 12
_MOST_EXCHANGES = 4


def story(finding: Finding, *, color: bool = False, width: int = WIDTH) -> str:
    """The whole of it.

    :param width: columns to fit into.
    """
    return set_lines(_lines(finding, width), color=color)


def _lines(finding: Finding, width: int) -> Iterator[Line]:
    yield (Span(f"{finding.severity}[{finding.rule}]", "wrong"), Span(f": {finding.title}", "strong"))
    yield EMPTY
    text_width = width - _INDENT
    yield from _beside("routes", _routes(finding.routes), text_width)
    yield from _beside("seen", f"{finding.what}.", text_width)
    yield from _beside("so", f"{finding.consequence}.", text_width)
    if finding.confidence != "certain":
        yield from _beside("sure?", f"{finding.confidence.capitalize()}: look at it before you mend it.", text_width)
    if finding.expired:
        yield from _beside("silence", f"It was silenced at {finding.expired}, which is over.", text_width)
    for evidence in finding.evidence[:1]:
        yield EMPTY
        yield from _evidence(evidence, text_width)
    yield EMPTY
    yield from _beside("help", f"{finding.fix}{':' if finding.code else '.'}", text_width)
    yield from ((Span(" " * (_INDENT + 2)), Span(line, "code")) for line in finding.code)
    if finding.evidence and finding.evidence[0].curl:
        yield EMPTY
        yield from beside("curl", [plain(line) for line in finding.evidence[0].curl.splitlines()], indent=_INDENT)
    yield from _more(finding)


def _routes(routes: Sequence[str]) -> str:
    if not routes:
        return "the whole app"
    shown = ", ".join(routes[:_MOST_ROUTES])
    return shown if len(routes) <= _MOST_ROUTES else f"{shown} and {len(routes) - _MOST_ROUTES} more"


def _evidence(evidence: Evidence, width: int) -> Iterator[Line]:
    how = ", credentials include" if evidence.credentials == "include" else ""
    yield from _beside("page", f"{evidence.page} in {evidence.browser}{how}", width)
    yield EMPTY
    for exchange in evidence.exchanges[:_MOST_EXCHANGES]:
        yield from _exchange(exchange)
    yield EMPTY
    yield from _beside("shows", f"{evidence.shows}.", width)


def _exchange(exchange: RecordedExchange) -> Iterator[Line]:
    note = "  (preflight)" if exchange.kind == "preflight" else ""
    yield (Span("  --> ", "arrow"), Span(f"{exchange.method} {exchange.url}"), Span(note, "quiet"))
    yield from _headers(exchange.request_headers)
    yield (Span("  <-- ", "arrow"), Span(f"{exchange.status} {exchange.phrase}"))
    yield from _headers(exchange.response_headers)


def _headers(headers: Sequence[RecordedHeader]) -> Iterator[Line]:
    for header in headers:
        if header.matters:
            yield plain(f"      {inert(header.name)}: {inert(header.value)[:300] or '(empty)'}")


def _more(finding: Finding) -> Iterator[Line]:
    links = [finding.docs] if finding.docs else []
    links += [text for reference in finding.references for text in (reference.title, f"  {reference.url}")]
    if links:
        yield EMPTY
        yield from beside("more", [plain(inert(link)) for link in links], indent=_INDENT)


def _beside(label: str, text: str, width: int) -> list[Line]:
    return beside(label, [plain(line) for line in wrapped(text, width)], indent=_INDENT)
