"""Changes against the lock as results of SARIF: one for each, at the file that it is a change of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from pytest_cors.policy.diff import Change, Kind
from pytest_cors.report.exchange_text import short
from pytest_cors.report.layout import inert
from pytest_cors.report.run import Run
from pytest_cors.report.sarif_result import FETCH, Result, Rule, place_in

_FINGERPRINT = "corsChange/v1"

_RULES: dict[Kind, Rule] = {
    "more": Rule("MoreThanLocked", "A page may do more than the lock says", FETCH, severity="5.0"),
    "less": Rule("LessThanLocked", "A page may do less than the lock says", FETCH),
    "other": Rule("NotAsLocked", "The app does something else than the lock says", FETCH),
}


def change_results(run: Run) -> Iterator[Result]:
    """A result for each change."""
    for lock in run.changed:
        for change in lock.changes:
            yield _result(lock.lock, change)


def _result(lock: str, change: Change) -> Result:
    identity = json.dumps([lock, change.kind, change.route, change.method, sorted(change.origins), change.text])
    advice = "If this is meant: pytest --cors-update writes the lock, to be reviewed with the change."
    return Result(
        rule=_RULES[change.kind],
        text=f"{short(str(change))}\n{advice}",
        fingerprint=(_FINGERPRINT, hashlib.sha256(identity.encode("ascii")).hexdigest()),
        places=(place_in(lock),),
        properties={
            "route": inert(change.route),
            "method": inert(change.method),
            "origins": list(map(inert, change.origins)),
        },
    )
