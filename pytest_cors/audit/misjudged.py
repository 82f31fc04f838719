"""Paths that flask-cors judges by another rule than the one that is meant for them.

Which rule is meant, the newest flask-cors says: the most specific one, compared letter by letter. A version with a
known bug may pick another. That it *may* is seen in flask-cors itself; that it *does*, and for whom, is what the app
answers. Both together are a sighting: neither a version number nor an odd answer is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal
from urllib.parse import quote, unquote, unquote_plus

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import Hook, PathRule, decorated, hooks, sorting
from pytest_cors.audit.finding import Severity
from pytest_cors.audit.rule import Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

Bug = Literal["case", "plus", "by length", "inverted"]

_escaped = re.compile(r"\\(\W)|([\[\](){}.*+?|^$\\])")
_MOST_ORIGINS = 6


@dataclass(frozen=True, slots=True)
class Misjudged:
    """One question that is answered by the wrong rule.

    :param bugs: of flask-cors, the fewest that explain the answer.
    :param meant: the rule that the path is meant to be under; None when it is under none.
    :param picked: the rule that was taken; None when none was.
    :param open: a page is let in that is not meant to be; else one is kept out that is.
    """

    target: Target
    path: str
    answer: Answer
    bugs: tuple[Bug, ...]
    meant: PathRule | None
    picked: PathRule | None
    open: bool


def misjudged(subject: Subject) -> tuple[Misjudged, ...]:
    """Every path of an app that is answered by the wrong rule, each for the first page that shows it."""
    return tuple(found for app in subject.flask_apps for found in _in(subject, app))


def _in(subject: Subject, app: object) -> Iterator[Misjudged]:
    found = hooks(app)
    # Several hooks mend and spoil what the others say: there is no one rule that is meant.
    if len(found) != 1 or found[0].blueprint or not _bugs(found[0]):
        return
    (hook,) = found
    own = {each.endpoint for each in decorated(app)}
    for target in subject.targets:
        is_its = subject.app_of(target) is app and subject.endpoint(target) not in own
        # Below a mount the path that is asked for is not the one that is compared.
        if is_its and subject.path_in_app(target) == unquote(target.url):
            for path in _paths(subject, target, hook.rules):
                yield from _judge(subject, hook, target, path)


def _bugs(hook: Hook) -> tuple[Bug, ...]:
    bugs: list[Bug] = []
    if hook.ignores_case:
        bugs.append("case")
    if hook.decodes_plus:
        bugs.append("plus")
    if hook.order == "by length":
        bugs.append("by length")
    if hook.order == "inverted":
        bugs.append("inverted")
    return tuple(bugs)


def _paths(subject: Subject, target: Target, rules: Iterable[PathRule]) -> Iterator[str]:
    """The target's own path, and others that lead to it and look like what a rule is for."""
    yield target.url
    if "<" not in target.route:
        return
    tried = {unquote(target.url)}
    for rule in rules:
        start = beginning(rule.text)
        for variant in (start, start.upper(), start.lower(), start.replace(" ", "+")):
            path = quote(variant + "x", safe="/+:@!$&'()*,;=~-._")
            if unquote(path) not in tried and path.startswith("/"):
                tried.add(unquote(path))
                if subject.leads_to(target, path):
                    yield path


def beginning(pattern: str) -> str:
    """The plain text that a regular expression begins with."""
    plain = ""
    at = 1 if pattern.startswith("^") else 0
    while at < len(pattern):
        special = _escaped.match(pattern, at)
        if special is not None and special[2]:
            break
        plain += special[1] if special is not None else pattern[at]
        at += len(special[0]) if special is not None else 1
    return plain


def _judge(subject: Subject, hook: Hook, target: Target, path: str) -> Iterator[Misjudged]:
    meant = _pick(hook.rules, path, ())
    origins = (STRANGER, *(each for rule in hook.rules for each in rule.options.literals))
    for origin in list(dict.fromkeys(origins))[:_MOST_ORIGINS]:
        for credentials in ("same-origin", "include"):
            should = _lets_in(meant, origin, credentials)
            blamed = _blamed(hook, path, origin, credentials, should=should)
            if not blamed:
                continue
            answer = subject.ask(target, origin=origin, credentials=credentials, url=path)
            if answer.approved == should or (should and _names(answer, origin)):
                continue
            picked = _pick(hook.rules, path, blamed)
            yield Misjudged(target, path, answer, blamed, meant, picked, open=not should)
            return


def _blamed(hook: Hook, path: str, origin: str, credentials: str, *, should: bool) -> tuple[Bug, ...]:
    """The fewest bugs with which a page is answered other than it should be; none when it never is."""
    present = _bugs(hook)
    does = _lets_in(_pick(hook.rules, path, present), origin, credentials)
    if does == should:
        return ()
    for count in range(1, len(present) + 1):
        for some in combinations(present, count):
            if _lets_in(_pick(hook.rules, path, some), origin, credentials) == does:
                return some
    return ()


def _pick(rules: Iterable[PathRule], path: str, bugs: tuple[Bug, ...]) -> PathRule | None:
    order = sorting("by length" if "by length" in bugs else "inverted" if "inverted" in bugs else "right")
    # A server decodes a path, and flask-cors decodes it once more.
    decode = unquote_plus if "plus" in bugs else unquote
    decoded = decode(unquote(path.partition("?")[0]))
    return next((rule for rule in sorted(rules, key=order) if rule.matches(decoded, any_case="case" in bugs)), None)


def _lets_in(rule: PathRule | None, origin: str, credentials: str) -> bool:
    return rule is not None and rule.options.lets_in(origin, credentials)


def _names(answer: Answer, origin: str) -> bool:
    return any(seen.allow_origin in {origin, "*"} for seen in answer.seen)


def sightings(subject: Subject, bug: Bug, *, because: str, mended: str) -> Iterator[Sighting]:
    """What one bug of flask-cors comes to.

    :param because: why flask-cors takes the wrong rule, as a clause.
    :param mended: the version that does not.
    """
    for each in subject.once(misjudged):
        if bug in each.bugs:
            yield _sighting(each, because, mended)


def _sighting(each: Misjudged, because: str, mended: str) -> Sighting:
    origin = each.answer.question.origin
    credentials = each.answer.question.credentials == "include"
    under = f"the rule {each.meant.text}" if each.meant else "no rule at all"
    taken = f"the rule {each.picked.text}" if each.picked else "no rule"
    if each.open:
        consequence = f"A page on {origin} reads what {under} keeps from it"
        if credentials:
            consequence += ", with the user's cookies"
    else:
        consequence = f"A page on {origin} is kept out, which {under} lets in"
    made_up = each.path != each.target.url
    severity: Severity = "high" if each.open and credentials else "medium"
    return Sighting(
        where=each.target,
        cause=f"{unquote(each.path).rpartition('/')[0] or '/'} by {each.picked.text if each.picked else 'no rule'}",
        # Nobody knows what the app has at a path that was made up, and where no rule is, nothing was to be protected.
        severity="low" if made_up and each.meant is None and not credentials else severity,
        confidence="likely" if made_up else "certain",
        what=f"{each.path} is under {under}, and is answered by {taken}: {because}",
        consequence=consequence,
        fix=f"Install flask-cors {mended} or later",
        code=(f"flask-cors>={mended}  # requirements.txt",),
        evidence=((each.answer, f"{origin} is {'let in' if each.open else 'kept out'}, by {taken}"),),
    )
