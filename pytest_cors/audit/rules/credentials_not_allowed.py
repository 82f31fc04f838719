"""A route that asks who is there lets a page in, but not what says who its user is: neither cookie nor token.

A page that asks with ``credentials: "include"`` reads the answer only when it says
``Access-Control-Allow-Credentials: true``. Without it the app can name the page as often as it likes: the request with
the session cookie runs, and its answer is thrown away. What is left is the request without cookies, and to that the
route answers as to a stranger.

The same goes for a token. A route that answers 401 without ``Authorization``, and whose preflight does not allow that
header, answers 401 to every page for ever.

Set ``supports_credentials=True`` for the origins of your own front ends, or allow ``Authorization``. Where pages are
only meant to read what everybody may read, there is nothing to mend: say so in ``[audit]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins, with_option
from pytest_cors.audit.front_end import Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import SOMEBODY

_HEADER = "access-control-allow-credentials"


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask with cookies where cookies make a difference."""
    for visit in visits(subject):
        if visit.origin == SOMEBODY or subject.is_declared(visit.target):
            continue  # what everybody may read is nobody's own
        yield from _no_token(visit)
        answer = visit.ask("include")
        last = answer.last
        refused = answer.reason.endswith("InvalidAllowCredentials")
        if not refused or last is None or last.header(_HEADER) is not None or not _knows_by_cookie(visit.ask()):
            continue
        yield Sighting(
            where=visit.target,
            cause="no Access-Control-Allow-Credentials",
            severity="low",
            confidence="likely",
            what=f"{visit.target.name} reads or sets cookies, and lets {visit.who} in without them only",
            consequence="A signed-in user is a stranger here: the answer to a request with cookies is lost",
            fix="Allow credentials for the origins of your own front ends",
            code=explicit_origins(subject),
            evidence=((answer, "with cookies the page gets nothing"),),
        )


def _no_token(visit: Visit) -> Iterator[Sighting]:
    """It answers 401, and takes neither cookies nor any header that could say who is there."""
    plain, answer = visit.ask(), visit.preflighted()
    preflight = answer.preflight
    asks = plain.read and plain.response is not None and plain.response.status == 401
    if not asks or preflight is None or answer.reason != "HeaderDisallowedByPreflightResponse":
        return
    if visit.ask("include").approved or _takes_another_header(visit):
        return
    yield Sighting(
        where=visit.target,
        cause="no Access-Control-Allow-Headers: Authorization",
        severity="medium",
        confidence="likely",
        what=f"{visit.target.name} is answered 401, and {visit.who} may send neither a token nor cookies",
        consequence="No user of that page can ever be known there",
        fix="Allow Authorization, or credentials, whichever says who is there",
        code=with_option(visit.subject, 'allow_headers=["Authorization", "Content-Type"]')
        if visit.subject.uses_flask_cors
        else ('response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"',),
        evidence=((answer, "the token is refused"), (plain, "without it the answer is 401")),
    )


def _takes_another_header(visit: Visit) -> bool:
    """Whether a header that the app knows, such as ``X-Api-Key``, may be sent."""
    names = [name for name in visit.subject.named.headers if name.lower().startswith("x-")]
    return any(
        visit.subject.ask(visit.target, origin=visit.origin, headers=[(name, "x")], credentials="same-origin").approved
        for name in names
    )


def _knows_by_cookie(answer: Answer) -> bool:
    return any("cookie" in seen.vary or seen.header("set-cookie") is not None for seen in answer.seen)


RULE = Rule(
    id="credentials-not-allowed",
    title="A page is let in, and its user is not",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference(
            "MDN: Expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSMissingAllowCredentials",
        ),
    ),
)
