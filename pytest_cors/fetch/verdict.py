"""The verdict, read from the trace: the last step decides."""

from __future__ import annotations

from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.trace import Trace


def reason_of(trace: Trace) -> Reason | None:
    """Why the fetch was denied; None when it was allowed.

    A failed step is always the last one taken, and carries its reason.
    """
    last = trace[-1]
    if last[1]:
        return None
    reason = last[-1]
    assert isinstance(reason, Reason), "a failed step carries its reason"
    return reason
