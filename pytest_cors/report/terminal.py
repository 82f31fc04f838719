"""``--cors-report=term``: the records as lines of a terminal, with or without colour, in Unicode or ASCII.

The same records make the same lines in whatever sequence they came.
"""

from __future__ import annotations

from collections.abc import Iterable

from pytest_cors.fetch.reasons import CODES
from pytest_cors.report.coverage import coverage, coverage_lines
from pytest_cors.report.findings import finding_lines
from pytest_cors.report.layout import Line, Span, columns, inert, pad, wrap
from pytest_cors.report.lock_changes import lock_lines
from pytest_cors.report.matrix import Matrix, kind_of, matrix
from pytest_cors.report.paper import INDENT, TONES, Paper
from pytest_cors.report.preflights import preflight_lines
from pytest_cors.report.run import Run
from pytest_cors.report.table import bands, footnote, marks
from pytest_cors.survey.record import Record

NOTHING_RAN = "no CORS check ran"

_MOST_LISTED = 50
_LONGEST_SENTENCE = 400  # columns: a header value may be a megabyte


def terminal(
    run: Run,
    *,
    width: int = 80,
    encoding: str = "utf-8",
    verbosity: int = 0,
) -> list[Line]:
    """The report on a run.

    :param width: of the terminal, in columns.
    :param encoding: of the terminal; one that lacks the symbols gets ASCII.
    :param verbosity: as pytest counts it: -1 leaves out what preflights cost, -2 the matrix too, 1 folds
        nothing and names every origin and every call.
    """
    paper = Paper.of(width=width, encoding=encoding)
    lost = [(Span(f"incomplete: {paper.inert(why)}", "broken"),) for why in run.incomplete]
    everything = verbosity > 0
    found = finding_lines(run, paper, everything=everything)
    locked = lock_lines(run.changed, paper)
    if not run.records:
        nothing: list[Line] = [] if found else [(Span(NOTHING_RAN),)]
        return _joined([found, locked, [*lost, *nothing]])
    table = matrix(run.records, max_routes=len(run.records)) if everything else matrix(run.records)
    blocks = (
        []
        if verbosity < -1
        else [*bands(table, paper, everything=everything), _legend(table, paper), _reasons(table, paper)]
    )
    blocks += [_wrong(table, paper), found, locked]
    if verbosity >= 0:
        blocks.append(preflight_lines(run.records, paper, everything=everything))
    blocks += [[*lost, *_counts(table)], coverage_lines(coverage(run.records.brief(), run.routes), paper)]
    return _joined(blocks)


def _joined(blocks: Iterable[list[Line]]) -> list[Line]:
    """With an empty line between any two."""
    lines: list[Line] = []
    for block in blocks:
        if block:
            lines += [(), *block] if lines else block
    return lines


def _legend(table: Matrix, paper: Paper) -> list[Line]:
    """What the symbols mean, as far as they occur."""
    symbols = paper.symbols
    cells = [cell for row in table.rows for cell in row.cells if cell is not None]
    kinds = {cell.face.kind for cell in cells}
    words = [f"{symbols.of(kind)} {kind}" for kind in TONES if kind in kinds]
    if len(cells) < sum(len(row.cells) for row in table.rows):
        words.append(f"{symbols.nothing} not asked")
    occurring = {mark for cell in cells for mark in marks(cell, symbols)}
    for mark, meaning in (
        (symbols.preflighted, "preflighted"),
        (symbols.credentials, "with credentials"),
        (symbols.both, "with and without"),
        (symbols.undeclared, "undeclared"),
    ):
        if mark in occurring:
            words.append(f"{mark} {meaning}")
    return [(Span(INDENT + line, "quiet"),) for line in wrap(words, paper.width - len(INDENT), gap="   ")]


