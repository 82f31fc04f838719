"""Ways to compare, with lists that they were not written for: what is wrong is found, and nothing else."""

from __future__ import annotations

import pytest

from tests.audit.combined import LISTS, WAYS, Way, found


@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_what_is_wrong_is_found_and_nothing_else(way: Way) -> None:
    for known in LISTS:
        rules = {finding.rule for finding in found(way, known)}
        assert rules <= way.expected(known), known
        assert bool(rules) == bool(way.expected(known)), known
