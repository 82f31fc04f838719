"""The preflight says yes and the answer says no, or the other way round: two places decide who comes in.

`OPTIONS` is often answered by other code than the rest: by a hook, a proxy, a catch-all route. Where that knows
another list than the view, a browser believes the preflight, sends the request, and then keeps the answer from the
page.

For a page that is meant to come in it is breakage of the worst kind: what it asks is done, and it is told that it
failed. For any other page the preflight was the only thing in the way of a request with JSON or with headers of its
own; an app that relies on it, because "a form cannot send that", has no protection left.

Let one list decide for both.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.front_end import TOKEN
from pytest_cors.audit.policies import policies
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_NOT_NAMED = frozenset({"MissingAllowOriginHeader", "AllowOriginMismatch", "InvalidAllowOriginValue"})
_MOST_ORIGINS = 4


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask with a header that needs a preflight, as pages that the app names and as one that nobody knows."""
    for group in policies(subject):
        targets = [each for each in group if each.harmless and not subject.is_for_everybody(each)]
        # One stands for those that answer alike; where it shows nothing, the others need not be asked.
        found = [sighting for target in targets[:1] for sighting in _at(subject, target)]
        yield from found
        if found:
            yield from (sighting for target in targets[1:] for sighting in _at(subject, target))


def _at(subject: Subject, target: Target) -> Iterator[Sighting]:
    named = tuple(dict.fromkeys((*subject.declared, *subject.named.origins)))[:_MOST_ORIGINS]
    for origin in (STRANGER, *named):
        answer = subject.ask(target, origin=origin, headers=[TOKEN], credentials="same-origin")
        if _was_sent_in_vain(answer):
            yield _in_vain(subject, target, answer)
            return
        if _was_not_sent(answer) and subject.ask(target, origin=origin, credentials="same-origin").read:
            yield _not_sent(subject, target, answer)
            return


def _was_sent_in_vain(answer: Answer) -> bool:
    """Approved by a preflight that names the page, and then kept from it, although nothing went wrong."""
    response, preflight = answer.response, answer.preflight
    if response is None or preflight is None or response.status >= 400:
        return False
    return answer.reason in _NOT_NAMED


def _was_not_sent(answer: Answer) -> bool:
    preflight = answer.preflight
    return preflight is not None and preflight.ok and answer.reason.removeprefix("Preflight") in _NOT_NAMED


def _in_vain(subject: Subject, target: Target, answer: Answer) -> Sighting:
    origin = answer.question.origin
    stranger = origin == STRANGER
    return Sighting(
        where=target,
        cause="approved, and then kept from the page",
        severity="low" if stranger else "medium",
        what=f"The preflight lets a page on {origin} send the request, and the answer is then kept from it",
        consequence="Any site makes requests with headers that only a preflight keeps from it"
        if stranger
        else "The request is carried out, and the front end is told that it failed",
        fix="Let one list decide for preflights and for answers",
        code=explicit_origins(subject),
        evidence=((answer, f"approved by the preflight, then denied: {answer.reason}"),),
    )


def _not_sent(subject: Subject, target: Target, answer: Answer) -> Sighting:
    origin = answer.question.origin
    simple = subject.ask(target, origin=origin, credentials="same-origin")
    return Sighting(
        where=target,
        cause="read, and not approved",
        severity="info",
        what=f"A page on {origin} reads the answer, and its preflight is not approved",
        consequence="It may ask as a form or a link does, and not with a header of its own",
        fix="Nothing, if that is meant; else let one list decide for both",
        code=explicit_origins(subject),
        evidence=((answer, f"with a header: {answer.reason}"), (simple, "without: the answer is read")),
    )


RULE = Rule(
    id="access-differs-on-preflight",
    title="Preflight and answer let in different pages",
    audience="front end",
    severities=("medium", "low", "info"),
    check=check,
    references=(
        Reference("Fetch Standard: CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch"),
    ),
)
