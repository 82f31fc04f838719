"""Text that is made while it is written: all of it at once may be more than memory should hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

_MOST = 100
"""Values of one piece: to hand on each by itself would take longer than to make it."""


def joined(between: str, values: Iterable[str]) -> Iterator[str]:
    """What ``between.join(values)`` is, in pieces; nothing when there is no value."""
    rest = iter(values)
    before = ""
    while several := list(islice(rest, _MOST)):
        yield before + between.join(several)
        before = between
