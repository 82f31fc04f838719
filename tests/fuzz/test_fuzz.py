"""The fuzzer itself: it runs, it finds, it shortens. The long hunt is ``python -m tests.fuzz``."""

from __future__ import annotations

from itertools import islice

import pytest

from .hunt import Found, complaint_of, hunt, shorter
from .inputs import inputs
from .targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_hunt_finds_nothing(name: str) -> None:
    left = iter(range(60))
    found, tried = hunt({name: TARGETS[name]}, 1, lambda: next(left, None) is not None)
    assert found is None or pytest.fail(f"{name} does not bear {shorter(found)!r}: {found.complaint}")
    assert tried == 60


def test_the_same_seed_brings_the_same_inputs() -> None:
    assert list(islice(inputs(7), 50)) == list(islice(inputs(7), 50)) != list(islice(inputs(8), 50))


def test_what_is_found_is_made_short() -> None:
    def hates_zeros(text: str) -> None:
        if text.count("0") > 1:
            raise ZeroDivisionError

    found, _ = hunt({"hates_zeros": hates_zeros}, 1, lambda: True)
    assert found is not None
    assert found.complaint == "ZeroDivisionError"
    assert shorter(found) == "00"
    assert shorter(Found("x", hates_zeros, "a0b0c0d", "ZeroDivisionError")) == "00"
    assert complaint_of(hates_zeros, "0") == ""
