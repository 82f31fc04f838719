"""Some browsers hand the answer to script, and others do not.

The rules of CORS are the same everywhere; what surrounds them is not. Chromium and Firefox refuse a response with two
different ``Content-Disposition`` or ``Location`` lines, WebKit takes it. Firefox reads a ``*`` in
``Access-Control-Expose-Headers`` although something after it is no name, the others then drop the whole list. Whoever
tries it in one browser sees it work.

The audit asks the same in all three, and tells where what script gets is not the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import BROWSER_NAMES, Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import BROWSERS, Subject
from pytest_cors.fetch.codes import CODES

_OF_NO_INTEREST = frozenset({"content-length", "content-type", "date", "etag", "set-cookie", "allow"})

_OF_THE_PLACE = frozenset({"", "MixedContent", "ConnectionFailed"})
"""Refusals for where the app lives, and not for what it sends."""


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask in three browsers as a page that is meant to come in; once for answers that have the same headers."""
    asked: set[object] = set()
    for visit in visits(subject):
        best = visit.best
        shape = tuple(_judged(seen) for seen in best.seen)
        if shape in asked:
            continue
        asked.add(shape)
        answers = {name: visit.ask(best.question.credentials, browser=name) for name in BROWSERS}
        yield from _verdicts_differ(visit, answers)
        yield from _headers_differ(visit, answers)


def _judged(seen: Seen) -> tuple[object, ...]:
    """What browsers judge an answer by, whatever is in it."""
    lines = ((name.lower(), value) for name, value in seen.headers)
    return (seen.kind, seen.method, seen.status, *(line for line in lines if line[0] not in _OF_NO_INTEREST))


def _verdicts_differ(visit: Visit, answers: Mapping[str, Answer]) -> Iterator[Sighting]:
    refusing = [name for name, answer in answers.items() if not answer.approved]
    if not refusing or len(refusing) == len(answers):
        return
    if any(answers[name].reason in _OF_THE_PLACE for name in refusing):
        return
    accepting = next(name for name in answers if name not in refusing)
    reason = answers[refusing[0]].reason
    who = " and ".join(BROWSER_NAMES[name] for name in refusing)
    yield Sighting(
        where=visit.target,
        cause=f"{reason} in {', '.join(refusing)}",
        severity="medium",
        what=f"{visit.target.name} is readable in {BROWSER_NAMES[accepting]}, and not in {who}: {CODES[reason].title}",
        consequence=f"Users of {who} see a front end that fails, and who tries it elsewhere sees none of it",
        fix="Send each header once, with one value",
        code=("response.headers[name] = value  # in place of response.headers.add(name, value)",),
        evidence=(
            (answers[refusing[0]], f"{BROWSER_NAMES[refusing[0]]} refuses it"),
            (answers[accepting], f"{BROWSER_NAMES[accepting]} takes it"),
        ),
    )


def _headers_differ(visit: Visit, answers: Mapping[str, Answer]) -> Iterator[Sighting]:
    if not all(answer.read for answer in answers.values()):
        return
    came = {frozenset(name.lower() for name, _ in answer.seen[-1].headers) for answer in answers.values()}
    most = max(answers.values(), key=lambda answer: len(answer.visible))
    hiding = [name for name, answer in answers.items() if answer.visible != most.visible]
    if len(came) != 1 or not hiding:
        return
    lost = ", ".join(sorted(most.visible - answers[hiding[0]].visible))
    who = " and ".join(BROWSER_NAMES[name] for name in hiding)
    yield Sighting(
        where=visit.target,
        cause=f"hidden in {', '.join(hiding)}",
        severity="low",
        what=f"Script does not read {lost} of {visit.target.name} in {who}, and elsewhere it does",
        consequence=f"What a front end does with {lost} fails for users of {who}",
        fix="Write Access-Control-Expose-Headers as a list of names, with commas between them and nothing else",
        code=(f'response.headers["Access-Control-Expose-Headers"] = "{lost}"',),
        evidence=((answers[hiding[0]], f"{BROWSER_NAMES[hiding[0]]} hides {lost}"), (most, "another browser does not")),
    )


RULE = Rule(
    id="browser-dependent-headers",
    title="An answer that only some browsers take",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference("Fetch Standard: HTTP extensions", "https://fetch.spec.whatwg.org/#http-extensions"),
        Reference(
            "MDN: Access-Control-Expose-Headers",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Expose-Headers",
        ),
    ),
)