def _reasons(table: Matrix, paper: Paper) -> list[Line]:
    """Why denied cells are denied."""
    codes = [paper.inert(code) for code in table.reasons]
    titles = [_title(code) for code in table.reasons]
    digits = len(footnote(table.reasons[-1], table)) if codes else 0
    start = len(INDENT) + 1 + digits + 1
    widest = max(map(columns, codes), default=0)
    aligned = all(start + widest + 2 + columns(title) <= paper.width for title in titles)
    lines: list[Line] = []
    for reason, code, title in zip(table.reasons, codes, titles, strict=True):
        head = (
            Span(INDENT + paper.symbols.denied, "denied"),
            Span(pad(footnote(reason, table), digits) + " ", "quiet"),
            Span(pad(code, widest) if aligned else code),
        )
        if aligned or start + columns(code) + 2 + columns(title) <= paper.width:
            lines.append((*head, Span(f"  {title}", "quiet")))
        else:
            lines += [head, (Span(" " * start + paper.elide(title, paper.width - start), "quiet"),)]
    return lines


def _title(reason: str) -> str:
    """What a code means, in a few words; a code that says it of a preflight need not say so twice."""
    return CODES[reason].title.removesuffix(" (on the preflight)") if reason in CODES else ""


def _wrong(table: Matrix, paper: Paper) -> list[Line]:
    """The checks that did not come out as declared, by node id, so that one of them can be run again."""
    lines: list[Line] = []
    for record in table.wrong[:_MOST_LISTED]:
        kind = kind_of(record)
        nodeid = paper.inert(record.nodeid)
        said = [paper.inert(sentence) for sentence in record.mismatches] or ["failed"]
        if where := _where(record, table):
            said[0] = f"{paper.inert(where)}: {said[0]}"
        lines.append((Span(f"{INDENT}{paper.symbols.of(kind)} ", TONES[kind]), Span(nodeid, "strong")))
        if len(said) == 1 and columns(nodeid) + columns(said[0]) + 6 <= paper.width:
            lines[-1] += (Span(f"  {said[0]}"),)
            continue
        for sentence in said:
            lines += _paragraph(sentence, paper)
    if len(table.wrong) > _MOST_LISTED:
        lines.append((Span(f"{INDENT}and {len(table.wrong) - _MOST_LISTED} more", "strong"),))
    return lines


def _where(record: Record, table: Matrix) -> str:
    """Which cell it is, where the node id does not tell."""
    told = record.route in record.nodeid and record.origin in record.nodeid
    cell = "" if told else f"{record.method} {record.route} from {record.origin}"
    browser = f"in {record.browser}" if len(table.browsers) > 1 else ""
    return " ".join(filter(None, (cell, browser)))


def _paragraph(sentence: str, paper: Paper) -> list[Line]:
    room = paper.width - 3 * len(INDENT)
    words = [paper.elide(word, room) for word in paper.elide(sentence, _LONGEST_SENTENCE).split()]
    whole = " ".join(words)
    wrapped = [whole] if columns(whole) <= paper.width - 2 * len(INDENT) else wrap(words, room)
    return [(Span(f"{INDENT * 3 if at else INDENT * 2}{line}"),) for at, line in enumerate(wrapped)]


def _counts(table: Matrix) -> list[Line]:
    line = [Span(f"{_many(table.cells, 'cell')}: ", "strong")]
    for kind, count in table.counts:
        line += [Span(f"{count} {kind}", "plain" if kind == "mixed" else TONES[kind]), Span(", ")]
    line.pop()
    if table.undeclared:
        line.append(Span(f" ({table.undeclared} undeclared)", "quiet"))
    browsers = ", ".join(inert(browser, encoding="ascii") for browser in table.browsers)
    scope = f"{_many(table.routes, 'route')}, {_many(len(table.origins), 'origin')}; {browsers}"
    return [tuple(line), (Span(f"{scope}; {_time(table.seconds)}", "quiet"),)]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _time(seconds: float) -> str:
    if seconds < 0.001:
        return "less than 1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
