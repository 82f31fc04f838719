"""Looking for an input that a target does not bear, and making it short."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .inputs import inputs

TOO_LONG = 1.0
"""Seconds that no target may take for one input."""

Target = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """An input that a target does not bear.

    :param complaint: the exception's class, or ``slow``.
    """

    name: str
    target: Target
    text: str
    complaint: str


def hunt(targets: Mapping[str, Target], seed: int, goes_on: Callable[[], bool]) -> tuple[Found | None, int]:
    """Try input after input. What was found, and how many inputs it took."""
    tried = 0
    for text in inputs(seed):
        if not goes_on():
            break
        tried += 1
        for name, target in targets.items():
            complaint = complaint_of(target, text)
            if complaint:
                return Found(name, target, text, complaint), tried
    return None, tried


def complaint_of(target: Target, text: str) -> str:
    """What is wrong with an input; empty when it is borne."""
    start = time.perf_counter()
    try:
        target(text)
    except Exception as error:  # noqa: BLE001  whatever it is
        return type(error).__name__
    return "slow" if time.perf_counter() - start > TOO_LONG else ""


def shorter(found: Found) -> str:
    """The shortest text that can be had by leaving parts out and that brings the same complaint."""
    text = found.text
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            without = text[:at] + text[at + size :]
            if complaint_of(found.target, without) == found.complaint:
                text = without
            else:
                at += size
        size //= 2
    return text
