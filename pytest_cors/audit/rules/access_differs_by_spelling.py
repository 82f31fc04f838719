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

from collections.abc import Iterable, Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Severity
from pytest_cors.audit.policies import policies
from pytest_cors.audit.references import CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for each path in other spellings, as a page that nobody knows and as one that is let in."""
    for group in policies(subject):
        targets = [each for each in group if _has_something_to_hide(subject, each)]
        for target in targets:
            yield from _compared(subject, target, _slash(subject, target))
        # Whoever decides by what was sent does so for all paths: one stands for those that answer alike.
        for target in [each for each in targets if "<" not in each.route][:1]:
            yield from _compared(subject, target, _letters(target.url))


def _has_something_to_hide(subject: Subject, target: Target) -> bool:
    plain = target.url.startswith("/") and "?" not in target.url and not target.guessed and target.harmless
    return plain and not subject.is_for_everybody(target) and not subject.lets_in(target, STRANGER)


def _slash(subject: Subject, target: Target) -> Iterator[tuple[str, str]]:
    path = target.url
    other = path[:-1] if path.endswith("/") else f"{path}/"
    if path.strip("/") and subject.leads_to(target, other):
        yield "a slash at the end", other


def _letters(path: str) -> Iterator[tuple[str, str]]:
    letter = next((at for at, char in enumerate(path) if char.isascii() and char.isalpha()), None)
    if letter is not None:
        yield "a letter that is percent-encoded", f"{path[:letter]}%{ord(path[letter]):02X}{path[letter + 1 :]}"
        yield "letter case", path.swapcase()


def _compared(subject: Subject, target: Target, spellings: Iterable[tuple[str, str]]) -> Iterator[Sighting]:
    for kind, url in spellings:
        for origin in (STRANGER, *subject.front_ends(target)[:1]):
            one = subject.ask(target, origin=origin, credentials="same-origin")
            other = subject.ask(target, origin=origin, credentials="same-origin", url=url)
            is_one_resource = _status(one) == _status(other) < 400
            if is_one_resource and one.approved != other.approved:
                signed_in = subject.ask(target, origin=origin, url=url)
                shown = signed_in if signed_in.approved else other
                yield _sighting(subject, target, kind, (one, shown), opened=origin == STRANGER)
                break


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
