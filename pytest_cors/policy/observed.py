"""The policy of an app, as it was observed: for every route, method and origin, what a page there gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Verb = Literal["read", "send"]
"""``"send"`` where only the preflight was asked for, because the request itself may have effects."""

ANY = "*"
"""Of headers: any. Of origins: every origin that was asked and has no line of its own."""

STRANGER = "https://evil.example"
"""The origin that nobody knows. What it gets is what everybody gets."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a page on one origin gets.

    :param without: the code of the reason why it is denied without credentials; empty when it is not.
    :param included: the same with credentials. What is denied both ways is denied by what denies the first.
    :param headers: that script may set, of those that were tried; ``("*",)`` is any.
    :param exposes: that script can read, as Access-Control-Expose-Headers lists them.
    :param max_age: seconds, as Access-Control-Max-Age says; None when it says nothing.
    :param vary: those names in Vary that have to do with CORS.
    :param unknown: why there is no answer; then the rest says nothing.
    """

    verb: Verb = "read"
    without: str = ""
    included: str = ""
    headers: tuple[str, ...] = ()
    exposes: tuple[str, ...] = ()
    max_age: int | None = None
    vary: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def openness(self) -> int:
        """0: denied. 1: without credentials, or only with them. 2: both. What is not known counts as denied."""
        return 0 if self.unknown else (not self.without) + (not self.included)

    @property
    def allowed(self) -> bool:
        """Whether a page gets anything at all."""
        return self.openness > 0

    @property
    def verdict(self) -> str:
        """The first half of its line in a lock."""
        if self.unknown:
            return f"not known, {self.unknown}"
        if not self.without:
            return (
                f"may {self.verb} with credentials"
                if not self.included
                else (f"may {self.verb}, not with credentials: {self.included}")
            )
        if not self.included:
            return f"may {self.verb} only with credentials, without: {self.without}"
        return f"denied, {self.without}"

    def facts(self) -> Iterator[str]:
        """What is no verdict, but matters."""
        if self.headers:
            yield f"headers {', '.join(self.headers)}"
        if self.exposes:
            yield f"exposes {', '.join(self.exposes)}"
        if self.max_age is not None:
            yield f"max-age {self.max_age}"
        if self.vary:
            yield f"vary {', '.join(self.vary)}"

    def __str__(self) -> str:
        return "; ".join((self.verdict, *self.facts()))


Place = tuple[str, str]
"""A URL rule, and a method."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that was observed of one app.

    :param browser: the profile whose verdicts these are.
    :param asked: origins, each of which was asked everywhere.
    :param decisions: by place and origin; ``"*"`` is every origin that was asked and is not named there.
    """

    browser: str
    asked: tuple[str, ...]
    decisions: Mapping[Place, Mapping[str, Decision]] = field(default_factory=dict)

    def of(self, place: Place, origin: str) -> Decision | None:
        """What an origin gets; None when it was not asked there."""
        here = self.decisions.get(place)
        if here is None:
            return None
        return here.get(origin) or (here[ANY] if origin in self.asked else None)

    @property
    def special(self) -> frozenset[str]:
        """The origins that get something else than a stranger anywhere."""
        return frozenset(origin for here in self.decisions.values() for origin in here) - {ANY}

    def keeping(self, origins: Iterable[str]) -> Policy:
        """The same, as if of the others only those had been asked that get something else than a stranger."""
        kept = {*origins, *self.special}
        return Policy(self.browser, tuple(origin for origin in self.asked if origin in kept), self.decisions)


def folded(decisions: Mapping[str, Decision]) -> Mapping[str, Decision]:
    """What each origin gets, with one entry for all who get what a stranger gets."""
    counts = Counter(decisions.values())
    everybody = decisions.get(STRANGER) or max(counts, key=lambda decision: (counts[decision], str(decision)))
    different = {origin: decision for origin, decision in sorted(decisions.items()) if decision != everybody}
    return {**different, ANY: everybody}
