"""Any page may ask a route that knows its users, though without their cookies.

The route asks who is there, or reads or sets cookies, and it is open to every page: `Access-Control-Allow-Origin: *`,
or the Origin that was sent, without credentials. As it stands no page gets what is a user's, because no browser sends
cookies along, or keeps those that come back.

It hurts some day. One line, `supports_credentials=True` say, and every site reads what is the user's. A login form that
is open to every page is tried with passwords from a thousand browsers. And the cookies that it sets for pages elsewhere
are thrown away, so a front end that is meant to use it does not work.

A route that knows its users by a token, in a header that script sets, is told as `info`: no browser adds a token by
itself, and a public API may well be used from everywhere.

Name the origins of the front ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import open_without_credentials
from pytest_cors.audit.answer import Seen
from pytest_cors.audit.fixes import explicit_origins
from pytest_cors.audit.references import CWE_942, WITH_CREDENTIALS
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.audit.views import OF_TOKENS
from pytest_cors.survey.hostile import STRANGER

_ADDED_BY_BROWSERS = frozenset({"basic", "digest", "negotiate", "ntlm"})


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask as a page that nobody knows, without the user's cookies."""
    for target, answer in open_without_credentials(subject):
        if not subject.is_private(target):
            continue
        by_itself = _knows_them_by_what_browsers_add(subject, target)
        yield Sighting(
            where=target,
            cause="a browser's own credentials" if by_itself else "a token",
            severity="low" if by_itself else "info",
            what="The route knows its users, and a page on an origin that nobody knows may ask it, without cookies",
            consequence="One more line of configuration, and every site has what is the user's"
            if by_itself
            else "Whoever has a user's token can use it from any page",
            fix="Name the origins that may come in" if by_itself else "Nothing, where everybody's front ends are meant",
            code=explicit_origins(subject) if by_itself else (),
            confidence="likely",
            evidence=((answer, "a page that nobody knows is let in, on a route that knows its users"),),
        )


def _knows_them_by_what_browsers_add(subject: Subject, target: Target) -> bool:
    if subject.looked_at(target) - OF_TOKENS:
        return True
    alike = [each for each in subject.targets if each.route == target.route and each.harmless]
    return any(_is_added(seen) for each in alike for seen in subject.ask(each, origin=STRANGER).seen)


def _is_added(seen: Seen) -> bool:
    scheme = (seen.header("www-authenticate") or "").partition(" ")[0].lower()
    return scheme in _ADDED_BY_BROWSERS or "cookie" in seen.vary or seen.header("set-cookie") is not None


RULE = Rule(
    id="wildcard-on-private-route",
    title="Any origin is let in on a route that knows its users",
    audience="security",
    severities=("low", "info"),
    check=check,
    references=(CWE_942, WITH_CREDENTIALS),
)
