"""A case that was not held, told to the person who declared it."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_cors.contract.check import Check
from pytest_cors.errors import ContractViolation


def violation(checks: Sequence[Check]) -> ContractViolation | None:
    """The error of a case, asked of one browser or several; None when it is as declared in all of them."""
    broken = [check for check in checks if check.mismatches]
    if not broken:
        return None
    first = broken[0]
    assert first.result is not None, "a mismatch is between a result and what was expected of it"
    mismatches = [*first.mismatches]
    if len(checks) > 1:
        held = [check.browser for check in checks if check.held]
        others = f"; as declared in {' and '.join(held)}" if held else ""
        mismatches.append(f"so in {' and '.join(check.browser for check in broken)}{others}")
    declared = str(first.case)
    story = first.result.explain(declared=declared, mismatches=tuple(mismatches))
    return ContractViolation(story, declared=declared, mismatches=mismatches, result=first.result)
