"""flask-cors before 4.0.1 writes the path of a request to its log as it came, line ends included (CVE-2024-1681).

With its log at the level ``DEBUG``, flask-cors tells for each request which rule has matched. In those versions the
path is written as it is. A browser sends ``/items%0AINFO: signed in as root`` for any page that asks for it, without
a preflight and whatever the app allows; Werkzeug decodes it, and the log has a line that nobody logged.

Who reads the log, a person or a program, is told what an attacker wants: forged entries, entries that seem to be cut
off, control sequences for the terminal.

flask-cors 4.0.1 writes the path quoted. Until then, do not log flask-cors at ``DEBUG`` where others can ask.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.extension import PathRule, hooks
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER

_LINE = "INFO: signed in as root"
_PATH = "%0A" + _LINE.replace(" ", "%20")


class _Listener(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for a path with a line end in it, and listen to the log meanwhile."""
    found = [hook for app in subject.flask_apps for hook in hooks(app)]
    loggers = {hook.library.get("LOG") for hook in found}
    for logger in loggers:
        if isinstance(logger, logging.Logger):
            rules = [rule for hook in found if hook.library.get("LOG") is logger for rule in hook.rules]
            yield from _heard(subject, logger, rules)


def _heard(subject: Subject, logger: logging.Logger, rules: list[PathRule]) -> Iterator[Sighting]:
    is_on = logger.isEnabledFor(logging.DEBUG)
    with _listening(logger) as said:
        for target in subject.targets:
            logged = any(rule.matches(f"{subject.path_in_app(target)}\n{_LINE}", any_case=True) for rule in rules)
            if not logged or target.method != "GET" or not target.harmless or "?" in target.url:
                continue
            answer = subject.ask(target, origin=STRANGER, url=target.url + _PATH, credentials="same-origin")
            told = [line for line in said if _LINE in line]
            if not told:
                continue
            if any(f"\n{_LINE}" in line for line in told):
                yield _sighting(answer, is_on=is_on)
            return  # else it is quoted, as it should be


def _sighting(answer: Answer, *, is_on: bool) -> Sighting:
    later = "" if is_on else ", as soon as flask-cors is logged at DEBUG"
    return Sighting(
        where=None,
        cause="the path in the log",
        severity="low" if is_on else "info",
        what="The log of flask-cors has a line that came with the path of a request",
        consequence=f"Any site writes what it wants to the log, from the browser of whoever visits it{later}",
        fix="Install flask-cors 4.0.1 or later",
        code=("flask-cors>=6.0.1  # requirements.txt",),
        evidence=((answer, f"the log then has a line of its own: {_LINE}"),),
    )


@contextmanager
def _listening(logger: logging.Logger) -> Iterator[list[str]]:
    """What a logger says meanwhile, heard by nobody else."""
    listener = _Listener()
    before = (logger.level, logger.propagate, logger.handlers, logger.disabled)
    logger.setLevel(logging.DEBUG)
    logger.propagate, logger.handlers, logger.disabled = False, [listener], False
    try:
        yield listener.said
    finally:
        logger.setLevel(before[0])
        _, logger.propagate, logger.handlers, logger.disabled = before


RULE = Rule(
    id="flask-cors-log-injection",
    title="flask-cors writes line ends of a path to its log",
    audience="operations",
    severities=("low", "info"),
    check=check,
    references=(
        Reference("CVE-2024-1681", "https://github.com/advisories/GHSA-84pr-m4jr-85g5"),
        Reference(
            "CWE-117: Improper Output Neutralization for Logs", "https://cwe.mitre.org/data/definitions/117.html"
        ),
    ),
)
