"""New CORS cases from a seed: the same seed gives the same cases, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import cookies, kinds, redirects, sequences
from .cases import Case
from .draft import Draft
from .values import Dice

WEIGHTS: dict[Callable[[Draft], Case], int] = {
    kinds.simple: 11,
    kinds.exposed: 7,
    kinds.preflight: 18,
    kinds.preflight_status: 3,
    kinds.safelist: 9,
    kinds.no_cors: 5,
    kinds.same_origin: 4,
    kinds.mixed_content: 2,
    kinds.forbidden: 4,
    kinds.anything: 6,
    kinds.realistic: 4,
    redirects.redirect: 14,
    cookies.cookies: 8,
    sequences.preflight_cache: 7,
}


def generate(seed: int, count: int) -> Iterator[Case]:
    """`count` cases; the id of each names the seed and its number, so that it can be made again."""
    for number in range(count):
        yield generate_one(seed, number)


def generate_one(seed: int, number: int) -> Case:
    """The case of this number, without making those before it."""
    dice = Dice(f"{seed}:{number}")
    make = dice.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    return make(Draft(dice, f"s{seed}n{number:05d}"))
