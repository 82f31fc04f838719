"""A contract file and an app's routes become cells: the world is closed, so what no rule allows is denied.

For every route there is a *group* for each rule that allows something there, with the cells that the rule
allows, and one group more, with a rule of None: the cells that nobody allows. What is the same for many cells
is computed once: hostile origins and questions for a set of rules, the path of a route, the methods that count.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pytest_cors.contract.cell import Cell
from pytest_cors.contract.closed_world import Terms
from pytest_cors.contract.question import Question
from pytest_cors.contract.rules import ContractFile, Globs, Rule
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.url import parse
from pytest_cors.survey.hostile import Hostile, hostile_origins
from pytest_cors.survey.samples import Sampled, sample
from pytest_cors.survey.url_map import AppRoute

HELD = "the app's configuration names an origin that the contract does not"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a contract file that is not wrong, but hardly meant.

    :param line: in the file.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app lives, and how to ask what it routes.

    :param base_url: scheme, host, port and the path where the app is mounted.
    :param matches: whether a path leads to a URL rule.
    """

    base_url: str
    matches: Callable[[AppRoute, str], bool]

    @property
    def own(self) -> str:
        """The origin of the app itself."""
        return parse(self.base_url).origin.serialized

    def url(self, route: AppRoute, path: str) -> str:
        """What to ask for: a path of the app, or an absolute URL where the route is on a host of its own."""
        base = parse(self.base_url)
        path = f"{base.path.rstrip('/')}{path}"
        if not route.subdomain:
            return path
        port = "" if base.port is None else f":{base.port}"
        host = route.subdomain if route.host_matching else f"{route.subdomain}.{base.host}{port}"
        return f"{base.scheme}://{host}{path}"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The cells of one route that one rule allows; with a rule of None, those that nobody allows.

    :param rules: that allow something on this route, in the order of the file.
    :param denies: that take something back there, likewise.
    :param methods: that count on this route.
    """

    plan: Plan
    route: AppRoute
    rule: Rule | None
    rules: tuple[Rule, ...]
    denies: tuple[Rule, ...]
    methods: tuple[str, ...]

    @property
    def line(self) -> int:
        """Where its rule stands in the file."""
        return 1 if self.rule is None else self.rule.line

    def cells(self, place: Place) -> Iterator[Cell]:
        """Its cells, in a fixed order: by method, then by origin."""
        sampled = self.plan.sampled(self.route, place)
        if sampled is None:
            return
        name, url = self.route.name, place.url(self.route, sampled.path)
        for question in self.plan.questions(self, place.own):
            yield Cell(name, url, question, sampled.guessed)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A contract file, held against the routes of an app.

    :param groups: for each route those of its rules, then that of everything else.
    :param notes: what was hardly meant, in the order of the file.
    :param unmatched: rules that allow on no route, each with the routes that are nearest.
    :param left_out: routes that an ``[[exclude]]`` leaves out.
    :param held: origins that the app has in its own configuration.
    :param requests: that were made for its questions, by profile: for another route they need another URL only.
    """

    file: ContractFile
    routes: tuple[AppRoute, ...]
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    unmatched: tuple[tuple[Rule, tuple[str, ...]], ...] = ()
    left_out: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    requests: dict[tuple[str, Question], Request] = field(default_factory=dict, repr=False)
    _hostile: dict[tuple[object, ...], tuple[Hostile, ...]] = field(default_factory=dict, repr=False)
    _sampled: dict[tuple[str, str], Sampled | None] = field(default_factory=dict, repr=False)
    _questions: dict[tuple[object, ...], tuple[Question, ...]] = field(default_factory=dict, repr=False)

    def sampled(self, route: AppRoute, place: Place) -> Sampled | None:
        """A path of a route; None when no value of its variables is known to match."""
        key = (place.base_url, route.name)
        if key not in self._sampled:
            given = self.file.samples_for(route.path)
            self._sampled[key] = sample(route, given, matches=lambda path: place.matches(route, path))
        return self._sampled[key]

    def sample_notes(self, place: Place) -> Iterator[Note]:
        """Samples that a route does not take."""
        for route in self.routes:
            sampled = self.sampled(route, place) if route.converters else None
            for text in () if sampled is None else sampled.refused:
                name = text.partition(" ")[0]
                lines = self.file.lines
                line = lines.get(("samples", route.path, name)) or lines.get(("samples", name), 1)
                yield Note(line, f"the route {route.name!r} does not take the sample {text}")

    def hostile(self, rules: Sequence[Rule], own: str) -> tuple[Hostile, ...]:
        """Origins that must not be let in where these rules hold."""
        key = (own, _names(rules))
        if key not in self._hostile:
            exact = dict.fromkeys(origin for rule in rules for origin in rule.origins.exact)
            patterns = dict.fromkeys(pattern for rule in rules for pattern in rule.origins.patterns)

            def known(origin: str) -> bool:
                return origin == own or self.file.declares(origin)

            derived = hostile_origins(exact, patterns, known=known)
            beside = {hostile.origin for hostile in derived}
            held = (Hostile(each, HELD) for each in self.held if each not in beside and not known(each))
            self._hostile[key] = (*derived, *held)
        return self._hostile[key]

    def questions(self, group: Group, own: str) -> tuple[Question, ...]:
        """What is asked of a group's route; of all routes that have the same rules and methods, the same."""
        rule = None if group.rule is None else group.rule.name
        key = (own, rule, _names(group.rules), _names(group.denies), group.methods)
        if key not in self._questions:
            terms = Terms(
                own=own,
                methods=group.methods,
                rules=group.rules,
                denies=group.denies,
                declared=self.declared(),
                strangers={hostile.origin: hostile.shows for hostile in self.hostile(group.rules, own)},
                sends_all=self.file.unsafe == "send",
            )
            self._questions[key] = tuple(terms.questions(group.rule))
        return self._questions[key]

    def declared(self) -> tuple[str, ...]:
        """Origins that stand for all that the file names."""
        tried = (origin for origins in self.file.origins.values() for origin in origins.tried())
        in_rules = (origin for rule in self.file.rules for origin in rule.origins.tried())
        return tuple(dict.fromkeys((*tried, *in_rules)))


