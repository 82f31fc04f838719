"""``--cors-report=sarif``: what is wrong as results of SARIF 2.1.0, for code-scanning viewers.

A cell that breaks again is the same result as last time: its fingerprint is made of what was asked and what is wrong,
and of nothing that changes from run to run.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from pytest_cors.report.coverage import coverage
from pytest_cors.report.layout import inert
from pytest_cors.report.run import Run
from pytest_cors.report.sarif_cells import cell_results
from pytest_cors.report.sarif_changes import change_results
from pytest_cors.report.sarif_findings import finding_results

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_MOST_RESULTS = 5000
"""Of one run: GitHub shows no more, and refuses a log with many more."""


def pieces(run: Run) -> Iterator[str]:
    """The report."""
    yield json.dumps(sarif(run), indent=1, allow_nan=False)
    yield "\n"


def sarif(run: Run) -> dict[str, Any]:
    """The log, as JSON values."""
    every = chain(finding_results(run), change_results(run), cell_results(run))
    results = list(islice(every, _MOST_RESULTS))
    more = sum(1 for _ in every)
    rules = {rule.id: rule for rule in sorted({result.rule for result in results}, key=lambda rule: rule.id)}
    index = {name: number for number, name in enumerate(rules)}
    driver = {
        "name": "pytest-cors",
        "informationUri": "https://fetch.spec.whatwg.org/",
        "rules": [rule.to_json() for rule in rules.values()],
        **({"version": run.tool} if run.tool else {}),
    }
    told: dict[str, Any] = {
        "tool": {"driver": driver},
        "invocations": [_invocation(run, more=more)],
        "columnKind": "unicodeCodePoints",
        "results": [result.to_json(index[result.rule.id]) for result in results],
    }
    if run.routes:
        told["properties"] = {"coverage": coverage(run.records.brief(), run.routes).percent}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [told]}


def _invocation(run: Run, *, more: int) -> dict[str, Any]:
    """How the run went.

    :param more: results that are not told.
    """
    told: dict[str, Any] = {
        "executionSuccessful": not run.incomplete,
        "startTimeUtc": run.started_text.replace("+00:00", "Z"),
    }
    said = [("error", f"incomplete: {inert(why)}") for why in run.incomplete]
    if more:
        said.append(("warning", f"{more} results more than a code-scanning viewer takes are left out"))
    if said:
        told["toolExecutionNotifications"] = [{"level": level, "message": {"text": text}} for level, text in said]
    return told
