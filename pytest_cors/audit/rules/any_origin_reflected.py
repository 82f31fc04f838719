"""Whoever asks is let in with credentials: the app answers with the Origin that it was sent.

A browser adds the user's cookies to what a page asks with `credentials: "include"`, and gives the page the answer if
`Access-Control-Allow-Origin` names it and `Access-Control-Allow-Credentials` is `true`. An app that names whoever asks
has no list at all. It is what `CORS(app, supports_credentials=True)` does, because the origins of flask-cors are
everybody's unless they are given; what `.*` does in a pattern; and what a hook does that copies `Origin`.

Somebody who is signed in opens a page of an attacker's. Its script asks the API, once for each thing that it wants, and
sends the answers home. What needs a preflight it may do as well: the preflight is answered yes.

`*` is no way out: browsers do not take it for requests with credentials. Name the origins of the front ends. Or, where
everybody is meant, leave out the credentials.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_346, CWE_942, PORTSWIGGER, WITH_CREDENTIALS
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask as a page that nobody knows, with the user's cookies."""
    for target in subject.targets:
        answer = subject.ask(target, origin=STRANGER)
        if not answer.approved or subject.is_for_everybody(target, credentials=True):
            continue
        does = "reads what it answers" if answer.read else "is given leave to send it"
        yield Sighting(
            where=target,
            cause="any origin, with credentials",
            severity="high",
            what=f"A page on an origin that nobody knows asks with the user's cookies, and {does}",
            consequence="Any site that a signed-in user visits acts in their name and reads their data",
            fix="Name the origins that may come in, or leave out credentials if everybody may",
            code=explicit_origins(subject),
            evidence=((answer, f"{STRANGER} is let in, with credentials"),),
        )


RULE = Rule(
    id="any-origin-reflected",
    title="Any origin is let in with credentials",
    audience="security",
    severities=("high",),
    check=check,
    references=(CWE_942, CWE_346, WITH_CREDENTIALS, PORTSWIGGER),
)