def expand(file: ContractFile, routes: Sequence[AppRoute], *, held: Sequence[str] = ()) -> Plan:
    """Hold a contract file against the routes of an app.

    :param held: origins that the app has in its own configuration; those that the file does not name are hostile.
    """
    groups: list[Group] = []
    left_out: list[str] = []
    plan = Plan(file, tuple(routes), held=tuple(held))
    for route in routes:
        if route.static and not any(rule.routes.name(route.path) for rule in file.rules):
            continue
        rules = tuple(rule for rule in file.allows if is_for(rule.routes, route))
        methods = _methods(file, route, rules)
        if not methods:
            left_out.append(route.name)
            continue
        holding = tuple(rule for rule in rules if any(map(rule.takes, methods)))
        denies = tuple(rule for rule in file.denies if is_for(rule.routes, route))
        groups += [Group(plan, route, rule, holding, denies, methods) for rule in (*holding, None)]
    used = {group.rule.name for group in groups if group.rule is not None}
    names = [route.name for route in routes if not route.static]
    unmatched = tuple((rule, _nearest(rule, names)) for rule in file.allows if rule.name not in used)
    object.__setattr__(plan, "groups", tuple(groups))
    object.__setattr__(plan, "notes", tuple(sorted(_notes(plan), key=lambda note: note.line)))
    object.__setattr__(plan, "unmatched", unmatched)
    object.__setattr__(plan, "left_out", tuple(left_out))
    return plan


def is_for(globs: Globs, route: AppRoute) -> bool:
    """Whether a route is meant: by its path, or by its subdomain and its path."""
    return globs.match(route.path) or (bool(route.subdomain) and globs.match(route.name))


def _methods(file: ContractFile, route: AppRoute, rules: Sequence[Rule]) -> tuple[str, ...]:
    """The methods of a route that make cells: GET stands for HEAD, and OPTIONS must be named."""
    named = {method for rule in rules for method in rule.methods}
    silent = {"OPTIONS", "HEAD"} if "GET" in route.methods else {"OPTIONS"}
    excluded = [each for each in file.exclusions if is_for(each.routes, route)]
    return tuple(
        method
        for method in route.methods
        if (method in named or method not in silent)
        and not any(not each.methods or method in each.methods for each in excluded)
    )


