"""The preflight has no answer of its own: a 404, a 405, a 400, or a crash.

Before a ``PUT``, before JSON, before a token a browser sends ``OPTIONS``. Flask answers it by itself, unless a route
says ``provide_automatic_options=False``, a catch-all view or a framework takes ``OPTIONS`` as one more method, or a
hook parses a body that no preflight has. The ``Access-Control`` headers may all be there; with a status other than 200
to 299 a browser does not look at them, and the request is never sent.

Let Flask answer ``OPTIONS``, or answer it with 204 before anything else looks at the request.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.front_end import Visit, refused_preflights
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.rules.preflight_needs_authentication import ASKS_TO_SIGN_IN
from pytest_cors.audit.subject import Subject

_BUSY = frozenset({429, 503})


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for every method as a page that it is meant for, so that there is a preflight."""
    for visit, answer, preflight in refused_preflights(subject):
        status = preflight.status
        if status in ASKS_TO_SIGN_IN or status in _BUSY or 300 <= status <= 399:
            continue
        if status == 404 and subject.endpoint(visit.target) is None:
            continue  # the app knows no such URL, on this host or at all
        crashed = f", because the app raises {preflight.raised}" if preflight.raised else ""
        yield Sighting(
            where=visit.target,
            cause=f"status {status}",
            severity=_severity(visit),
            what=f"The preflight of {visit.target.name} is answered {status}{crashed}",
            consequence=f"A browser sends the request only after a 2xx: {visit.who} sees only a network error",
            fix="Answer OPTIONS with 204 before anything else looks at the request",
            code=(
                "@app.before_request",
                "def answer_preflights():",
                '    if request.method == "OPTIONS":',
                '        return "", 204  # after_request, and so CORS, still adds the headers',
            ),
            evidence=((answer, f"the preflight is answered {status}, and the request is never sent"),),
        )


def _severity(visit: Visit) -> Severity:
    """A GET of public data needs a preflight only for headers that it may never carry."""
    simple = visit.target.method in {"GET", "HEAD"} and not visit.subject.is_private(visit.target)
    return "low" if simple else "medium"


RULE = Rule(
    id="preflight-not-answered",
    title="The preflight is answered with an error",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference("Fetch Standard: CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch"),
        Reference(
            "MDN: CORS preflight did not succeed",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSPreflightDidNotSucceed",
        ),
    ),
)
