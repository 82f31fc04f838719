"""The pages of the audit's rules: what a module says, an app in which it finds something, and the nearest right one.

    python -m tests.docs.rules        writes docs/reference/rules anew

The apps are the first cases of ``tests/audit/cases``, so what a page says is found is what was found.
"""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pytest_cors.audit.finding import SEVERITIES, Audience, Severity
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.rule import Rule
from pytest_cors.audit.story import story
from tests.audit.case import Case
from tests.audit.collected import audited, cases
from tests.audit.source import source_of

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "rules"

HURT: dict[Audience, str] = {
    "security": "users, whose data others read or change",
    "front end": "a front end, which is blocked",
    "operations": "who runs the app, its caches and its logs",
}

MEANT: dict[Severity, str] = {
    "high": "other sites read or do what only a user may",
    "medium": "they do under a condition, or a front end is certainly blocked",
    "low": "it will hurt some day",
    "info": "worth knowing, and nothing to mend",
}

HEAD = """\
# Audit rules

The mistakes that `pytest --cors-audit` knows. How it sees them, and how often it is right, is told in
[The audit](../../explanation/audit.md).
"""


def shown(rule: Rule) -> tuple[Case, Case]:
    """The two cases of a page: the first in which the rule finds something, and the first in which nothing is wrong."""
    mine = [case for case in cases() if case.name.startswith(f"{rule.id}/")]
    found = next(case for case in mine if rule.id in case.expects or rule.id == case.notes)
    return found, next(case for case in mine if not case.is_mistaken and not case.notes)


def written(rule: Rule) -> str:
    """The page of one rule."""
    has_it, has_not = shown(rule)
    finding = next(finding for finding in audited(has_it) if finding.rule == rule.id)
    parts = [
        f"# {rule.id}",
        _prose(rule),
        "\n".join(_facts(rule)),
        "## An app that has it",
        _file("app.py", has_it),
        "## What the audit says",
        f"```text\n{story(replace(finding, references=())).rstrip()}\n```",
        "## The nearest app that is right",
        _file("right.py", has_not),
    ]
    if rule.references:
        parts += ["## Elsewhere", "\n".join(f"* [{each.title}]({each.url})" for each in rule.references)]
    return "\n\n".join(parts) + "\n"


def _prose(rule: Rule) -> str:
    module = sys.modules[f"pytest_cors.audit.rules.{rule.id.replace('-', '_')}"]
    paragraphs = (inspect.getdoc(module) or "").replace("``", "`").split("\n\n")
    return "\n\n".join(paragraphs)


def _facts(rule: Rule) -> Iterator[str]:
    yield f"* severity: {', '.join(rule.severities)}"
    yield f"* hurts: {HURT[rule.audience]}"


def _file(name: str, case: Case) -> str:
    said = inspect.getdoc(case.build)
    block = f'```python title="{name}"\n{source_of(case.build)}```'
    contract = f'\n\nIts contract:\n\n```toml title="{name[:-3]}.toml"\n{case.contract.strip()}\n```'
    if case.release:
        said = f"With flask-cors {case.release}.\n\n{said or ''}".strip()
    return (f"{said}\n\n" if said else "") + block + (contract if case.contract else "")


def index() -> str:
    """The list of all rules, by who is hurt, the worst first."""
    parts = [HEAD]
    for audience, hurt in HURT.items():
        mine = [rule for rule in built_in() if rule.audience == audience]
        rows = [
            f"| [{rule.id}]({rule.id}.md) | {', '.join(rule.severities)} | {rule.title} |" for rule in _sorted(mine)
        ]
        if rows:
            parts.append("\n".join([f"## Hurts {hurt}\n", "| rule | severity | |", "| --- | --- | --- |", *rows, ""]))
    parts.append("## Severities\n\n" + "\n".join(f"* `{name}`: {meant}" for name, meant in MEANT.items()) + "\n")
    return "\n".join(parts)


def _sorted(rules: list[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (-SEVERITIES.index(rule.severities[0]), rule.id))


def pages() -> dict[str, str]:
    """File names and what they hold."""
    return {"index.md": index()} | {f"{rule.id}.md": written(rule) for rule in built_in()}


if __name__ == "__main__":
    logging.getLogger().addHandler(logging.NullHandler())  # some apps fail on purpose
    FOLDER.mkdir(exist_ok=True)
    texts = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
