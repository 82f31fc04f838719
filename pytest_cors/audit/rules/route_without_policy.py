"""One route is left out of the policy of those around it, so a front end that reads its neighbours cannot read it.

A decorator on the list and not on the item, a pattern in ``resources`` that ends too early, a blueprint that was
registered before ``CORS(blueprint)``: the route answers, every test client reads it, and in the browser it fails.

Patterns in ``resources`` that no route matches at all are the same mistake for every route: the prefix of a blueprint
is part of the path.

The audit compares a route with its collection (``/reports/<id>`` with ``/reports``) and with the other routes of its
blueprint, and tells of it only where nearly all of them let a page in. Where the route is left out on purpose,
say so: with a contract in ``cors.toml`` what is not allowed is denied on purpose, and without one ``[audit]`` has room
for the reason.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import PathRule, hooks
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins, takes_credentials
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import SOMEBODY

_FEWEST_NEIGHBOURS = 3


def check(subject: Subject) -> Iterator[Sighting]:
    """Compare whom a route is meant for with whom its neighbours are meant for."""
    if subject.file.allows:
        return  # the contract decides
    for app in subject.flask_apps:
        yield from _patterns_of_no_route(subject, app)
    meant = {target: subject.front_ends(target) for target in subject.targets}
    for target, origins in meant.items():
        if origins or not target.harmless:
            continue
        neighbours = _collection(target, meant) or _blueprint(subject, target, meant)
        like = next((each for each in neighbours if meant[each]), None)
        if like is None:
            continue
        origin = meant[like][0]
        answer = _ask(subject, target, origin)
        response = answer.response
        if response is None or response.allow_origin is not None or (target.guessed and not response.ok):
            continue
        yield Sighting(
            where=target,
            cause=f"beside {like.route}",
            severity="low",
            confidence="likely",
            what=f"A page on {origin} reads {like.route}, and not {target.route} beside it",
            consequence="What works in every test client fails in the browser, for this route alone",
            fix="Set the headers for the whole app or the whole blueprint, or say in [audit] that it is on purpose",
            code=explicit_origins(subject, credentials=takes_credentials(subject)),
            evidence=(
                (answer, f"{target.route} has no Access-Control-Allow-Origin"),
                (_ask(subject, like, origin), f"{like.route} has"),
            ),
        )


def _patterns_of_no_route(subject: Subject, app: object) -> Iterator[Sighting]:
    """What flask-cors was told of paths, when the app has none of them."""
    mine = [target for target in subject.targets if target.url.startswith("/") and subject.app_of(target) is app]
    paths = {subject.path_in_app(target): target for target in mine}
    known = (*paths, *(route.path for route in subject.routes if route.static))
    for hook in hooks(app):
        if not paths or any(_is_of_use(rule, known, mine) for rule in hook.rules):
            continue
        for rule in hook.rules:
            target = paths[difflib.get_close_matches(rule.text, paths, n=1, cutoff=0.0)[0]]
            origin = next(iter(rule.options.literals), SOMEBODY)
            answer = _ask(subject, target, origin)
            if answer.approved:
                continue
            yield Sighting(
                where=None,
                cause=rule.text,
                severity="low",
                confidence="likely",
                what=f"No route is under {rule.text!r}, for which flask-cors has a rule; the nearest is {target.route}",
                consequence="The rule lets nobody in, and the routes that it was meant for have no headers",
                fix="Write the whole path, with the prefix of the blueprint",
                code=(f'CORS(app, resources={{r"{target.route.partition("<")[0]}.*": {{"origins": ["{origin}"]}}}})',),
                evidence=((answer, f"{target.route} has no Access-Control-Allow-Origin"),),
            )


def _is_of_use(rule: PathRule, paths: Iterable[str], targets: Iterable[Target]) -> bool:
    by_path = any(rule.matches(path, any_case=True) for path in paths)
    return by_path or any(_may_match(rule.text, target.route) for target in targets)


def _may_match(pattern: str, route: str) -> bool:
    """Whether a path with other values of its variables may be under a pattern."""
    beginning, variable, _ = route.partition("<")
    literal = re.split(r"[^\w/-]", pattern, maxsplit=1)[0]
    return bool(variable) and (literal.startswith(beginning) or beginning.startswith(literal))


def _ask(subject: Subject, target: Target, origin: str) -> Answer:
    answer = subject.ask(target, origin=origin)
    return answer if answer.approved else subject.ask(target, origin=origin, credentials="same-origin")


def _collection(target: Target, meant: Mapping[Target, tuple[str, ...]]) -> tuple[Target, ...]:
    """The list that this is an item of, or an item of this list."""
    parent, _, last = target.route.rstrip("/").rpartition("/")
    return tuple(
        each
        for each in meant
        if each.method == target.method
        and (
            (last.startswith("<") and each.route.rstrip("/") == parent)
            or (each.route.rstrip("/").rpartition("/")[0] == target.route.rstrip("/") and each.route.endswith(">"))
        )
    )


def _blueprint(subject: Subject, target: Target, meant: Mapping[Target, tuple[str, ...]]) -> tuple[Target, ...]:
    """The other routes of its blueprint, when all of them are meant for a page."""
    blueprint = _blueprint_of(subject, target)
    if not blueprint:
        return ()
    others = [
        each
        for each in meant
        if each.route != target.route and each.harmless and _blueprint_of(subject, each) == blueprint
    ]
    return tuple(others) if len(others) >= _FEWEST_NEIGHBOURS and all(meant[each] for each in others) else ()


def _blueprint_of(subject: Subject, target: Target) -> str:
    return (subject.endpoint(target) or "").rpartition(".")[0]


RULE = Rule(
    id="route-without-policy",
    title="A route without its neighbours' policy",
    audience="front end",
    severities=("low",),
    check=check,
    references=(
        Reference(
            "MDN: CORS header 'Access-Control-Allow-Origin' missing",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSMissingAllowOrigin",
        ),
    ),
)
