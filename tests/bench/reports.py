"""The reports of large runs."""

from __future__ import annotations

import json

from pytest_cors.report.files import rendered
from tests.report.samples import many_cells

from .measure import Contestants
from .scenario import Setting, scenario


@scenario("html-50000")
def html_of_many(setting: Setting) -> Contestants:
    """The HTML report of 50,000 cells."""
    run = many_cells(500 if setting.quick else 50_000)
    records = list(run.records)
    return {
        "html": lambda: rendered("html", run),
        "the records as JSON, one by one": lambda: [json.dumps(record.to_json()) for record in records],
    }