def _names(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(rule.name for rule in rules)


def _nearest(rule: Rule, names: Sequence[str]) -> tuple[str, ...]:
    near = (name for text in rule.routes.texts for name in difflib.get_close_matches(text, names, n=3, cutoff=0.4))
    return tuple(dict.fromkeys((*near, *names)))[:3]


# Notes


def _notes(plan: Plan) -> Iterator[Note]:
    file = plan.file
    for exclusion in file.exclusions:
        if not any(is_for(exclusion.routes, route) for route in plan.routes):
            yield Note(exclusion.line, f"[[exclude]] matches no route: {', '.join(exclusion.routes.texts)}")
    for rule in file.denies:
        if not any(is_for(rule.routes, route) for route in plan.routes):
            yield Note(rule.line, f"[[deny]] matches no route: {', '.join(rule.routes.texts)}")
    yield from _unused_origins(file)
    yield from _unused_samples(plan)
    yield from _shadowed(plan)
    for rule in file.allows:
        if rule.max_age is not None and not rule.headers and not rule.any_header and _needs_no_preflight(plan, rule):
            yield Note(rule.line, "max_age is held against nothing: no request of this rule needs a preflight")


def _unused_origins(file: ContractFile) -> Iterator[Note]:
    for name, origins in file.origins.items():
        inside = [other for key, other in file.origins.items() if key != name]
        if not any(rule.origins.cover(origins) for rule in file.rules if not rule.origins.anybody) and not any(
            other.cover(origins) for other in inside
        ):
            yield Note(file.lines.get(("origins", name), 1), f"no rule uses the origin {name!r}")


def _unused_samples(plan: Plan) -> Iterator[Note]:
    variables = {name for route in plan.routes for name, _, _ in route.converters}
    for name in plan.file.samples:
        if name not in variables:
            near = difflib.get_close_matches(name, sorted(variables), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            line = plan.file.lines.get(("samples", name), 1)
            yield Note(line, f"the sample {name!r} is for no variable of any route{hint}")
    paths = {route.path: route for route in plan.routes}
    for path, values in plan.file.route_samples.items():
        line = plan.file.lines.get(("samples", path), 1)
        if path not in paths:
            yield Note(line, f"there is no route {path!r} to have samples")
            continue
        for name in set(values) - {name for name, _, _ in paths[path].converters}:
            yield Note(line, f"the route {path!r} has no variable {name!r}")


def _shadowed(plan: Plan) -> Iterator[Note]:
    of_rule: dict[str, set[tuple[str, str]]] = {}
    for group in plan.groups:
        if group.rule is not None:
            where = {(group.route.name, method) for method in group.methods if group.rule.takes(method)}
            of_rule.setdefault(group.rule.name, set()).update(where)
    rules = [rule for rule in plan.file.allows if rule.name in of_rule]
    for index, rule in enumerate(rules):
        for other in rules:
            if other is rule or not of_rule[rule.name] <= of_rule[other.name] or not _adds_nothing(rule, other):
                continue
            if _adds_nothing(other, rule) and of_rule[other.name] == of_rule[rule.name] and index < rules.index(other):
                continue  # alike: it is the later one that is too much
            yield Note(rule.line, f"the rule at line {other.line} allows all that this one does")
            break


def _adds_nothing(rule: Rule, other: Rule) -> bool:
    return (
        other.origins.cover(rule.origins)
        and (other.any_header or (other.covers(rule.headers) and not rule.any_header))
        and (other.credentials or not rule.credentials)
        and set(rule.exposes) <= set(other.exposes)
        and (rule.max_age or 0) <= (other.max_age or 0)
        and rule.status in {None, other.status}
        and not rule.browsers
        and not rule.known
    )


def _needs_no_preflight(plan: Plan, rule: Rule) -> bool:
    methods = (method for group in plan.groups if group.rule is rule for method in group.methods if rule.takes(method))
    return all(is_cors_safelisted_method(method) for method in methods)
