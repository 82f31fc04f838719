"""Whatever header a page asks for is approved: `Access-Control-Allow-Headers` repeats the question, or is `*`.

That is the default of flask-cors, `allow_headers="*"`. A page that is let in may send any header, those that the app
reads and those that a proxy before it reads: `X-Forwarded-For`, `X-Original-URL`, `X-HTTP-Method-Override`.

Pages that are let in are trusted, so this is no hole by itself. It takes a lock away: should a page come in that is
not meant to, or one that is meant to have a hole of its own, it may set those headers, too. And an app that takes a
header of its own, as `X-Requested-With`, for a proof that no other site asks, has no such proof.

Name the headers that the front ends send.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.policies import policies
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_PROBE = ("X-Nobody-Reads-This", "x")


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask to send a header that no app knows, as a page that is let in, once for each policy."""
    for group in policies(subject):
        target = group[0]
        for origin in subject.front_ends(target)[:1]:
            answer = subject.ask(target, origin=origin, headers=[_PROBE], credentials="same-origin")
            preflight = answer.preflight
            if not answer.approved or preflight is None:
                continue
            allowed = preflight.header("access-control-allow-headers")
            yield Sighting(
                where=target,
                cause="every header is approved",
                severity="info",
                what="A page that is let in may send whatever header it wants",
                consequence="It sets headers that only a proxy should set, or that are taken for a proof",
                fix="Nothing; or name the headers that the front ends send",
                code=('CORS(app, allow_headers=["Authorization", "Content-Type"])',) if subject.uses_flask_cors else (),
                evidence=((answer, f"{_PROBE[0]} is approved by Access-Control-Allow-Headers: {allowed}"),),
            )


RULE = Rule(
    id="request-headers-reflected",
    title="Any request header is approved",
    audience="operations",
    severities=("info",),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Allow-Headers",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Headers",
        ),
    ),
)
