"""Browsers ask again and again: no preflight's answer is kept longer than five seconds.

``Access-Control-Max-Age`` says for how many seconds a browser may go by an earlier answer. Without it that is five, so
that a front end which sends a token or JSON pays two round trips for most of its requests.

flask-cors drops ``max_age=0``, because it looks for a value that is true: what is meant to switch the memory off leaves
browsers their five seconds. ``max_age=-1`` is sent, and means what 0 should.

Set ``max_age=600``. That is all that WebKit takes; Chromium takes up to 7200, Firefox up to 86400.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import hooks
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import with_option
from pytest_cors.audit.front_end import visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.fetch.max_age import DEFAULT

_HEADER = "access-control-max-age"


def check(subject: Subject) -> Iterator[Sighting]:
    """Look at the preflights that browsers cannot do without: of methods that need one, and of tokens."""
    dropped = _dropped(subject)
    for visit in visits(subject):
        answer = visit.preflighted()
        needed = dropped or visit.target.method not in {"GET", "HEAD", "POST"} or subject.is_private(visit.target)
        if not needed or not answer.approved or not _forgotten(answer):
            continue
        if dropped:
            yield Sighting(
                where=visit.target,
                cause="max_age=0",
                severity="low",
                what="flask-cors was told max_age=0, and sends no Access-Control-Max-Age",
                consequence="What is meant never to be kept is kept for five seconds",
                fix="Say max_age=-1 to have browsers ask each time, or max_age=600 to spare them most preflights",
                code=with_option(subject, "max_age=-1"),
                evidence=((answer, "the preflight says nothing of how long it holds"),),
            )
        else:
            yield Sighting(
                where=visit.target,
                cause="no Access-Control-Max-Age",
                severity="info",
                what=f"The preflight of {visit.target.name} says nothing of how long it holds",
                consequence="A browser goes by it for five seconds, so that most requests take two round trips",
                fix="Let browsers keep it for ten minutes, which all of them do",
                code=with_option(subject, "max_age=600")
                if subject.uses_flask_cors
                else ('response.headers["Access-Control-Max-Age"] = "600"',),
                evidence=((answer, f"the answer is kept for {DEFAULT:g} s"),),
            )


def _forgotten(answer: Answer) -> bool:
    return answer.preflight is not None and answer.preflight.header(_HEADER) is None


def _dropped(subject: Subject) -> bool:
    rules = [rule for app in subject.flask_apps for hook in hooks(app) for rule in hook.rules]
    return any(str(rule.options.told.get("max_age")) == "0" for rule in rules)


RULE = Rule(
    id="preflight-never-cached",
    title="Preflights that nobody keeps",
    audience="front end",
    severities=("low", "info"),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Max-Age",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age",
        ),
    ),
)
