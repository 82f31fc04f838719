"""The same resource under another spelling of its path lets in other pages.

`/orders` and `/orders/`, `/orders` and `/%6Frders`, where a proxy or a middleware takes letter cases for equal also
`/Orders`: an app may answer them all with the same view. Whoever decides by the text of the path, a key of
`resources` or an `if` in a hook, sees two paths, and the stricter rule holds for one of them only.

A page that is kept from one spelling asks for the other; a browser sends it as it is written. The other way round a
front end that writes the path a little differently is blocked.

Let Flask redirect to one spelling (`strict_slashes`), write rules that match all of them, and decide by
`request.path`, which is decoded, or better by the endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Severity
from pytest_cors.audit.references import CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for each path in other spellings, as a page that nobody knows and as one that is let in."""
    for target in subject.targets:
        plain = target.url.startswith("/") and "?" not in target.url and not target.guessed
        if not plain or not target.harmless or subject.is_for_everybody(target):
            continue
        for kind, url in _spellings(subject, target):
            for origin in (STRANGER, *subject.front_ends(target)[:1]):
                sighting = _compare(subject, target, kind, url, origin)
                if sighting is not None:
                    yield sighting
                    break


def _spellings(subject: Subject, target: Target) -> Iterator[tuple[str, str]]:
    path = target.url
    if path.strip("/"):
        other = path[:-1] if path.endswith("/") else f"{path}/"
        if subject.leads_to(target, other):
            yield "a slash at the end", other
    letter = next((at for at, char in enumerate(path) if char.isascii() and char.isalpha()), None)
    if letter is None or "<" in target.route:
        return
    yield "a letter that is percent-encoded", f"{path[:letter]}%{ord(path[letter]):02X}{path[letter + 1 :]}"
    yield "letter case", path.swapcase()


def _compare(subject: Subject, target: Target, kind: str, url: str, origin: str) -> Sighting | None:
    for credentials in ("include", "same-origin"):
        one = subject.ask(target, origin=origin, credentials=credentials)
        other = subject.ask(target, origin=origin, credentials=credentials, url=url)
        is_one_resource = _status(one) == _status(other) < 400
        if is_one_resource and one.approved != other.approved:
            return _sighting(subject, target, kind, (one, other), opened=origin == STRANGER)
    return None


def _status(answer: Answer) -> int:
    return answer.response.status if answer.response is not None else 599


def _sighting(subject: Subject, target: Target, kind: str, answers: tuple[Answer, Answer], *, opened: bool) -> Sighting:
    strict, open_ = sorted(answers, key=lambda each: each.approved)
    question = open_.question
    severity: Severity = "low"
    if opened:
        severity = "high" if question.credentials == "include" else "medium" if subject.is_private(target) else "low"
        consequence = f"Any page reads at {question.url} what {strict.question.url} keeps from it"
    else:
        consequence = f"A page on {question.origin} is blocked when it asks for {strict.question.url}"
    return Sighting(
        where=target,
        cause=kind,
        severity=severity,
        what=f"{strict.question.url} and {question.url} are one resource, and let in different pages",
        consequence=consequence,
        fix="Decide by the endpoint, or write rules that match every spelling",
        code=(
            "@app.after_request",
            "def allow(response):",
            f'    if request.endpoint == "{subject.endpoint(target)}":',
            "        ...",
        ),
        evidence=(
            (open_, f"at {question.url} the page is let in"),
            (strict, f"at {strict.question.url} it is kept out: {strict.reason}"),
        ),
    )


RULE = Rule(
    id="access-differs-by-spelling",
    title="Another spelling of a path lets in other pages",
    audience="security",
    severities=("high", "medium", "low"),
    check=check,
    references=(CWE_942,),
)
