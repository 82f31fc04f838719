"""The world is closed: what some rule allows, what no rule allows, and how each of them is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_cors.contract.model import Expectation
from pytest_cors.contract.question import JSON, UNDECLARED, Aspect, Question, body_of
from pytest_cors.contract.rules import Rule
from pytest_cors.fetch.http import Header
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.survey.hostile import ANYBODY

_MOST_FOR_ANYBODY = 6

_Modes = tuple[str, ...]

_DENIED = Expectation(word="denied")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Terms:
    """All that decides what is asked of a route.

    :param own: the origin of the app itself.
    :param methods: that count on the route.
    :param rules: that allow something there, in the order of the file.
    :param denies: that take something back there, likewise.
    :param declared: origins that stand for all that the file names.
    :param strangers: origins that must not be let in, each with what it shows when it is.
    :param sends_all: requests that may have effects are sent, too.
    """

    own: str
    methods: tuple[str, ...]
    rules: tuple[Rule, ...]
    denies: tuple[Rule, ...]
    declared: tuple[str, ...]
    strangers: Mapping[str, str]
    sends_all: bool

    def questions(self, rule: Rule | None) -> Iterator[Question]:
        """What is asked of a route for one of its rules, in a fixed order: by method, then by origin.

        :param rule: None for what nobody allows.
        """
        for method in self.methods:
            yield from self._denied(method) if rule is None else self._allowed(rule, method)

    # Allowed

    def _allowed(self, rule: Rule, method: str) -> Iterator[Question]:
        """What a rule allows."""
        if not rule.takes(method):
            return
        header_sets = _header_sets(rule)
        first: _Modes = ("include", "same-origin") if rule.credentials else ("same-origin",)
        for origin in self._origins(rule):
            if origin == self.own or self._is_taken_back(origin, method):
                continue
            for headers in header_sets:
                yield self._agreed(rule, method, origin, first[0], headers)
            for credentials in first[1:]:
                yield self._agreed(rule, method, origin, credentials, header_sets[0])

    def _agreed(self, rule: Rule, method: str, origin: str, credentials: str, headers: tuple[Header, ...]) -> Question:
        preflighted = bool(headers) or not is_cors_safelisted_method(method)
        return Question(
            method=method,
            origin=origin,
            headers=headers,
            body=body_of(method, headers),
            credentials=credentials,
            expectation=Expectation(
                word="allowed",
                status=rule.status,
                exposes=rule.exposes,
                max_age=rule.max_age if preflighted else None,
            ),
            rule=rule,
        )

    def _origins(self, rule: Rule) -> tuple[str, ...]:
        if not rule.origins.anybody:
            return rule.origins.tried()
        return tuple(dict.fromkeys((*self.declared[:_MOST_FOR_ANYBODY], *ANYBODY)))

    # Denied

    def _denied(self, method: str) -> Iterator[Question]:
        """What no rule allows, or what a ``[[deny]]`` takes back."""
        open_to_all = any(rule.origins.anybody and rule.takes(method) for rule in self.rules)
        shows = dict.fromkeys(self.declared, "")
        shows |= dict.fromkeys(ANYBODY, "") if open_to_all else self.strangers
        control = self._control(method)

        def refused(origin: str, credentials: str, headers: tuple[Header, ...], aspect: Aspect) -> Question:
            return Question(
                method=method,
                origin=origin,
                headers=headers,
                body=body_of(method, headers),
                credentials=credentials,
                expectation=_DENIED,
                rule=next(self._denying(origin, method, only_effective=aspect == "taken back"), None),
                aspect=aspect,
                shows=shows[origin],
                control=control,
            )

        forms = method == "POST" and not self.sends_all
        for origin, what in shows.items():
            if origin == self.own:
                continue
            for credentials, headers in self._asked(origin, method):
                aspect = self._aspect(origin, method, credentials, headers, hostile=bool(what))
                if aspect != "allowed":
                    yield refused(origin, credentials, headers, aspect)
            if forms and what and origin == next(iter(self.strangers)):
                yield refused(origin, "same-origin", (), "stranger")

    def _asked(self, origin: str, method: str) -> Iterator[tuple[str, tuple[Header, ...]]]:
        """Ways to ask from an origin that could be denied."""
        headers: tuple[Header, ...] = (JSON,) if method == "POST" else ()
        yield "same-origin", headers
        yield "include", headers
        if method == "POST" and self.sends_all:
            yield "same-origin", ()
            yield "include", ()
        if self._aspect(origin, method, "same-origin", ()) == "allowed":
            with_credentials = self._aspect(origin, method, "include", ()) == "allowed"
            yield ("include" if with_credentials else "same-origin"), (UNDECLARED,)

    def _aspect(
        self, origin: str, method: str, credentials: str, headers: tuple[Header, ...], *, hostile: bool = False
    ) -> Aspect:
        """Whether something is allowed, and if not, the first thing that no rule agrees to."""
        rules = [rule for rule in self.rules if rule.origins.include(origin)]
        if not rules:
            return "stranger" if hostile else "elsewhere"
        rules = [rule for rule in rules if rule.takes(method)]
        if not rules:
            return "method"
        if self._is_taken_back(origin, method):
            return "taken back"
        if credentials == "include":
            rules = [rule for rule in rules if rule.credentials]
            if not rules:
                return "credentials"
        return "allowed" if any(rule.covers(headers) for rule in rules) else "header"

    def _is_taken_back(self, origin: str, method: str) -> bool:
        """Whether a ``[[deny]]`` takes back what an ``[[allow]]`` gives."""
        return any(self._denying(origin, method, only_effective=True))

    def _denying(self, origin: str, method: str, *, only_effective: bool = False) -> Iterator[Rule]:
        """The ``[[deny]]`` rules that speak of an origin and a method.

        :param only_effective: less those that only tolerate that strangers get in.
        """
        for rule in self.denies:
            meant = rule.takes(method) and rule.origins.include(origin)
            if meant and not (only_effective and rule.takes_nothing_back):
                yield rule

    def _control(self, method: str) -> Question | None:
        """The plainest thing that somebody may ask by a method."""
        for rule in self.rules:
            if rule.takes(method):
                for origin in self._origins(rule):
                    if origin != self.own and not self._is_taken_back(origin, method):
                        return self._agreed(rule, method, origin, "include" if rule.credentials else "same-origin", ())
        return None


def _header_sets(rule: Rule) -> tuple[tuple[Header, ...], ...]:
    """None beyond the safelisted, and all that the rule names at once."""
    named = (*rule.headers, UNDECLARED) if rule.any_header else rule.headers
    return ((), named) if named else ((),)
