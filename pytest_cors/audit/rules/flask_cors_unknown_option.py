"""An option that flask-cors does not know is passed over: ``CORS(app, origin=[...])`` lets everybody in.

flask-cors writes a warning to its log, which most apps show nobody, and goes on with the default. For ``origins``
that is everybody; for ``supports_credentials`` it is no; and what was written is in the source for all to see.

With a misspelt ``origins`` any site reads what was meant for one. With any other misspelt option a front end is kept
from what it needs, or is allowed more than somebody has decided.

The same is true of ``app.config``: of the keys that begin with ``CORS_``, flask-cors reads those that are named for
an option. ``CORS_HEADERS``, which many copy from an old page, is none.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.calls import calls
from pytest_cors.audit.extension import OPTIONS, Options, decorated, has_effect, hooks, known_options
from pytest_cors.audit.finding import Confidence, Reference, Severity
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class _Unknown:
    """An option that nobody reads.

    :param name: as it was written.
    :param meant: the option that it looks like; empty when it looks like none.
    :param place: where it stands, as a clause.
    :param targets: that it was for.
    """

    name: str
    meant: str
    place: str
    targets: tuple[Target, ...]
    confidence: Confidence = "certain"


def check(subject: Subject) -> Iterator[Sighting]:
    """Look for options that are none, and ask what has come of them."""
    for app in subject.flask_apps:
        told: dict[tuple[str, tuple[Target, ...]], _Unknown] = {}
        for unknown in _unknown(subject, app):
            told.setdefault((unknown.name, unknown.targets), unknown)
        for unknown in told.values():
            if unknown.targets:
                yield _sighting(subject, unknown)


def _unknown(subject: Subject, app: Any) -> Iterator[_Unknown]:
    mine = tuple(target for target in subject.targets if subject.app_of(target) is app)
    for view in decorated(app):
        theirs = tuple(target for target in mine if subject.endpoint(target) == view.endpoint)
        known = OPTIONS if view.function is None else known_options(view.function)
        yield from _among(view.options.told, known, "of @cross_origin", theirs)
    for hook in hooks(app)[:1]:
        known = known_options(hook.function)
        for rule in (rule for each in hooks(app) for rule in each.rules):
            yield from _among(rule.options.told, known, "of CORS()", mine)
        for call in calls(app):
            yield from _among(call.keywords, known, f"in {call.place}", mine, "likely")
        yield from _in_config(app, known, [rule.options for each in hooks(app) for rule in each.rules], mine)


def _among(
    names: Iterable[str],
    known: frozenset[str],
    place: str,
    targets: tuple[Target, ...],
    confidence: Confidence = "certain",
) -> Iterator[_Unknown]:
    for name in names:
        if name not in known and not name.startswith("_") and name != "allow_all_origins":
            yield _Unknown(name, _closest(name, known), place, targets, confidence)


def _in_config(
    app: Any, known: frozenset[str], told: Iterable[Options], targets: tuple[Target, ...]
) -> Iterator[_Unknown]:
    for key, value in app.config.items():
        name = str(key).removeprefix("CORS_").lower()
        if not str(key).startswith("CORS_") or name in known or value is None:
            continue
        meant = _closest(name, known)
        # An app may have keys of its own, and hand them on.
        if meant and not any(has_effect(meant, value, options) for options in told):
            yield _Unknown(str(key), f"CORS_{meant.upper()}", "in app.config", targets, "likely")


def _closest(name: str, known: frozenset[str]) -> str:
    found = difflib.get_close_matches(name.lower().replace("-", "_"), sorted(known), n=1, cutoff=_CLOSE)
    return found[0] if found else ""


def _sighting(subject: Subject, unknown: _Unknown) -> Sighting:
    severity, consequence, answer, shows = _effect(subject, unknown)
    instead = f"; {unknown.meant} is" if unknown.meant else ""
    return Sighting(
        where=None if len(unknown.targets) > 1 else unknown.targets[0],
        cause=unknown.name,
        severity=severity,
        confidence=unknown.confidence,
        what=f"{unknown.name} ({unknown.place}) is no option of flask-cors, which passes over it{instead}",
        consequence=consequence,
        fix=f"Write {unknown.meant}" if unknown.meant else "Leave it out, or look for what it is called today",
        code=tuple(_code(unknown)),
        evidence=((answer, shows),),
    )


def _code(unknown: _Unknown) -> Iterator[str]:
    if unknown.meant.startswith("CORS_"):
        yield f'app.config["{unknown.meant}"] = ...  # before CORS(app)'
    elif unknown.meant:
        yield f"{unknown.meant}=...,  # instead of {unknown.name}=..."


def _effect(subject: Subject, unknown: _Unknown) -> tuple[Severity, str, Answer, str]:
    """How bad it is, by what the app answers: severity, consequence, evidence and what it shows."""
    option = unknown.meant.lower().removeprefix("cors_")
    first = subject.ask(unknown.targets[0], origin=STRANGER, credentials="same-origin")
    for target in unknown.targets:
        signed_in = subject.ask(target, origin=STRANGER)
        anonymous = subject.ask(target, origin=STRANGER, credentials="same-origin")
        if option == "origins" and anonymous.approved:
            answer = signed_in if signed_in.approved else anonymous
            severity: Severity = "high" if signed_in.approved else "medium"
            return severity, "The default holds, which lets everybody in", answer, f"{STRANGER} is let in"
        for origin in subject.front_ends(target):
            asked = subject.ask(target, origin=origin)
            if option == "supports_credentials" and not asked.approved:
                consequence = "A front end that asks with the user's cookies is kept out"
                return "medium", consequence, asked, f"{origin} is kept out: {asked.reason}"
    return "low", "The default holds, whatever was written", first, "nothing of it is to be seen in the answer"


RULE = Rule(
    id="flask-cors-unknown-option",
    title="An option that flask-cors does not know",
    audience="security",
    severities=("high", "medium", "low"),
    check=check,
    references=(Reference("flask-cors: configuration", "https://corydolphin.github.io/flask-cors/configuration/"),),
)
