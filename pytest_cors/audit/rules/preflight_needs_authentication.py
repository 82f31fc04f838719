"""The preflight is asked to sign in, which no browser does: it goes without cookies and without ``Authorization``.

A hook or a decorator that asks who is there asks everybody, the ``OPTIONS`` request too that a browser sends ahead of
every ``PUT``, of JSON, and of every request with a token. The answer is a 401, often with all the right
``Access-Control`` headers on it, so that a test of headers passes. A browser needs a status from 200 to 299; it
gives up, and the request with the token is never sent.

Let ``OPTIONS`` through before anything asks who is there. Nothing is given away by it: a preflight runs no view.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import refused_preflights
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

ASKS_TO_SIGN_IN = frozenset({401, 403, 407})


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for every method as a page that it is meant for, so that there is a preflight."""
    for visit, answer, preflight in refused_preflights(subject):
        if preflight.status not in ASKS_TO_SIGN_IN:
            continue
        yield Sighting(
            where=visit.target,
            cause=f"status {preflight.status}",
            severity="medium",
            what=f"The preflight of {visit.target.name} is answered {preflight.status}",
            consequence=f"The request is never sent: {visit.who} sees only a network error, signed in or not",
            fix="Let OPTIONS through before anything asks who is there",
            code=(
                "@app.before_request",
                "def require_login():",
                '    if request.method == "OPTIONS":',
                "        return None  # a preflight carries no credentials",
                "    ...",
            ),
            evidence=((answer, f"the preflight is answered {preflight.status}, and the request is never sent"),),
        )


RULE = Rule(
    id="preflight-needs-authentication",
    title="The preflight is asked to sign in",
    audience="front end",
    severities=("medium",),
    check=check,
    references=(
        Reference("Fetch Standard: CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch"),
        Reference(
            "MDN: CORS preflight did not succeed",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSPreflightDidNotSucceed",
        ),
    ),
)
