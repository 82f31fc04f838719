"""A route that knows its users by a cookie lets a page in, but not the cookie.

A page that asks with ``credentials: "include"`` reads the answer only when it says
``Access-Control-Allow-Credentials: true``. Without it the app can name the page as often as it likes: the request with
the session cookie runs, and its answer is thrown away. What is left is the request without cookies, and to that the
route answers as to a stranger.

Set ``supports_credentials=True`` for the origins of your own front ends. Where pages are only meant to read what
everybody may read, there is nothing to mend: say so in ``[audit]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.front_end import visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import SOMEBODY

_HEADER = "access-control-allow-credentials"


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask with cookies where cookies make a difference."""
    for visit in visits(subject):
        if visit.origin == SOMEBODY or subject.is_declared(visit.target):
            continue  # what everybody may read is nobody's own
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


def _knows_by_cookie(answer: Answer) -> bool:
    return any("cookie" in seen.vary or seen.header("set-cookie") is not None for seen in answer.seen)


RULE = Rule(
    id="credentials-not-allowed",
    title="A page is let in without its user's cookies",
    audience="front end",
    severities=("low",),
    check=check,
    references=(
        Reference(
            "MDN: Expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSMissingAllowCredentials",
        ),
    ),
)
