"""A header that carries a secret is exposed to pages that nobody knows.

Script sees a handful of response headers by itself, and those that `Access-Control-Expose-Headers` names. Some apps
send a token in a header, `X-CSRFToken` or `X-Auth-Token`, and expose it so that their front end can read it. On a
route that is open to every page it is exposed to every page.

With credentials any site reads the token of whoever visits it, and can then do what the token was to prevent.
Without, it reads one that is nobody's, which hurts on the day when somebody adds credentials.

Expose such a header only where the origins are named, or send the token some other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER

_is_secret = re.compile(
    r"token|csrf|xsrf|session|secret|api-?key|^authorization$|credential|passw", re.IGNORECASE
).search


def check(subject: Subject) -> Iterator[Sighting]:
    """Look at what a page sees that nobody knows."""
    for target in subject.targets:
        if not target.harmless or subject.is_for_everybody(target):
            continue
        for credentials in ("include", "same-origin"):
            answer = subject.ask(target, origin=STRANGER, credentials=credentials)
            names = sorted(filter(_is_secret, answer.visible)) if answer.read else []
            if not names:
                continue
            signed_in = credentials == "include"
            yield Sighting(
                where=target,
                cause=", ".join(names),
                severity="high" if signed_in else "low",
                confidence="likely",
                what=f"A page that nobody knows reads the response header {names[0]}",
                consequence="Any site reads the token of whoever visits it"
                if signed_in
                else "One more line of configuration, and any site reads the token of whoever visits it",
                fix="Expose it only to origins that are named",
                code=(f'CORS(app, origins=["https://app.example.com"], expose_headers=["{names[0]}"])',)
                if subject.uses_flask_cors
                else (),
                evidence=((answer, f"{names[0]} is among the headers that script sees"),),
            )
            break


RULE = Rule(
    id="headers-over-exposed",
    title="A secret header is exposed to any page",
    audience="security",
    severities=("high", "low"),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Expose-Headers",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Expose-Headers",
        ),
        Reference("CWE-200: Exposure of Sensitive Information", "https://cwe.mitre.org/data/definitions/200.html"),
    ),
)
