"""Times taken in turns, and the ratios between them.

A time by itself says more about the machine and its other users than about the code, so only ratios are kept. All
contestants of a scenario take turns, A B C A B C, in many short rounds, and each round gives its own ratio: what
disturbs one contestant disturbs its neighbours too. The clock is the processor time of this process and of the
processes that it has waited for, so that somebody else's load counts as little as can be.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Contestants = Mapping[str, Callable[[], object]]
"""What takes turns, by name. The first is the subject; the others are what it is held against."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a scenario is measured.

    :param rounds: how often every contestant has its turn.
    :param turn: seconds that one turn should take at least; a call that takes longer is a turn by itself.
    :param long_rounds: how many rounds when a call is a turn by itself.
    :param told_rounds: how many when the contestants tell their figures themselves.
    """

    rounds: int
    turn: float
    long_rounds: int
    told_rounds: int


FULL = Pace(rounds=200, turn=0.004, long_rounds=15, told_rounds=3)
QUICK = Pace(rounds=5, turn=0.001, long_rounds=1, told_rounds=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle half of many numbers."""

    low: float
    median: float
    high: float


def spread(numbers: list[float]) -> Spread:
    """The quartiles; of a single number, that number thrice."""
    if len(numbers) == 1:
        return Spread(numbers[0], numbers[0], numbers[0])
    return Spread(*statistics.quantiles(numbers, n=4, method="inclusive"))


def race(contestants: Contestants, pace: Pace) -> dict[str, list[float]]:
    """Seconds per call of each contestant, one number a round."""
    calls = {name: _calls_per_turn(call, pace.turn) for name, call in contestants.items()}
    rounds = pace.long_rounds if max(calls.values()) == 1 else pace.rounds
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    order = list(contestants)
    gc.collect()
    gc.freeze()  # what is there before is not looked at again between the rounds
    try:
        for _ in range(rounds):
            for name in order:
                seconds[name].append(_turn(contestants[name], calls[name]))
            order.append(order.pop(0))  # nobody is always the first after the collector
            gc.collect()
    finally:
        gc.unfreeze()
    return seconds


def told(contestants: Mapping[str, Callable[[], Any]], pace: Pace) -> dict[str, list[float]]:
    """The figures that contestants tell themselves, one number a round: memory, or time by another clock."""
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    order = list(contestants)
    for _ in range(pace.told_rounds):
        for name in order:
            figures[name].append(float(contestants[name]()))
            gc.collect()
        order.append(order.pop(0))
    return figures


def ratios(subject: list[float], against: list[float]) -> Spread:
    """The spread of the ratios, round by round."""
    return spread([ours / theirs for ours, theirs in zip(subject, against, strict=True)])


def _turn(call: Callable[[], object], times: int) -> float:
    gc.disable()
    try:
        started = _processor_seconds()
        for _ in range(times):
            call()
        return (_processor_seconds() - started) / times
    finally:
        gc.enable()


def _calls_per_turn(call: Callable[[], object], turn: float) -> int:
    # The first call fills caches, writes bytecode, imports; one that even so is much shorter than a turn is repeated.
    calls = 1
    if _turn(call, calls) > 10 * max(turn, 0.01):
        return calls
    while calls < 2**20:
        took = _turn(call, calls)
        if took * calls >= turn / 2:
            return max(1, round(turn / took))
        calls *= 2
    return calls


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
