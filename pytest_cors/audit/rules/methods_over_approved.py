"""The preflight approves methods that the route does not have: `DELETE` is let through, and then answered 405.

flask-cors answers every preflight with one list of methods, whatever the route takes, and so do most hooks that are
written by hand. A browser believes it and sends the request, which Flask then refuses.

No harm is done as long as Flask does refuse. It is worth knowing for two reasons. A front end sees a 405 where a
preflight could have told it so. And a route that gets a `DELETE` one day is open to all pages at once, without
anybody having decided it: `methods=["GET", "POST"]` makes that a decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_ASKED = ("DELETE", "PUT", "PATCH")


def check(subject: Subject) -> Iterator[Sighting]:
    """Look which methods a preflight has named, and ask for one that the route lacks."""
    routed: dict[str, set[str]] = {}
    for route in subject.routes:
        routed.setdefault(route.name, set()).update(route.methods)
    told: set[str] = set()
    for visit in visits(subject):
        preflight = visit.preflighted().preflight
        allowed = (preflight.header("access-control-allow-methods") or "") if preflight else ""
        listed = {method.strip() for method in allowed.split(",")}
        missing = [each for each in _ASKED if each not in routed.get(visit.target.route, {each}) and each in listed]
        if not missing or visit.target.route in told:
            continue
        told.add(visit.target.route)
        answer = subject.ask(visit.target, origin=visit.origin, method=missing[0], credentials="same-origin")
        if not answer.approved:
            continue
        yield Sighting(
            where=visit.target,
            cause="one list of methods for all routes",
            severity="info",
            what=f"The preflight approves {missing[0]}, which {visit.target.route} does not have",
            consequence="The request is sent, and answered 405; a method that is added one day is open at once",
            fix="Nothing; or name the methods that the routes have",
            code=('CORS(app, methods=["GET", "POST"])',) if subject.uses_flask_cors else (),
            evidence=((answer, f"{missing[0]} is approved by Access-Control-Allow-Methods: {allowed}"),),
        )


RULE = Rule(
    id="methods-over-approved",
    title="The preflight approves methods that a route lacks",
    audience="operations",
    severities=("info",),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Allow-Methods",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Methods",
        ),
    ),
)
