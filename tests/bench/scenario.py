"""What a scenario is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .measure import Contestants

CLIENT = "test client by hand"
BARE = "bare WSGI calls"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a scenario takes place.

    :param folder: an empty folder of its own.
    :param quick: whether it is enough to see that it works.
    """

    folder: Path
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the table for each contestant but the first.

    :param name: what it is called on the command line.
    :param title: what is done, in a line.
    :param make: sets the stage.
    :param aims: the ratio wanted, by the name of what the subject is held against.
    :param unit: of the figures that the contestants tell themselves; empty when it is their processor time.
    """

    name: str
    title: str
    make: Callable[[Setting], Contestants]
    aims: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""


def scenario(
    name: str, aims: Mapping[str, float] | None = None, unit: str = ""
) -> Callable[[Callable[[Setting], Contestants]], Scenario]:
    """Make a scenario of the function that sets its stage; the first line of the docstring is the title."""

    def made(make: Callable[[Setting], Contestants]) -> Scenario:
        assert make.__doc__, "a scenario says what it does"
        return Scenario(name, make.__doc__.splitlines()[0].rstrip("."), make, aims or {}, unit)

    return made
