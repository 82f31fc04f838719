"""The audit of httpbin, an app that nobody here wrote, as it is published: true, useful and short.

The page docs/explanation/audit.md tells of it.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from httpbin import app

from pytest_cors import Browser
from pytest_cors.audit.audit import audit
from pytest_cors.audit.finding import Finding
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.subject import Subject
from pytest_cors.contract.toml import read_text

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "audit.md"

CONTRACT = """
[contract]
base_url = "https://httpbin.example"

[[exclude]]
routes = ["/drip"]  # takes two seconds for each answer, which is what it is for

[audit]
level = "low"
"""


@pytest.fixture(scope="module")
def subject() -> Subject:
    file = read_text(CONTRACT)
    return Subject(Browser(app, base_url=file.base_url), file=file)


@pytest.fixture(scope="module")
def found(subject: Subject) -> tuple[Finding, ...]:
    logging.disable(logging.ERROR)  # some of its views raise for what is guessed
    try:
        return audit(subject, built_in())
    finally:
        logging.disable(logging.NOTSET)


def _named(found: tuple[Finding, ...], severity: str) -> dict[str, tuple[str, ...]]:
    return {finding.rule: finding.routes for finding in found if finding.severity == severity}


def test_there_are_three_things_to_mend(found: tuple[Finding, ...]) -> None:
    to_mend = [(finding.severity, finding.rule) for finding in found if finding.at_least("low")]

    assert to_mend == [
        ("high", "any-origin-reflected"),
        ("medium", "missing-vary-origin"),
        ("low", "headers-not-exposed"),
    ]


def test_every_origin_is_sent_back_with_credentials(found: tuple[Finding, ...], subject: Subject) -> None:
    reflected = set(_named(found, "high")["any-origin-reflected"])
    others = {target.name for target in subject.targets} - reflected

    # No page can send TRACE, and what deletes cookies is not asked for.
    assert {"GET /cookies", "GET /headers", "PUT /put", "DELETE /delete"} <= reflected
    assert {name for name in others if not name.startswith("TRACE ")} == {"GET /cookies/delete"}


def test_what_may_be_kept_by_caches_does_not_say_that_it_depends_on_the_origin(found: tuple[Finding, ...]) -> None:
    assert _named(found, "medium")["missing-vary-origin"] == ("GET /cache", "GET /cache/<int:value>")
    kept = app.test_client().get("/cache/60", headers={"Origin": "https://app.example"})
    assert kept.headers["Cache-Control"] == "public, max-age=60"
    assert "Origin" not in kept.headers.get("Vary", "")


def test_a_page_that_asks_for_a_part_does_not_learn_which_it_got(found: tuple[Finding, ...]) -> None:
    assert _named(found, "low")["headers-not-exposed"] == ("GET /range/<int:numbytes>",)


def test_few_lines_are_worth_knowing_beside(found: tuple[Finding, ...]) -> None:
    assert len(_named(found, "info")) <= 8


def test_the_page_tells_the_same(found: tuple[Finding, ...]) -> None:
    _, _, passage = PAGE.read_text(encoding="utf-8").partition("## An app that nobody here wrote\n")
    told = [line.split("|")[1:3] for line in passage.splitlines() if line.startswith("| `")]

    assert [(severity.strip(" `"), rule.partition("]")[0].strip(" [")) for severity, rule in told] == [
        (finding.severity, finding.rule) for finding in found if finding.at_least("low")
    ]
