"""How a route was asked, apart from its method and the origin, and what to call it where it makes a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pytest_cors.survey.record import Record

BROWSERS = ("chromium", "firefox", "webkit", "standard")
_CREDENTIALS = ("same-origin", "omit", "include")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What records of one row may still differ in.

    :param credentials: the credentials mode.
    :param headers: names of the headers that script set, in lower case.
    """

    credentials: str
    headers: tuple[str, ...]
    mode: str
    browser: str

    @classmethod
    def of(cls, record: Record) -> Circumstances:
        """Those of a record."""
        return _circumstances(record.credentials, record.headers, record.mode, record.browser)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """The plainest first."""
        return _sort_key(self)


def place(known: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    """A sort key: known names in the order given, then the others by name."""
    return lambda name: (known.index(name) if name in known else len(known), name)


# A hundred thousand records have few circumstances.
@lru_cache(maxsize=1000)
def _circumstances(credentials: str, headers: tuple[str, ...], mode: str, browser: str) -> Circumstances:
    return Circumstances(credentials, tuple(map(str.lower, headers)), mode, browser)


@lru_cache(maxsize=1000)
def _sort_key(asked: Circumstances) -> tuple[object, ...]:
    return (
        *(place(_CREDENTIALS)(asked.credentials), len(asked.headers), asked.headers),
        *(asked.mode, place(BROWSERS)(asked.browser)),
    )


@dataclass(frozen=True, slots=True)
class _Dimension:
    """Something that records may differ in, and how to say so."""

    of: Callable[[Record], object]
    phrase: Callable[[Record], str]


_DIMENSIONS = (
    _Dimension(
        lambda record: record.credentials == "include",
        lambda record: f"{'with' if record.credentials == 'include' else 'without'} credentials",
    ),
    _Dimension(
        lambda record: Circumstances.of(record).headers,
        lambda record: f"with {', '.join(record.headers) or 'no headers'}",
    ),
    _Dimension(lambda record: record.mode, lambda record: f"in mode {record.mode}"),
    _Dimension(lambda record: record.browser, lambda record: f"in {record.browser}"),
)


def _places(nodeid: str) -> tuple[str, ...]:
    """Where a test stands, from the widest to the closest: file, class or else function, function, with its id."""
    node, bracket, own_id = nodeid.partition("[")
    file, *names = node.split("::")
    function = names[-1] if names else ""
    return (file.rpartition("/")[2], "::".join(names[:-1]) or function, function, f"{function}{bracket}{own_id}")


def differences(layers: Sequence[Sequence[Record]]) -> list[str]:
    """What is different about each layer, in words. The first is what the others differ from: it gets none."""
    everything = [record for layer in layers for record in layer]
    varying = [dimension for dimension in _DIMENSIONS if len(set(map(dimension.of, everything))) > 1]
    notes = [""]
    for own in layers[1:]:
        elsewhere = [record for other in layers if other is not own for record in other]
        notes.append(_asked_otherwise(own, elsewhere, varying) or _seen_otherwise(own, elsewhere))
    return notes


def _asked_otherwise(own: Sequence[Record], elsewhere: Sequence[Record], varying: Sequence[_Dimension]) -> str:
    """What was asked here and nowhere else: in one word if it can be, else each case; empty if there is none."""
    for dimension in varying:
        if not set(map(dimension.of, own)) & set(map(dimension.of, elsewhere)):
            return " or ".join(sorted(set(map(dimension.phrase, own))))
    said, said_elsewhere = (
        {" ".join(dimension.phrase(record) for dimension in varying) for record in side} for side in (own, elsewhere)
    )
    return "" if said & said_elsewhere else "; ".join(sorted(said))


def _seen_otherwise(own: Sequence[Record], elsewhere: Sequence[Record]) -> str:
    """The same was asked, and something else was seen."""
    origins = {record.origin for record in own}
    others = [record for record in elsewhere if record.origin in origins]
    preflighted = {record.preflighted for record in own}
    if not preflighted & {record.preflighted for record in others}:
        # The answer to an earlier preflight was still good, or the body was another.
        return f"{'with' if True in preflighted else 'without'} a preflight"
    places, other_places = (zip(*(_places(record.nodeid) for record in side), strict=True) for side in (own, others))
    for names, other_names in zip(map(set, places), map(set, other_places), strict=True):
        if len(names) < 3 and not names & other_names:
            return "in " + " and ".join(sorted(names))
    return f"in {len({record.nodeid for record in own})} tests"
