"""A contract file, read: the rules that say which pages may do what, and everything around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from pytest_cors.fetch.http import Header
from pytest_cors.survey.pattern import OriginPattern

Unsafe = Literal["preflight", "send"]

UNSAFE: tuple[str, ...] = ("preflight", "send")


@dataclass(frozen=True, slots=True)
class Origins:
    """Pages on these origins.

    :param anybody: any origin at all, ``null`` included; then the others say nothing.
    :param exact: serialised.
    """

    exact: tuple[str, ...] = ()
    patterns: tuple[OriginPattern, ...] = ()
    anybody: bool = False

    def include(self, origin: str) -> bool:
        """Whether a page on this origin is one of them."""
        return self.anybody or origin in self.exact or any(pattern.matches(origin) for pattern in self.patterns)

    def tried(self) -> tuple[str, ...]:
        """Those that stand for all: the exact ones, and members of the patterns."""
        members = (member for pattern in self.patterns for member in pattern.members())
        return tuple(dict.fromkeys((*self.exact, *members)))

    def cover(self, others: Origins) -> bool:
        """Whether all of the others are among these."""
        if self.anybody or others.anybody:
            return self.anybody
        return all(map(self.include, others.exact)) and set(others.patterns) <= set(self.patterns)


ANYBODY = Origins(anybody=True)


@dataclass(frozen=True, slots=True)
class Globs:
    """Which routes: patterns over the app's own URL rules, in which ``*`` is any text, slashes included."""

    texts: tuple[str, ...]

    def match(self, route: str) -> bool:
        """Whether a URL rule is meant."""
        return any(_compiled(text).fullmatch(route) for text in self.texts)

    def name(self, route: str) -> bool:
        """Whether a URL rule is meant, and not only by a ``*`` at the first part of its path."""
        return any(_compiled(text).fullmatch(route) and not text.lstrip("/").startswith("*") for text in self.texts)


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, glob.split("*"))), re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An ``[[allow]]`` or a ``[[deny]]``.

    :param allows: which of the two.
    :param name: what its tests are called by, unique in the file.
    :param origins_text: as they were written.
    :param methods: none means all that are routed.
    :param headers: that script may set, with the values they are tried with.
    :param any_header: script may set any.
    :param credentials: the page may include them.
    :param status: of the response that script gets; None is any.
    :param exposes: names of headers that script can read.
    :param max_age: seconds that the browser keeps the preflight's answer, at least.
    :param browsers: names of profiles; none means the run's.
    :param known: why a wrong cell is tolerated until it is right; empty when it is not.
    :param takes_nothing_back: of a ``[[deny]]``: it only tolerates that strangers get in.
    :param line: where it stands in the file.
    """

    allows: bool
    name: str
    routes: Globs
    origins: Origins
    origins_text: str = ""
    methods: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    any_header: bool = False
    credentials: bool = False
    status: int | None = None
    exposes: tuple[str, ...] = ()
    max_age: float | None = None
    browsers: tuple[str, ...] = ()
    known: str = ""
    takes_nothing_back: bool = False
    line: int = 1

    def takes(self, method: str) -> bool:
        """Whether a method is meant. GET stands for HEAD, too."""
        return not self.methods or method in self.methods or (method == "HEAD" and "GET" in self.methods)

    def covers(self, headers: Sequence[Header]) -> bool:
        """Whether script may set all of these."""
        if self.any_header:
            return True
        allowed = {name.lower() for name, _ in self.headers}
        return all(name.lower() in allowed for name, _ in headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An ``[[exclude]]``: routes that the contract says nothing about.

    :param methods: none means all.
    """

    routes: Globs
    methods: tuple[str, ...] = ()
    reason: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """An ``[[audit.silence]]``: a finding that somebody knows of and can live with.

    :param rule: id of the audit rule.
    :param routes: none means wherever it is found.
    :param until: the last day on which it holds; None is for good.
    :param line: where it stands in the file.
    """

    rule: str
    reason: str
    routes: Globs | None = None
    until: date | None = None
    line: int = 1

    def covers(self, rule: str, route: str | None) -> bool:
        """Whether what a rule has seen is meant.

        :param route: the whole URL rule; None when it is about the whole app.
        """
        return self.rule == rule and (self.routes is None or (route is not None and self.routes.match(route)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFile:
    """Everything that a contract file says.

    :param path: of the file, as it is shown.
    :param base_url: where the API lives; None when the file does not say.
    :param app: ``"package.module:name"``, or empty.
    :param browsers: names of the profiles that hold it; none means the run's.
    :param unsafe: whether requests that may have effects are sent or only asked for by preflight.
    :param origins: the named ones.
    :param rules: in the order of the file.
    :param samples: values of URL variables, as text.
    :param route_samples: the same for one URL rule alone.
    :param audit_level: from which severity on a finding fails; empty when the file does not say.
    :param silences: findings that are not to be heard of.
    :param lines: where names stand: ``("origins", "spa")``, ``("samples", "id")``.
    """

    path: str
    base_url: str | None = None
    app: str = ""
    browsers: tuple[str, ...] = ()
    unsafe: Unsafe = "preflight"
    origins: Mapping[str, Origins] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    samples: Mapping[str, str] = field(default_factory=dict)
    route_samples: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    audit_level: str = ""
    silences: tuple[Silence, ...] = ()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def allows(self) -> tuple[Rule, ...]:
        """The rules that allow."""
        return tuple(rule for rule in self.rules if rule.allows)

    @property
    def denies(self) -> tuple[Rule, ...]:
        """The rules that take back what others allow."""
        return tuple(rule for rule in self.rules if not rule.allows)

    def declares(self, origin: str) -> bool:
        """Whether an origin is one that the file names anywhere."""
        named = any(origins.include(origin) for origins in self.origins.values())
        return named or any(rule.origins.include(origin) for rule in self.rules if not rule.origins.anybody)

    def samples_for(self, rule: str) -> Mapping[str, str]:
        """The values of URL variables for one URL rule."""
        return {**self.samples, **self.route_samples.get(rule, {})}
