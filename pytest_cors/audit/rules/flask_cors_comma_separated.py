"""A comma in one string: flask-cors takes ``"https://a.example, https://b.example"`` for one origin, which no page has.

A list of origins or of header names is a Python list. A string is one of them, commas and all; so it comes to pass
with what a shell or a ``.env`` file gives: ``CORS(app, origins=os.environ["ORIGINS"])``. For ``methods`` and
``expose_headers`` such a string happens to do, which makes it harder to see.

No browser sends an origin with a comma, and none asks for such a header. Every front end on the list is blocked.

Split the string before it is handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import Options, decorated, hooks, is_expression, texts
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.fetch.url import parse_origin

_separator = re.compile(r"[\s,;]+")


def check(subject: Subject) -> Iterator[Sighting]:
    """Look for lists in one string, and ask as each of the pages that were meant."""
    for app in subject.flask_apps:
        mine = [target for target in subject.targets if subject.app_of(target) is app]
        for options, targets in _told(subject, app, mine):
            for text in _lists(options, "origins"):
                yield from _origins(subject, targets, text)
            for text in _lists(options, "allow_headers"):
                yield from _headers(subject, targets, text)


def _told(subject: Subject, app: Any, mine: list[Target]) -> Iterator[tuple[Options, list[Target]]]:
    for hook in hooks(app):
        for rule in hook.rules:
            yield rule.options, [target for target in mine if rule.matches(subject.path_in_app(target))]
    for view in decorated(app):
        yield view.options, [target for target in mine if subject.endpoint(target) == view.endpoint]


def _lists(options: Options, option: str) -> Iterator[str]:
    for text in texts(options.told.get(option, ())):
        if isinstance(text, str) and not is_expression(text) and len(_parts(text)) > 1:
            yield text


def _parts(text: str) -> list[str]:
    return [part for part in _separator.split(text) if part]


def _origins(subject: Subject, targets: list[Target], text: str) -> Iterator[Sighting]:
    for target in targets:
        for origin in filter(None, map(_origin, _parts(text))):
            answer = subject.ask(target, origin=origin, credentials="same-origin")
            if not answer.approved:
                yield _sighting("origins", target, text, answer, f"No page on {origin} can use the route")
                break


def _origin(text: str) -> str:
    try:
        return parse_origin(text).serialized
    except ValueError:
        return ""


def _headers(subject: Subject, targets: list[Target], text: str) -> Iterator[Sighting]:
    headers = [(name, "x") for name in _parts(text)]
    for target in targets:
        for origin in subject.front_ends(target)[:1]:
            answer = subject.ask(target, origin=origin, headers=headers, credentials="same-origin")
            if not answer.approved:
                consequence = f"No page can send {headers[0][0]}"
                yield _sighting("allow_headers", target, text, answer, consequence)


def _sighting(option: str, target: Target, text: str, answer: Answer, consequence: str) -> Sighting:
    listed = ", ".join(f'"{part}"' for part in _parts(text))
    return Sighting(
        where=target,
        cause=f"{option}: {text}",
        severity="medium",
        what=f"{option} of flask-cors is one string with several values in it, {text!r}",
        consequence=consequence,
        fix="Give a list",
        code=(f"CORS(app, {option}=[{listed}])",),
        evidence=((answer, f"{answer.question.origin} is kept out: {answer.reason}"),),
    )


RULE = Rule(
    id="flask-cors-comma-separated",
    title="A list for flask-cors in one string",
    audience="front end",
    severities=("medium",),
    check=check,
    references=(Reference("flask-cors: configuration", "https://corydolphin.github.io/flask-cors/configuration/"),),
)
