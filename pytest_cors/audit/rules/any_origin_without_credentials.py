"""Any page may read it, without the user's cookies: right for what is public.

The answer has `Access-Control-Allow-Origin: *`, or the Origin that was sent, and no credentials are allowed. Every page
on the web reads what the API tells somebody who is not signed in, and so does everybody with a command line.

Nothing is to be mended where the data is public. Two things are worth knowing. A server that only a network of one's
own can reach is not public: a page in a browser of that network reads it, and carries it out. And where users sign in,
see [wildcard-on-private-route](wildcard-on-private-route.md).

If it is meant, declare it in the contract with `origins = "*"`; nothing is said of it then.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import open_without_credentials
from pytest_cors.audit.references import CWE_942, WITH_CREDENTIALS
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask as a page that nobody knows, without the user's cookies."""
    for target, answer in open_without_credentials(subject):
        if subject.is_private(target):
            continue
        yield Sighting(
            where=target,
            cause="any origin, without credentials",
            severity="info",
            what="A page on an origin that nobody knows reads it, without the user's cookies",
            consequence="Every page reads what is told to somebody who is not signed in, also from inside a network",
            fix="Nothing, where the data is public; declare it in the contract, so that it stays a decision",
            code=("[[allow]]", f'routes = ["{target.route}"]', 'origins = "*"'),
            evidence=((answer, "a page that nobody knows is let in, without credentials"),),
        )


RULE = Rule(
    id="any-origin-without-credentials",
    title="Any origin is let in without credentials",
    audience="security",
    severities=("info",),
    check=check,
    references=(CWE_942, WITH_CREDENTIALS),
)
