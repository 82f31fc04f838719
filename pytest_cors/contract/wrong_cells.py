"""Wrong cells, told to whoever wrote the contract: one paragraph for each cause, one story in each.

What a mistake in a CORS configuration looks like from outside is known: the origins that get in name the flaw
of the pattern. So a cause is not a header but what is behind it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pytest_cors.browser.story.reproduce import curl
from pytest_cors.browser.story.spot import opening
from pytest_cors.browser.story.text import plain, set_lines
from pytest_cors.browser.story.wire import wire
from pytest_cors.contract.cell import CellResult
from pytest_cors.errors import ContractViolation
from pytest_cors.fetch.methods import is_cors_safelisted_method

_MOST_LISTED = 12
_WIDTH = 80
_ANY_ORIGIN = "any origin is let in"


def violation(results: Sequence[CellResult], *, path: str, what: str, asked: int) -> ContractViolation | None:
    """The error for the broken ones among some cells; None when there is none.

    :param path: of the contract file, perhaps with a line.
    :param what: was asked, in a few words: a route and a rule.
    :param asked: how many cells there were.
    """
    causes = by_cause(results)
    if not causes:
        return None
    broken = sum(map(len, causes))
    head = f"{path}: {broken} of {_cells(asked)} of {what} {'is' if broken == 1 else 'are'} not as declared"
    titles = [title(group) for group in causes]
    paragraphs = [_paragraph(group, said) for group, said in zip(causes, titles, strict=True)]
    story = "\n\n".join([head, *paragraphs])
    return ContractViolation(story, declared=what, mismatches=titles)


def by_cause(results: Sequence[CellResult]) -> list[list[CellResult]]:
    """The broken ones, those of one cause together; pages that read too much come first."""
    groups: dict[tuple[str, str], list[CellResult]] = {}
    for result in results:
        if result.state == "broken":
            groups.setdefault((result.cell.must_be, result.cause), []).append(result)
    return [groups[key] for key in sorted(groups, key=lambda key: key[0] != "denied")]


# Titles


def title(group: Sequence[CellResult]) -> str:
    """What is behind the wrong cells of one cause, in a sentence."""
    first = group[0]
    if first.cell.must_be == "allowed":
        return _kept_out(group)
    aspect = first.cell.aspect
    if aspect == "stranger":
        shown = list(dict.fromkeys(each.cell.shows for each in group))
        flaws = [_ANY_ORIGIN] if _ANY_ORIGIN in shown else shown
        return f"pages that nobody allowed can read: {'; '.join(flaws)}"
    if aspect == "elsewhere":
        return f"pages of {_origins(group)} can read, and no rule allows them here"
    if aspect == "method":
        return f"pages may use {_methods(group)}, which no rule allows them here"
    if aspect == "credentials":
        return "pages may include credentials, which no rule allows them here"
    if aspect == "header":
        return "pages may set headers that no rule names"
    return "pages can read what a [[deny]] takes back"


def _kept_out(group: Sequence[CellResult]) -> str:
    result = group[0].result
    if result is not None and result.reason is not None and not group[0].held_back:
        status = result.reason.status
        answered = "" if status is None or 200 <= status <= 299 else f" (the answer is {status})"
        return f"pages that are allowed are kept out: {result.reason.code}, {result.reason.title}{answered}"
    return group[0].why[0]


def _advice(group: Sequence[CellResult]) -> Iterator[str]:
    first = group[0]
    if first.cell.must_be == "allowed":
        return
    methods = {each.cell.case.method for each in group}
    aspect = first.cell.aspect
    if aspect == "method" and all(map(is_cors_safelisted_method, methods)):
        yield (
            f"{_methods(group)} is never stopped by methods=: a browser sends it without asking for the method. "
            "Only the origin stops it, so give these routes a list of origins without these."
        )
    elif aspect == "method":
        yield "Name the methods in the app, methods=[...], or in the rule. flask-cors allows all of them by default."
    elif aspect == "header":
        yield (
            'Name the headers in the app, allow_headers=[...], or say headers = "*" in the rule. '
            "flask-cors allows any by default."
        )
    elif aspect == "credentials":
        yield "Take supports_credentials from the app, or say credentials = true in the rule."
    elif aspect == "stranger" and any("localhost" in each.cell.case.origin for each in group):
        yield "An origin of development has no place in production: let its list come from the environment."


# Paragraphs


def _paragraph(group: Sequence[CellResult], said: str) -> str:
    lines = textwrap.wrap(f"{_cells(len(group))}: {said}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    lines += [f"  {line}" for line in _listed(group)]
    for sentence in _advice(group):
        lines += ["", *textwrap.wrap(sentence, _WIDTH, initial_indent="  ", subsequent_indent="  ")]
    return "\n".join([*lines, "", textwrap.indent(_story(group[0]), "  ", lambda line: bool(line.strip()))])


def _listed(group: Sequence[CellResult]) -> list[str]:
    """The cells, those that differ in their origin alone on one line."""
    alike: dict[str, dict[str, str]] = {}
    for each in group:
        case = each.cell.case
        names = ", ".join(name for name, _ in case.headers)
        how = f"{' with credentials' if case.credentials == 'include' else ''}{f' with {names}' if names else ''}"
        told = f"{case.method} {each.cell.route}{how}"
        alike.setdefault(told, {})[case.origin] = each.cell.shows
    lines: list[str] = []
    for told, origins in alike.items():
        lines += textwrap.wrap(
            f"{told} from {', '.join(origins)}", _WIDTH - 2, subsequent_indent="    ", break_on_hyphens=False
        )
    if len(lines) > _MOST_LISTED:
        lines = [*lines[:_MOST_LISTED], f"and {len(lines) - _MOST_LISTED} lines more"]
    return lines


def _story(one: CellResult) -> str:
    result = one.result
    if result is None:
        return "\n".join(one.why)
    declared = str(one.cell.case)
    if not one.held_back:
        said = () if result.allowed and one.cell.must_be == "denied" else one.why
        told: str = result.explain(declared=declared, mismatches=said, width=_WIDTH - 2)
        return told
    preflight = result.exchanges[-1]
    judged = preflight if one.cell.must_be == "denied" else None
    spot = None if judged is None else opening(judged.response)
    lines = [
        plain(f"  declared  {declared}"),
        *(plain(f"  {'seen' if at == 0 else '':<8}  {sentence}") for at, sentence in enumerate(one.why)),
        plain(""),
        *wire(result, None, judged=judged, spot=spot, width=_WIDTH - 2),
        plain(""),
        plain(f"  {one.cell.case.method} itself was not sent, because it may have effects."),
        plain(""),
        *(
            plain(f"  {'curl' if at == 0 else '':<8}  {line}")
            for at, line in enumerate(curl(preflight.request, width=66))
        ),
    ]
    return set_lines(lines, color=False)


def _origins(group: Sequence[CellResult]) -> str:
    names = list(dict.fromkeys(each.cell.case.origin for each in group))
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _methods(group: Sequence[CellResult]) -> str:
    return " and ".join(dict.fromkeys(each.cell.case.method for each in group))


def _cells(number: int) -> str:
    return f"{number} cell" if number == 1 else f"{number} cells"
