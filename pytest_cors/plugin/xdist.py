"""Records made in pytest-xdist's workers come home to the controller, which alone reports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_cors.plugin.session import cors_run

_KEY = "pytest_cors"
_ROUTES = "pytest_cors_routes"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: hand over the records, as text, because not every string passes the wire as it is."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        run = cors_run(session.config)
        output[_ROUTES] = [list(run.routes), list(run.left_out)]
        output[_KEY] = json.dumps([record.to_json() for record in run.records])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the controller: take the records of a worker that has ended, or remember that it left none."""
    from pytest_cors.survey.record import Record

    output: dict[str, Any] = getattr(node, "workeroutput", None) or {}
    text = output.pop(_KEY, None)
    run = cors_run(node.config)
    name = node.gateway.id
    run.note_routes(*output.pop(_ROUTES, ((), ())))
    if text is not None:
        run.merge(name, [Record.from_json(plain) for plain in json.loads(text)])
    else:
        run.miss(name)
