"""An error may be read by pages that may not read the answer itself.

The headers of an error are often written elsewhere: in an error handler, in a proxy's page, in a hook that runs for
everything that the allow-list has not dealt with. There a `*` or the sent `Origin` is quickly put, because errors
that cannot be read are a nuisance.

An error says more than it seems to. A 404 or a 403 tells whether something exists, a 401 whether somebody is signed
in, a 400 repeats what was sent; with credentials, all of it about the user who happens to visit a page.

Let the same list decide for errors.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_942
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import STRANGER

_STATUSES = (500, 400, 404)


def check(subject: Subject) -> Iterator[Sighting]:
    """Let views fail, as a page that nobody knows and that may not read what they answer; once for each blueprint."""
    done: set[tuple[str, tuple[str, ...]]] = set()
    for target in subject.targets:
        if not target.harmless or target.guessed or subject.is_for_everybody(target):
            continue
        blueprint = (subject.endpoint(target) or "").rpartition(".")[0]
        key = (blueprint, subject.front_ends(target))
        if key in done or not _is_closed(subject, target):
            continue
        done.add(key)
        for status in _STATUSES:
            for credentials in ("include", "same-origin"):
                answer = subject.ask(target, origin=STRANGER, credentials=credentials, fault=status)
                if answer.read and answer.faulty:
                    yield _sighting(subject, target, answer)
                    break


def _is_closed(subject: Subject, target: Target) -> bool:
    """Whether the answer itself is kept from strangers, and is no error."""
    if subject.lets_in(target, STRANGER):
        return False
    answer = subject.ask(target, origin=STRANGER, credentials="same-origin")
    return not answer.read and answer.response is not None and answer.response.status < 400


def _sighting(subject: Subject, target: Target, answer: Answer) -> Sighting:
    signed_in = answer.question.credentials == "include"
    status = 0 if answer.response is None else answer.response.status
    return Sighting(
        where=target,
        cause="errors",
        severity="medium" if signed_in else "low",
        what=f"A page that nobody knows may not read the answer, and reads a {status} of the same route",
        consequence="Any site learns what errors say"
        + (" about the user who visits it" if signed_in else ", from inside a network, too"),
        fix="Let the same list decide for errors",
        code=explicit_origins(subject),
        evidence=(
            (answer, f"the {status} can be read"),
            (subject.ask(target, origin=STRANGER, credentials="same-origin"), "the answer itself cannot"),
        ),
    )


RULE = Rule(
    id="access-differs-on-errors",
    title="Errors are open to pages that are kept out",
    audience="security",
    severities=("medium", "low"),
    check=check,
    references=(CWE_942,),
)
