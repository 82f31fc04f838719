"""The session cookie never reaches the app from the pages that are let in with credentials.

``credentials: "include"`` asks a browser to send cookies, and the cookie itself decides. Flask's session cookie says
nothing of ``SameSite``; Chromium and the standard take that for ``Lax``, and a ``Lax`` cookie is not sent by ``fetch``
to another site. ``SameSite=None`` needs ``Secure`` beside it, else Chromium does not keep the cookie at all. So a user
signs in, and the next request is anonymous, in one browser and not in the other.

``SESSION_COOKIE_SAMESITE="None"`` and ``SESSION_COOKIE_SECURE=True`` send it from other sites, also from those of an
attacker: a view that changes something then needs more than a cookie. Safari sends no cookies to other sites at all.
A front end on the same site, such as ``app.example.com`` for ``api.example.com``, needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.admission import is_local
from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import BROWSER_NAMES, Visit
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import BROWSERS, Subject
from pytest_cors.browser.story.cookies import NOT_SENT, NOT_STORED
from pytest_cors.fetch.params import CookieNote
from pytest_cors.fetch.site import is_ip_address
from pytest_cors.fetch.url import parse
from pytest_cors.survey.hostile import SOMEBODY

_BLOCKED = "ThirdPartyBlocked"
_PARTITIONED = "ThirdPartyPartitioned"
"""A user who signs in on that page is known there; only what was signed in elsewhere is not."""


def check(subject: Subject) -> Iterator[Sighting]:
    """Sign in with the cookie that the app sets, in three browsers, and ask as each page that is let in."""
    if _is_nowhere(subject):
        return
    for target in subject.targets:
        for origin in subject.front_ends(target):
            visit = Visit(subject, target, origin)
            if origin == SOMEBODY or is_local(origin) or not _with_credentials(visit):
                continue
            for line in dict.fromkeys(_cookies(visit)):
                yield from _withheld(visit, line)


def _is_nowhere(subject: Subject) -> bool:
    """Nobody has said where the app lives, so which pages are of its site is not known."""
    host = parse(subject.own).host
    return host == "localhost" or host.endswith(".localhost") or is_ip_address(host)


def _with_credentials(visit: Visit) -> bool:
    answer = visit.ask("include")
    return answer.approved and answer.seen[-1].allows_credentials


def _cookies(visit: Visit) -> Iterator[str]:
    """``Set-Cookie`` lines of the session: as the app would write it where it reads it, and as it was seen."""
    answers = (visit.ask("include"), visit.subject.ask(visit.target, origin=visit.origin, credentials="same-origin"))
    seen = [each for answer in answers for each in answer.seen]
    for each in seen:
        for line in each.lines("set-cookie"):
            if "httponly" in line.lower():
                yield line
    if not visit.subject.is_private(visit.target):
        return
    app = visit.subject.app_of(visit.target)
    if getattr(app, "secret_key", None) and any("cookie" in each.vary for each in seen):
        yield session_line(app)


def session_line(app: object) -> str:
    """The ``Set-Cookie`` line that a Flask app would write for its session."""
    config = getattr(app, "config", {})
    same_site, domain = config.get("SESSION_COOKIE_SAMESITE"), config.get("SESSION_COOKIE_DOMAIN")
    attributes = [
        f"Path={config.get('SESSION_COOKIE_PATH') or config.get('APPLICATION_ROOT') or '/'}",
        *([f"Domain={domain}"] if domain else []),
        *(["Secure"] if config.get("SESSION_COOKIE_SECURE") else []),
        *(["HttpOnly"] if config.get("SESSION_COOKIE_HTTPONLY") else []),
        *([f"SameSite={same_site}"] if same_site else []),
        *(["Partitioned"] if config.get("SESSION_COOKIE_PARTITIONED") else []),
    ]
    return "; ".join([f"{config.get('SESSION_COOKIE_NAME', 'session')}=x", *attributes])


def _withheld(visit: Visit, line: str) -> Iterator[Sighting]:
    name = line.partition("=")[0].strip()
    withheld: dict[str, tuple[Answer, CookieNote]] = {}
    for browser in BROWSERS:
        answer = visit.subject.ask(visit.target, origin=visit.origin, browser=browser, cookie=line)
        for note in answer.cookies:
            if note.name == name and note.why != _PARTITIONED:
                withheld.setdefault(browser, (answer, note))
    if not withheld:
        return
    by_itself = {browser: each for browser, each in withheld.items() if each[1].why != _BLOCKED}
    told = by_itself or withheld
    answer, note = next(iter(told.values()))
    who = " and ".join(BROWSER_NAMES[browser] for browser in told)
    why = (NOT_STORED if note.what == "not-stored" else NOT_SENT).get(note.why, note.why)
    yield Sighting(
        where=visit.target,
        cause=f"{name}: {', '.join(dict.fromkeys(each.why for _, each in told.values()))}",
        severity="medium" if by_itself else "info",
        what=f"The cookie {name} does not come from {visit.origin} in {who}: {why}",
        consequence="Users sign in and are strangers at the next request"
        if by_itself
        else f"Users of {who} are strangers there, whatever the cookie says",
        fix="Set SameSite=None and Secure, and ask for more than the cookie where something is changed"
        if by_itself
        else "Serve front end and API on one site, or send a token in place of a cookie",
        code=(
            'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)',
            "# or serve both on one site, such as app.example.com and api.example.com",
        )
        if by_itself
        else (),
        evidence=((answer, f"the request goes without {name}: {why}"),),
    )


RULE = Rule(
    id="session-cookie-not-sent",
    title="A session cookie that never comes along",
    audience="front end",
    severities=("medium", "info"),
    check=check,
    references=(
        Reference(
            "RFC 6265bis: same-site and cross-site requests",
            "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-same-site-and-cross-site-re",
        ),
        Reference(
            "MDN: Set-Cookie, SameSite",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#samesitesamesite-value",
        ),
        Reference(
            "Flask: SESSION_COOKIE_SAMESITE",
            "https://flask.palletsprojects.com/en/stable/config/#SESSION_COOKIE_SAMESITE",
        ),
    ),
)
