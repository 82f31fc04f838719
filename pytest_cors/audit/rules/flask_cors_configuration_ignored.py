"""``app.config["CORS_ORIGINS"]`` has no effect: it was set after ``CORS(app)``, or an argument has taken its place.

flask-cors reads the keys of ``app.config`` once, when ``CORS(app)`` runs, and arguments win over them. A key that
comes later, as from ``app.config.from_object()`` further down or from a test's own settings, is never looked at.

What stands in the configuration is then not what the app does. With ``CORS_ORIGINS`` set too late everybody is let
in, because that is the default; a front end that was added to the list is not.

Set the keys before ``CORS(app)``, or call ``cors.init_app(app)`` at the end. Say each option in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import Hook, Options, has_effect, hooks, in_core, known_options
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_IN_ONE_PLACE = frozenset({"resources", "automatic_options", "intercept_exceptions"})
"""Options whose effect is not told by the options of a rule."""


def check(subject: Subject) -> Iterator[Sighting]:
    """Compare what is configured with what flask-cors has kept, and ask whom it lets in."""
    for app in subject.flask_apps:
        found = [hook for hook in hooks(app) if not hook.blueprint]
        targets = [target for target in subject.targets if subject.app_of(target) is app]
        if not found or not targets:
            continue
        for option, value in _ignored(app, found).items():
            yield _sighting(subject, targets, option, value)


def _ignored(app: Any, found: list[Hook]) -> Mapping[str, Any]:
    """Options in an app's configuration that no rule has, by name."""
    known = known_options(found[0].function) - _IN_ONE_PLACE
    defaults = Options(MappingProxyType(dict(in_core(found[0].function, "DEFAULT_OPTIONS") or {})))
    told = [rule.options for hook in found for rule in hook.rules]
    configured = {option: app.config.get(f"CORS_{option.upper()}") for option in sorted(known)}
    return {
        option: value
        for option, value in configured.items()
        if value is not None
        and not has_effect(option, value, defaults)
        and any(option in each.told for each in told)
        and not any(has_effect(option, value, each) for each in told)
    }


def _sighting(subject: Subject, targets: list[Target], option: str, value: Any) -> Sighting:
    key = f"CORS_{option.upper()}"
    severity, consequence, answer, shows = _effect(subject, targets, option, value)
    return Sighting(
        where=None,
        cause=key,
        severity=severity,
        what=f"{key} is set in app.config, and no rule of flask-cors has its value",
        consequence=consequence,
        fix="Set it before CORS(app), and do not give the option as an argument, too",
        code=(f'app.config["{key}"] = ...', "CORS(app)  # reads the configuration now, and never again"),
        evidence=((answer, shows),),
    )


def _effect(subject: Subject, targets: list[Target], option: str, value: Any) -> tuple[Severity, str, Answer, str]:
    meant = Options(MappingProxyType({"origins": value if option == "origins" else "*"}))
    for target in targets:
        stranger = subject.ask(target, origin=STRANGER, credentials="same-origin")
        if option == "origins" and stranger.approved and not meant.lets_in(STRANGER, "same-origin"):
            signed_in = subject.ask(target, origin=STRANGER)
            severity: Severity = "high" if signed_in.approved else "medium"
            consequence = "Everybody is let in, not only who stands in the configuration"
            return severity, consequence, signed_in if signed_in.approved else stranger, f"{STRANGER} is let in"
        for origin in meant.literals if option == "origins" else ():
            answer = subject.ask(target, origin=origin, credentials="same-origin")
            if not answer.approved:
                return (
                    "medium",
                    "A front end that stands in the configuration is kept out",
                    answer,
                    f"{origin} is denied",
                )
        for origin in subject.front_ends(target) if option == "supports_credentials" and value else ():
            answer = subject.ask(target, origin=origin)
            if not answer.approved:
                consequence = "A front end that asks with the user's cookies is kept out"
                return "medium", consequence, answer, f"{origin} is kept out: {answer.reason}"
    first = subject.ask(targets[0], origin=STRANGER, credentials="same-origin")
    return "low", "What stands in the configuration is not what the app does", first, "the answer is made without it"


RULE = Rule(
    id="flask-cors-configuration-ignored",
    title="Configuration that flask-cors has not read",
    audience="security",
    severities=("high", "medium", "low"),
    check=check,
    references=(Reference("flask-cors: configuration", "https://corydolphin.github.io/flask-cors/configuration/"),),
)
