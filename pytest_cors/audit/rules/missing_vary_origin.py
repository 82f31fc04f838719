"""A cache may give one page's answer to another: it depends on the `Origin`, may be kept, and has no `Vary: Origin`.

Where `Access-Control-Allow-Origin` depends on who asks, so does the whole answer. A cache that is not told so keeps the
first one for everybody: that for a page that was not let in, or for a request without an `Origin`, as an image or a
link makes one. A content delivery network does it for all users, a browser for the pages of one site.

Then the front end gets an answer that names somebody else, or nobody, and is blocked: now and then, for some users,
until the cache forgets. Anybody can bring it about with one request at the right moment. Where a request without an
`Origin` is answered with `*`, a page that is not on the list is let in by the same way.

flask-cors says `Vary: Origin` where it lets a page in that is one of several, and leaves it out when it keeps one out,
and always when there is one origin only. That does no harm while nothing may be kept (told as `info`); with
`Cache-Control: public` or `max-age` it does. Add it to every answer, the denied ones included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.stored import kept
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.fetch.site import same_site
from pytest_cors.fetch.url import parse_origin
from pytest_cors.survey.hostile import SOMEBODY, STRANGER

_MOST_FRONT_ENDS = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """One page's question, and the answer.

    :param who: the page, in words.
    :param origin: that was sent; empty when none was.
    :param meant: the app means to let it in.
    """

    who: str
    origin: str
    page: str
    meant: bool
    answer: Answer
    seen: Seen

    def may_read(self, other: Seen) -> bool:
        """Whether the page could read it if it were given another's answer."""
        return other.allow_origin in {self.origin, "*"}


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for one answer as a page that is let in, as another one, as a stranger, and without an Origin."""
    for target in subject.targets:
        if target.method == "GET" and target.harmless:
            yield from _differing(subject, target)


def _differing(subject: Subject, target: Target) -> Iterator[Sighting]:
    everybody = list(_everybody(subject, target))
    mine = [each for each in everybody if each.meant]
    if not mine or len({each.seen.allow_origin for each in everybody}) < 2:
        return
    unsaid = [each for each in everybody if "origin" not in each.seen.vary and "*" not in each.seen.vary]
    for first in unsaid:
        for then in everybody:
            severity = _harm(first, then)
            if severity:
                yield _sighting(target, first, then, severity)
                return
    if unsaid:
        yield _noted(target, unsaid[0], mine[0])


def _everybody(subject: Subject, target: Target) -> Iterator[_Asked]:
    front_ends = subject.front_ends(target)[:_MOST_FRONT_ENDS]
    if not front_ends:
        return
    pages = {**dict.fromkeys(front_ends, True), STRANGER: SOMEBODY in front_ends}
    is_kept = False
    for origin, meant in pages.items():
        who = "a page that nobody knows" if origin in {STRANGER, SOMEBODY} else f"a page on {origin}"
        for asked in _asked(subject, target, who, origin, meant=meant):
            is_kept = is_kept or kept(asked.seen) != "by nobody"
            yield asked
    if is_kept:
        # What an image or a link of the front end asks for.
        answer = subject.ask(target, origin=front_ends[0], mode="no-cors", credentials="include")
        if answer.response is not None:
            yield _Asked("a request without an Origin", "", front_ends[0], False, answer, answer.response)


def _asked(subject: Subject, target: Target, who: str, origin: str, *, meant: bool) -> Iterator[_Asked]:
    for credentials in ("include", "same-origin"):
        answer = subject.ask(target, origin=origin, credentials=credentials)
        if answer.response is not None and (answer.approved or not meant or credentials == "same-origin"):
            yield _Asked(who, origin, origin, meant, answer, answer.response)
            return


def _harm(first: _Asked, then: _Asked) -> Severity | None:
    """What comes of it when the second is given the answer for the first."""
    if not then.origin or then.origin == first.origin or then.may_read(first.seen) == then.may_read(then.seen):
        return None
    where = kept(first.seen)
    if where == "by everybody":
        return "medium"
    if where == "by the browser" and then.meant and _share_a_cache(first.page, then.page):
        return "low" if not first.origin else "medium"
    return None


def _share_a_cache(page: str, other: str) -> bool:
    """Whether a browser keeps what two pages get in one place: it keeps it by the site of the page."""
    return page == other or same_site(parse_origin(page), parse_origin(other))


def _sighting(target: Target, first: _Asked, then: _Asked, severity: Severity) -> Sighting:
    shared = kept(first.seen) == "by everybody"
    blocked = then.meant
    who = "another page" if then.who == first.who else then.who
    given = f"When the cache gives it to {who}, {'that page is blocked' if blocked else 'a page on no list is let in'}"
    return Sighting(
        where=target,
        cause="Vary",
        severity=severity,
        what=f"What {first.who} gets may be kept by {'shared caches' if shared else 'the browser'}, and does not say"
        " that it depends on the Origin",
        consequence=given,
        fix="Say Vary: Origin in every answer, whether or not a page is let in",
        code=_CODE,
        evidence=(
            (first.answer, f"{_named(first.seen)}; {_lifetime(first.seen)}, and no Vary: Origin"),
            (then.answer, f"{_named(then.seen)}: another answer to the same question"),
        ),
    )


def _noted(target: Target, unsaid: _Asked, other: _Asked) -> Sighting:
    return Sighting(
        where=target,
        cause="Vary, where nothing is kept",
        severity="info",
        what="Answers depend on the Origin, and some of them do not say so",
        consequence="None while no cache may keep them; with a Cache-Control that lets it, pages are blocked",
        fix="Say Vary: Origin in every answer before any of them may be kept",
        code=_CODE,
        evidence=(
            (unsaid.answer, f"{_named(unsaid.seen)}, and no Vary: Origin"),
            (other.answer, f"{_named(other.seen)}"),
        ),
    )


def _named(seen: Seen) -> str:
    return f"Access-Control-Allow-Origin: {seen.allow_origin}" if seen.allow_origin else "no page is let in"


def _lifetime(seen: Seen) -> str:
    value = seen.header("cache-control")
    return f"Cache-Control: {value}" if value else "it may be kept"


_CODE = (
    "@app.after_request",
    "def depends_on_the_origin(response):",
    '    response.vary.add("Origin")',
    "    return response",
)

RULE = Rule(
    id="missing-vary-origin",
    title="A cache may give one page's answer to another",
    audience="front end",
    severities=("medium", "low", "info"),
    check=check,
    references=(
        Reference(
            "Fetch Standard: CORS protocol and HTTP caches",
            "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
        ),
        Reference("RFC 9111: HTTP Caching", "https://www.rfc-editor.org/rfc/rfc9111"),
        Reference("MDN: Vary", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Vary"),
    ),
)
