"""The preflight is asked to sign in, which no browser does: it goes without cookies and without ``Authorization``."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_ASKS_TO_SIGN_IN = frozenset({401, 403, 407})


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for every method that needs a preflight, as each page that is trusted somewhere."""
    for target in subject.targets:
        for origin in subject.trusted:
            answer = subject.ask(
                target, origin=origin, headers=[("Authorization", "Bearer x")], credentials="same-origin"
            )
            if not _refused(answer):
                continue
            assert answer.preflight is not None, "because it was refused"
            yield Sighting(
                where=target,
                cause=f"status {answer.preflight.status}",
                severity="medium",
                what=f"The preflight of {target.name} is answered {answer.preflight.status}",
                consequence=f"No page on {origin} can use it: a browser sends the request only after a 2xx",
                fix="Let OPTIONS through before anything asks who is there",
                code=(
                    "@app.before_request",
                    "def require_login():",
                    '    if request.method == "OPTIONS":',
                    "        return None  # a preflight carries no credentials",
                    "    ...",
                ),
                evidence=(
                    (answer, f"the preflight is answered {answer.preflight.status}, and the request is never sent"),
                ),
            )
            break


def _refused(answer: Answer) -> bool:
    preflight = answer.preflight
    return preflight is not None and answer.reason == "PreflightInvalidStatus" and preflight.status in _ASKS_TO_SIGN_IN


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
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors/CORSPreflightDidNotSucceed",
        ),
    ),
)
