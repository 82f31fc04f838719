"""One route is left out of the policy of those around it, so a front end that reads its neighbours cannot read it.

A decorator on the list and not on the item, a pattern in ``resources`` that ends too early, a blueprint that was
registered before ``CORS(blueprint)``: the route answers, every test client reads it, and in the browser it fails.

The audit compares a route with its collection (``/reports/<id>`` with ``/reports``) and with the other routes of its
blueprint, and tells of it only where nearly all of them let a page in. Where the route is left out on purpose,
say so: with a contract in ``cors.toml`` what is not allowed is denied on purpose, and without one ``[audit]`` has room
for the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target

_FEWEST_NEIGHBOURS = 3


def check(subject: Subject) -> Iterator[Sighting]:
    """Compare whom a route is meant for with whom its neighbours are meant for."""
    if subject.file.allows:
        return  # the contract decides
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
            code=explicit_origins(subject),
            evidence=(
                (answer, f"{target.route} has no Access-Control-Allow-Origin"),
                (_ask(subject, like, origin), f"{like.route} has"),
            ),
        )


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
