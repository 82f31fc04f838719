"""Two ``CORS()`` answer for one route: whom one of them keeps out, the other lets in.

Each call registers a hook of its own, and ``CORS(blueprint)`` one more beside that of ``CORS(app)``. The last one
runs first. Where it has nothing to say, because it does not know the origin, the next one is asked; so an origin is
let in as soon as any of them lets it in.

A strict list for a blueprint protects nothing while the app lets everybody in. And what the first one has answered
the other does not complete: its headers and credentials are missing for the origins that the first one knows.

Write one ``CORS(app, resources={...})`` with a rule for each part of the app, or use ``CORS(blueprint)`` for each of
them and none for the app.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import Hook, PathRule, decorated, hooks
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_Pair = tuple[tuple[Hook, PathRule], tuple[Hook, PathRule]]


def check(subject: Subject) -> Iterator[Sighting]:
    """Look for routes that several hooks answer for, and ask as a page that only one of them lets in."""
    for app in subject.flask_apps:
        found = hooks(app)
        own = {each.endpoint for each in decorated(app) if each.function is not None}
        if len(found) < 2:
            continue
        for target in subject.targets:
            endpoint = subject.endpoint(target)
            if subject.app_of(target) is app and endpoint not in own:
                yield from _between(subject, target, _answering(found, subject.path_in_app(target), endpoint or ""))


def _answering(found: Iterable[Hook], path: str, endpoint: str) -> list[tuple[Hook, PathRule]]:
    """The hooks that answer for a path, each with its rule."""
    rules: list[tuple[Hook, PathRule]] = []
    for hook in found:
        is_asked = not hook.blueprint or f"{endpoint}.".startswith(f"{hook.blueprint}.")
        rule = next((rule for rule in hook.rules if rule.matches(path)), None) if is_asked else None
        if rule is not None:
            rules.append((hook, rule))
    return rules


def _between(subject: Subject, target: Target, answering: list[tuple[Hook, PathRule]]) -> Iterator[Sighting]:
    for pair in combinations(answering, 2):
        first, second = pair[0][1].options, pair[1][1].options
        if _policy(first.told) == _policy(second.told):
            continue
        for origin in dict.fromkeys((STRANGER, *first.literals, *second.literals)):
            for credentials in ("include", "same-origin"):
                if first.lets_in(origin, credentials) == second.lets_in(origin, credentials):
                    continue
                answer = subject.ask(target, origin=origin, credentials=credentials)
                if answer.approved:
                    shown = ((answer, f"{origin} is let in, by one of the two"),)
                    yield _sighting(pair, target, shown, tuple(_code(subject.app_of(target), pair)))
                    return


def _policy(told: Any) -> dict[str, str]:
    return {name: str(value) for name, value in told.items() if name != "resources"}


def _code(app: Any, pair: _Pair) -> Iterator[str]:
    """One call with the rules of both."""
    yield "CORS(app, resources={"
    for hook, rule in pair:
        blueprint = app.blueprints.get(hook.blueprint)
        path = rule.text if blueprint is None else f"{blueprint.url_prefix or ''}/.*"
        listed = ", ".join(f'"{each}"' for each in rule.options.literals)
        origins = '"*"' if rule.options.anybody else f"[{listed}]"
        yield f'    "{path}": {{"origins": {origins}}},'
    yield "})"


def _sighting(pair: _Pair, target: Target, evidence: tuple[tuple[Answer, str], ...], code: tuple[str, ...]) -> Sighting:
    names = [f"CORS({hook.blueprint or 'app'})" for hook, _ in pair]
    both = " and ".join(names) if names[0] != names[1] else f"two {names[0]}"
    origin = evidence[0][0].question.origin
    severity: Severity = "medium" if origin == STRANGER else "low"
    return Sighting(
        where=target,
        cause=f"{both}: {pair[0][1].text}, {pair[1][1].text}",
        severity=severity,
        what=f"{target.route} is answered for by {both}, and they do not agree",
        consequence=f"A page on {origin} is let in, which one of them keeps out",
        fix="Let one CORS() answer for each route",
        code=code,
        evidence=evidence,
    )


RULE = Rule(
    id="flask-cors-set-twice",
    title="Two CORS() answer for one route",
    audience="security",
    severities=("medium", "low"),
    check=check,
    references=(Reference("flask-cors: extension", "https://corydolphin.github.io/flask-cors/"),),
)
