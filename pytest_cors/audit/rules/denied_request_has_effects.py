"""A form of another site is carried out, although that site may not read the answer.

CORS keeps answers from pages, not requests from servers. A `POST` with a form, or with plain text, needs no
preflight: any page sends it, and the view has run before the browser looks for `Access-Control-Allow-Origin`.

So an allow-list is no protection for what changes something. If the user's cookies go along, any site transfers,
deletes and buys in the user's name (cross-site request forgery). Whether they do depends on `SameSite`: Chromium
keeps a cookie back that says nothing; Firefox sends it.

It is told as `medium` when the request was sent, with cookies, and succeeded, which is tried only with `unsafe`;
otherwise as `info`. A token in the form, or a check of `Sec-Fetch-Site` or `Origin`, refuses such requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import BROWSERS, Subject, Target
from pytest_cors.survey.hostile import STRANGER

_FORM = ("Content-Type", "application/x-www-form-urlencoded")


def check(subject: Subject) -> Iterator[Sighting]:
    """Send an empty form from a page that nobody knows; where that may not be sent, say that it would be."""
    for target in subject.targets:
        if target.method != "POST" or target.guessed:
            continue
        answer = _with_cookies(subject, target)
        if answer.preflight is not None or answer.not_modelled:
            continue
        response = answer.response
        if response is not None and response.status >= 400:
            continue
        signed_in = _has_cookies(answer)
        yield Sighting(
            where=target,
            cause="a form from anywhere",
            severity="medium" if response is not None and signed_in else "info",
            confidence="certain" if response is not None else "possible",
            what="A form that any page may send is carried out, and only its answer is kept from that page"
            if response is not None
            else "Any page may send a form, without a preflight; CORS keeps only the answer from it",
            consequence="Any site does it in the name of a user who visits it"
            if signed_in
            else "Any site does it as somebody who is not signed in; in a user's name, if cookies go along",
            fix="Refuse what comes from other sites, or ask for a token",
            code=(
                "@app.before_request",
                "def only_from_here():",
                '    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":',
                "        abort(403)",
            ),
            evidence=((answer, _shown(answer)),),
        )


def _with_cookies(subject: Subject, target: Target) -> Answer:
    """The answer in a browser that sends the user's cookies, if one does."""
    answers: list[Answer] = []
    for browser in BROWSERS if subject.unsafe else ("",):
        answer = subject.ask(
            target, origin=STRANGER, headers=[_FORM], body=b"", mode="no-cors", credentials="include", browser=browser
        )
        if _has_cookies(answer):
            return answer
        answers.append(answer)
    return answers[0]


def _has_cookies(answer: Answer) -> bool:
    return any(name.lower() == "cookie" for seen in answer.seen for name, _ in seen.request_headers)


def _shown(answer: Answer) -> str:
    if answer.response is None:
        return "it needs no preflight; it was not sent, because it may have effects"
    return f"the app answers {answer.response.status}: the view has run"


RULE = Rule(
    id="denied-request-has-effects",
    title="A form of any site is carried out",
    audience="security",
    severities=("medium", "info"),
    check=check,
    references=(
        Reference("CWE-352: Cross-Site Request Forgery", "https://cwe.mitre.org/data/definitions/352.html"),
        Reference("MDN: Cross-site request forgery", "https://developer.mozilla.org/docs/Web/Security/Attacks/CSRF"),
    ),
)
