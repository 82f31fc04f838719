"""Lines to write, for the app's own way to set its headers: flask-cors where it is used, else Flask's hook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pytest_cors.audit.subject import Subject
from pytest_cors.survey.pattern import OriginPattern

_MOST_NAMED = 4


def explicit_origins(
    subject: Subject,
    *,
    credentials: bool = True,
    without: Callable[[str], bool] = lambda _: False,
    patterns: Iterable[OriginPattern] = (),
) -> tuple[str, ...]:
    """An allow-list of exact origins, and of patterns that match whole origins: those that the app trusts already.

    :param credentials: pages may send the user's cookies.
    :param patterns: that are meant, too, though nobody gets in by them.
    :param without: whether an origin is one that should not be trusted.
    """
    trusted = [origin for origin in dict.fromkeys((*subject.declared, *subject.trusted)) if not without(origin)]
    exact = [origin for origin in trusted if not subject.is_meant(origin)][:_MOST_NAMED]
    used = [each for each in subject.named.patterns if any(each.matches(origin) for origin in trusted)]
    expressions = [expression(each) for each in dict.fromkeys((*used, *patterns))][:_MOST_NAMED]
    if not exact and not expressions:
        exact = ["https://app.example.com"]
    if subject.uses_flask_cors:
        return _flask_cors(exact, expressions, credentials=credentials)
    return _by_hand(exact, expressions, credentials=credentials)


def with_option(subject: Subject, option: str) -> tuple[str, ...]:
    """The call of flask-cors that an app has already, as far as it is seen, with one option more.

    :param option: as it is written, such as ``"max_age=600"``.
    """
    if not subject.trusted:
        return (f"CORS(app, {option})",)
    *lines, last = explicit_origins(subject, credentials=takes_credentials(subject))
    return (*lines, f"{last[:-1]}, {option})")


def takes_credentials(subject: Subject) -> bool:
    """Whether pages that are meant to come in may send the user's cookies somewhere."""
    answers = (
        subject.ask(target, origin=origin) for target in subject.targets for origin in subject.front_ends(target)[:1]
    )
    return any(seen.allows_credentials for answer in answers for seen in answer.seen)


def expression(pattern: OriginPattern) -> str:
    """A regular expression for a pattern, to be matched whole: its dots are dots, and ``*`` is one label or a port."""
    head, star, port = pattern.text.partition(":*") if pattern.text.endswith(":*") else (pattern.text, "", "")
    return re.escape(head).replace(r"\-", "-").replace(r"\*", "[a-z0-9-]+") + (r":\d+" if star else port)


def _flask_cors(exact: list[str], patterns: list[str], *, credentials: bool) -> tuple[str, ...]:
    listed = [*(f'"{origin}"' for origin in exact), *(rf're.compile(r"{each}\Z")' for each in patterns)]
    end = "], supports_credentials=True)" if credentials else "])"
    if len(listed) == 1:
        return (f"CORS(app, origins=[{listed[0]}{end}",)
    return ("CORS(app, origins=[", *(f"    {each}," for each in listed), end)


def _by_hand(exact: list[str], patterns: list[str], *, credentials: bool) -> tuple[str, ...]:
    lines: list[str] = []
    tests: list[str] = []
    if exact:
        named = ", ".join(f'"{origin}"' for origin in exact)
        lines.append(f"ALLOWED = {{{named}}}")
        tests.append("origin in ALLOWED")
    if patterns:
        either = "|".join(patterns)
        lines.append(f'PATTERN = re.compile(r"{either}")')
        tests.append("PATTERN.fullmatch(origin)")
    also = ['        response.headers["Access-Control-Allow-Credentials"] = "true"'] if credentials else []
    return (
        *lines,
        "",
        "@app.after_request",
        "def allow_known_origins(response):",
        '    origin = request.headers.get("Origin", "")',
        f"    if {' or '.join(tests)}:",
        '        response.headers["Access-Control-Allow-Origin"] = origin',
        *also,
        '    response.vary.add("Origin")',
        "    return response",
    )
