"""``--cors-report=markdown``: for a pull-request comment or the summary of a CI job. What is broken comes first.

Whatever the application sent stands in a code span or a fence, where nothing is markup, no name is mentioned and no
link is made. The whole fits into a comment on GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from pytest_cors.audit.finding import Finding, Severity
from pytest_cors.fetch.reasons import CODES
from pytest_cors.policy.diff import listing
from pytest_cors.report.coverage import coverage
from pytest_cors.report.exchange_text import exchange_lines, exchanges_in_lines, short
from pytest_cors.report.findings import many_findings, routes_in_short
from pytest_cors.report.layout import inert
from pytest_cors.report.lock_changes import many_changes
from pytest_cors.report.matrix import WRONG, Cell, Kind, Matrix, Row, joined_columns, kind_of, matrix
from pytest_cors.report.run import Run
from pytest_cors.survey.record import Record

LONGEST = 60_000
"""Characters: a comment on GitHub may have 65,536."""

_MOST_TOLD = 10
"""Broken cells that are told in full."""

_MOST_LISTED = 100
_MOST_COLUMNS = 12
_MOST_NAMED = 5
"""Origins of one column."""

SYMBOLS: dict[Kind, str] = {
    "allowed": "✅",
    "denied": "⛔",
    "preflight only": "☑️",
    "broken": "❌",
    "tolerated": "🩹",
    "not modelled": "❓",
    "inconclusive": "🌫️",
    "undecided": "⚪",
    "skipped": "⏭️",
}
SEVERITY_SYMBOLS: dict[Severity, str] = {"high": "🟥", "medium": "🟧", "low": "🔸", "info": "🔹"}

_NOTHING = "·"
_UNDECLARED = "*"


def pieces(run: Run) -> Iterator[str]:
    """The report."""
    room = LONGEST
    for part in _parts(run, matrix(run.records)):
        room -= len(part)
        if room < 0:
            yield "\n_There is more than fits here: the other reports have all of it._\n"
            return
        yield part


def _parts(run: Run, table: Matrix) -> Iterator[str]:
    yield _head(run, table)
    yield from _wrong(table)
    yield from _findings(run)
    yield from _changes(run)
    yield from _matrix(table)
    yield from _coverage(run)


# -- what nobody may take for markup


def code(text: str) -> str:
    """A code span that holds this text, whatever it is."""
    told = short(text).replace("|", "\\|") if "|" in text else short(text)
    runs = [len(run) for run in re.findall(r"`+", told)]
    ticks = "`" * (max(runs, default=0) + 1)
    space = " " if told.startswith("`") or told.endswith("`") or not told.strip() else ""
    return f"{ticks}{space}{told or ' '}{space}{ticks}"


def fence(lines: Sequence[str], language: str = "") -> str:
    """A fenced block that holds these lines, whatever they are."""
    told = [inert(line) for line in lines]
    runs = [len(run) for line in told for run in re.findall(r"`+", line)]
    ticks = "`" * max(3, max(runs, default=0) + 1)
    return "\n".join([ticks + language, *told, ticks]) + "\n"


def _plain(text: str) -> str:
    """Running text that holds no markup."""
    return re.sub(r"([\\`*_\[\]|~@])", r"\\\1", escape(short(text), quote=False))


def _link(text: str, target: str) -> str:
    safe = re.fullmatch(r"https://[\w./#%?=&-]+", target) is not None
    return f"[{_plain(text)}]({target})" if safe else _plain(text)


# -- the parts


def _head(run: Run, table: Matrix) -> str:
    lines = [f"## CORS contract: {_verdict(run, table)}", ""]
    lines += [f"> **Incomplete:** {code(why)}" for why in run.incomplete]
    if run.incomplete:
        lines.append("")
    if run.records:
        counts = ", ".join(f"{count} {kind}" for kind, count in table.counts)
        undeclared = f" ({table.undeclared} undeclared)" if table.undeclared else ""
        browsers = ", ".join(map(code, table.browsers))
        scope = f"{_many(table.routes, 'route')}, {_many(len(table.origins), 'origin')}; {browsers}"
        lines += [f"{_many(table.cells, 'cell')}: {counts}{undeclared}. {scope}.", ""]
    return "\n".join(lines) + "\n"


def _verdict(run: Run, table: Matrix) -> str:
    """The one line that everybody reads."""
    wrong = ", ".join(f"{SYMBOLS[kind]} {count} {kind}" for kind, count in table.counts if kind in WRONG)
    bad = [f"{wrong} of {_many(table.cells, 'cell')}"] if wrong else []
    if any(finding.severity != "info" for finding in run.found):
        bad.append(f"🔎 {many_findings(run.found)}")
    bad += [f"🔒 {many_changes(lock)} against {code(lock.lock)}" for lock in run.changed]
    if bad:
        return ", ".join(bad)
    if not run.records:
        return "no check ran"
    left = "".join(f", {SYMBOLS[kind]} {count} {kind}" for kind, count in table.open if kind != "mixed")
    return f"⚠️ as declared, as far as it got{left}" if run.incomplete else f"✅ as declared{left}"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _wrong(table: Matrix) -> Iterator[str]:
    if not table.wrong:
        return
    yield "### Broken\n\n"
    for record in table.wrong[:_MOST_TOLD]:
        yield _told(record)
    listed = table.wrong[_MOST_TOLD:_MOST_LISTED]
    if listed:
        yield "\n".join(f"- {SYMBOLS[kind_of(record)]} {_title(record)}: {_said(record)}" for record in listed) + "\n"
    if len(table.wrong) > _MOST_LISTED:
        yield f"- and {len(table.wrong) - _MOST_LISTED} more\n"
    if listed:
        yield "\n"


def _findings(run: Run) -> Iterator[str]:
    if not run.found:
        return
    yield f"### 🔎 {many_findings(run.found)}\n\n"
    for finding in run.found[:_MOST_TOLD]:
        yield _finding(finding)
    listed = run.found[_MOST_TOLD:_MOST_LISTED]
    if listed:
        yield "".join(
            f"- {SEVERITY_SYMBOLS[each.severity]} {each.severity}: {_plain(each.title)} ({code(each.rule)}), "
            f"{code(routes_in_short(each.routes))}\n"
            for each in listed
        )
        yield "\n"
    silenced = len(run.findings) - len(run.found)
    if silenced:
        yield f"{silenced} silenced.\n\n"


def _finding(finding: Finding) -> str:
    """One finding: what was seen, what it costs, what to change, and the evidence folded away."""
    unsure = "" if finding.confidence == "certain" else f" ({finding.confidence})"
    lines = [
        f"#### {SEVERITY_SYMBOLS[finding.severity]} {finding.severity}: {_plain(finding.title)}",
        "",
        f"{_plain(finding.what)}.{unsure} {_plain(finding.consequence)}.",
        "",
        f"{code(finding.rule)} at {code(routes_in_short(finding.routes, 10))}",
        "",
        f"To change: {_plain(finding.fix)}{':' if finding.code else '.'}",
        "",
    ]
    if finding.expired:
        lines[-2:-2] = [f"It was silenced at {code(finding.expired)}, which is over.", ""]
    if finding.code:
        lines.append(fence(finding.code))
    lines.append("<details><summary>Evidence, and where to read more</summary>\n")
    for evidence in finding.evidence:
        seen = [*exchanges_in_lines(evidence.exchanges), *evidence.curl.splitlines()]
        lines += [f"{_plain(evidence.shows)}; the page is on {code(evidence.page)}, in {code(evidence.browser)}.\n"]
        lines += [fence(seen)] if seen else []
    lines += [f"- {_link(each.title, each.url)}" for each in finding.references]
    lines += ["", "</details>", "", ""]
    return "\n".join(lines)


def _changes(run: Run) -> Iterator[str]:
    for lock in run.changed:
        yield f"### 🔒 {many_changes(lock)} against {code(lock.lock)}\n\n"
        lines = listing(lock.changes).splitlines()
        more = [f"and {len(lines) - _MOST_LISTED} lines more"] if len(lines) > _MOST_LISTED else []
        yield fence([*map(short, lines[:_MOST_LISTED]), *more])
        yield f"\nIf this is meant, `pytest --cors-update` writes {code(lock.lock)} anew.\n\n"


def _coverage(run: Run) -> Iterator[str]:
    if not run.routes:
        return
    seen = coverage(run.records.brief(), run.routes)
    total = len(seen.covered) + len(seen.missing)
    yield f"\n{len(seen.covered)} of {total} methods and routes are covered ({seen.percent:g} %).\n"
    if seen.missing:
        missing = seen.missing[:_MOST_LISTED]
        more = f"- and {len(seen.missing) - _MOST_LISTED} more\n" if len(seen.missing) > _MOST_LISTED else ""
        names = "".join(f"- {code(route)}\n" for route in missing)
        yield f"\n<details><summary>Nothing was decided for the others</summary>\n\n{names}{more}\n</details>\n"


def _title(record: Record) -> str:
    credentials = ", with credentials" if record.credentials == "include" else ""
    headers = f", with {', '.join(map(code, record.headers))}" if record.headers else ""
    asked = f"{code(f'{record.method} {record.route}')} from {code(record.origin)}"
    return f"{asked} in {code(record.browser)}{credentials}{headers}"


def _said(record: Record) -> str:
    return "; ".join(map(code, record.mismatches)) or "failed"


def _told(record: Record) -> str:
    """One broken cell: what is wrong, what was seen, what to change, and the rest folded away."""
    lines = [f"#### {SYMBOLS[kind_of(record)]} {_title(record)}", "", _said(record), ""]
    seen = list(exchange_lines(record))
    if seen:
        lines.append(fence(seen))
    story = record.story
    if story is None:
        return "\n".join([*lines, f"Test: {code(record.nodeid)}", "", ""])
    if story.step is not None:
        number = f", step {story.step.number}" if story.step.number else ""
        where = _link(f"{story.step.algorithm}{number}", story.step.link)
        lines += [f"{where} demands: {_plain(story.step.title)}.", ""]
    if story.advices:
        lines.append("To change:\n")
        lines.append(fence([line for advice in story.advices for line in (f"# {short(advice.text)}", *advice.code)]))
    lines += ["<details><summary>Consoles, and how to do it again</summary>\n"]
    for console in story.consoles:
        lines += [f"In {', '.join(map(code, console.browsers))}:\n", fence(console.message.splitlines())]
    if story.raised:
        lines += ["The app raised:\n", fence(story.raised)]
    lines += [fence(text.splitlines()) for text in (story.curl, story.fetch) if text]
    lines += [f"Test: {code(record.nodeid)}", "", "</details>", "", ""]
    return "\n".join(lines)


# -- the table


def _matrix(table: Matrix) -> Iterator[str]:
    if not table.rows:
        return
    groups = [[at] for at in range(len(table.origins))]
    if len(groups) > _MOST_COLUMNS:
        table, groups = joined_columns(table)
    yield "### All cells\n\n"
    letters = [f"{number}" for number in range(1, len(groups) + 1)]
    yield "".join(
        f"{letter}. {', '.join(code(table.origins[at]) for at in group[:_MOST_NAMED])}"
        f"{f' and {len(group) - _MOST_NAMED} more' if len(group) > _MOST_NAMED else ''}\n"
        for letter, group in zip(letters, groups, strict=True)
    )
    yield f"\n| route | method | {' | '.join(letters)} |\n| --- | --- |{' :-: |' * len(letters)}\n"
    route = None
    for row in table.rows:
        yield _row(row, again=row.route == route)
        route = row.route
    yield "\n" + _legend(table)


def _row(row: Row, *, again: bool) -> str:
    route = f"{row.note and '↳ ' + code(row.note)}" if again and row.note else "" if again else code(row.route)
    method = "" if row.note else code(row.method)
    cells = " | ".join(map(_cell, row.cells))
    return f"| {route} | {method} | {cells} |\n"


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return _NOTHING
    seen = cell.face.kind in {"allowed", "denied"}
    return SYMBOLS[cell.face.kind] + (_UNDECLARED if seen and not cell.declared else "")


def _legend(table: Matrix) -> str:
    kinds = {cell.face.kind for row in table.rows for cell in row.cells if cell is not None}
    words = [f"{symbol} {kind}" for kind, symbol in SYMBOLS.items() if kind in kinds]
    if any(cell is None for row in table.rows for cell in row.cells):
        words.append(f"{_NOTHING} not asked")
    if table.undeclared:
        words.append(f"\\{_UNDECLARED} undeclared")
    lines = [", ".join(words) + ".", ""]
    denied = [reason for reason in table.reasons if reason]
    if denied:
        lines.append(f"Denied: {'; '.join(f'{code(reason)} {_reason(reason)}'.rstrip() for reason in denied)}.")
    return "\n".join(lines) + "\n"


def _reason(reason: str) -> str:
    return _plain(CODES[reason].title.removesuffix(" (on the preflight)")) if reason in CODES else ""
