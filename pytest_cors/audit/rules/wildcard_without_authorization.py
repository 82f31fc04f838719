"""``Access-Control-Allow-Headers: *`` does not cover ``Authorization``, says the standard, yet browsers let it pass.

The Fetch Standard excepts one header from the wildcard: ``Authorization`` has to be named. Chromium, Firefox and WebKit
let it pass all the same, and the first two write a warning to the console that they will stop. On that day every
request with a token is refused, in one browser after the other, without anybody having changed the app.

Name ``Authorization`` beside the ``*`` or in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import TOKEN, Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask with a token, in a browser and by the letter of the standard."""
    for visit in visits(subject):
        answer = _ask(visit, "")
        preflight = answer.preflight
        if (
            preflight is None
            or not answer.approved
            or "*" not in (preflight.header("access-control-allow-headers") or "")
        ):
            continue
        by_the_letter = _ask(visit, "standard")
        if by_the_letter.reason != "HeaderDisallowedByPreflightResponse":
            continue
        asks = any("authorization" in seen.vary or seen.status == 401 for seen in visit.ask().seen)
        yield Sighting(
            where=visit.target,
            cause="Access-Control-Allow-Headers: *",
            severity="low" if asks else "info",
            what=f"The preflight of {visit.target.name} allows every header by *, which does not cover Authorization",
            consequence="When browsers keep to the standard, as they have announced, every request with a token fails",
            fix="Name Authorization beside the *",
            code=('response.headers["Access-Control-Allow-Headers"] = "*, Authorization"',),
            evidence=(
                (answer, "today's browsers let it pass"),
                (by_the_letter, "by the letter of the standard the token is refused"),
            ),
        )


def _ask(visit: Visit, browser: str) -> Answer:
    return visit.subject.ask(
        visit.target, origin=visit.origin, headers=[TOKEN], credentials="same-origin", browser=browser
    )


RULE = Rule(
    id="wildcard-without-authorization",
    title="A wildcard that does not cover Authorization",
    audience="front end",
    severities=("low", "info"),
    check=check,
    references=(
        Reference(
            "Fetch Standard: CORS non-wildcard request-header name",
            "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
        ),
        Reference(
            "MDN: Access-Control-Allow-Headers",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Headers",
        ),
    ),
)
