"""An error tells any page what went wrong inside: its body has the words of the exception.

An error handler that answers with `str(error)` or with a traceback is handy while an app is being written. What an
exception says may be a query with its values, a path, the address of a database, the data that it stumbled over.

On a route that every page reads, every page reads that, too: from inside a company's network or, where credentials
are allowed, as the user who is signed in, with what the app had loaded for that user.

Answer with a sentence of your own and a number to find the rest in the log. The audit sees it by making each view
raise an exception with words of its own, for one request.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.finding import Reference
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import STRANGER


def check(subject: Subject) -> Iterator[Sighting]:
    """Let every view fail that may be asked, and read the error as a page that nobody knows."""
    for target in subject.targets:
        if not target.harmless:
            continue
        for credentials in ("include", "same-origin"):
            answer = subject.ask(target, origin=STRANGER, credentials=credentials, fault=500)
            if answer.faulty and not answer.tells:
                break
            if not (answer.read and answer.tells):
                continue
            signed_in = credentials == "include"
            yield Sighting(
                where=target,
                cause="the words of an exception",
                severity="medium" if signed_in else "low",
                what="What an exception says is in the answer, and a page that nobody knows reads it",
                consequence="Queries, paths and data get to any site that makes the view fail"
                + (", in a user's name" if signed_in else ""),
                fix="Answer with words of your own, and log the exception",
                code=(
                    "@app.errorhandler(Exception)",
                    "def failed(error):",
                    '    app.logger.error("failed", exc_info=error)',
                    '    return {"error": "something went wrong"}, 500',
                ),
                evidence=((answer, "the body that the page reads has the words of the exception"),),
            )
            break


RULE = Rule(
    id="private-errors",
    title="An error tells any page what went wrong inside",
    audience="security",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference(
            "CWE-209: Generation of Error Message Containing Sensitive Information",
            "https://cwe.mitre.org/data/definitions/209.html",
        ),
    ),
)
