"""The preflight is redirected, and a browser follows no redirect of a preflight.

A ``GET`` that is redirected arrives, so a missing slash, a plain ``http:`` and a login page go unnoticed until the
first request with a token or with JSON. That one is preceded by an ``OPTIONS`` request, which is redirected as well; a
browser takes this for a refusal, whatever the ``Access-Control`` headers say, and sends nothing more.

Where a login page is in the way, let ``OPTIONS`` through and answer the rest with a 401, which a front end can read.
Where it is ``https``, tell front ends the ``https`` URL, and tell the app about the proxy that ends TLS. A slash that
the URL lacks is a mistake of whoever writes the URL; ``strict_slashes=False`` forgives it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import TOKEN, Visit, names, refused_preflights, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject
from pytest_cors.fetch.url import Url, parse

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_LOGIN = (
    "@app.before_request",
    "def require_login():",
    '    if request.method == "OPTIONS":',
    "        return None  # a preflight carries no credentials",
    "    ...",
)
_PROXY = (
    "from werkzeug.middleware.proxy_fix import ProxyFix",
    "",
    "app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)",
)
_SLASHES = ("app.url_map.strict_slashes = False  # before the routes are added",)


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask for every method as a page that it is meant for; where a URL ends in a slash, ask without it, too."""
    for visit, answer, preflight in refused_preflights(subject):
        if preflight.status in _REDIRECTS and preflight.header("location"):
            yield from _elsewhere(visit, answer, preflight)
    for visit in visits(subject):
        yield from _without_slash(visit)


def _elsewhere(visit: Visit, answer: Answer, preflight: Seen) -> Iterator[Sighting]:
    asked = parse(preflight.url)
    try:
        sent_to = parse(preflight.header("location") or "", asked)
    except ValueError:
        return
    shown = sent_to.href.partition("?")[0]
    secure = sent_to.scheme == "https" and (sent_to.host, sent_to.path) == (asked.host, asked.path)
    yield Sighting(
        where=visit.target,
        cause=_cause(asked, sent_to, secure=secure),
        severity="medium",
        confidence="likely" if secure else "certain",
        what=f"The preflight of {visit.target.name} is answered {preflight.status} and sent to {shown}",
        consequence=f"A browser follows no redirect of a preflight: {visit.who} sees only a network error",
        fix="Tell front ends the https URL, and the app about the proxy before it"
        if secure
        else "Let OPTIONS through before anything redirects",
        code=_PROXY if secure else _LOGIN,
        evidence=((answer, f"the preflight is sent to {shown}, and the request is never sent"),),
    )


def _cause(asked: Url, sent_to: Url, *, secure: bool) -> str:
    if secure:
        return "to https"
    return f"to {sent_to.path}" if sent_to.host == asked.host else f"to {sent_to.host}"


def _without_slash(visit: Visit) -> Iterator[Sighting]:
    target = visit.target
    if not target.url.endswith("/") or len(target.route) < 2:
        return
    headers = [TOKEN] if target.method in {"GET", "HEAD", "POST"} else []
    answer = visit.subject.ask(
        target, origin=visit.origin, credentials="same-origin", headers=headers, url=target.url.rstrip("/")
    )
    preflight = answer.preflight
    if preflight is None or preflight.status not in _REDIRECTS or not names(preflight, visit.origin):
        return
    yield Sighting(
        where=target,
        cause="a missing slash",
        severity="info",
        what=f"Without its last slash the preflight of {target.name} is answered {preflight.status}",
        consequence="A GET without the slash arrives, and what needs a preflight fails: one URL works half",
        fix="Write the slash in the front end, or take URLs without it, too",
        code=_SLASHES,
        evidence=((answer, "without the slash the preflight is redirected"),),
    )


RULE = Rule(
    id="preflight-redirected",
    title="The preflight is redirected",
    audience="front end",
    severities=("medium", "info"),
    check=check,
    references=(
        Reference("Fetch Standard: CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch"),
        Reference(
            "MDN: CORS request external redirect not allowed",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSExternalRedirectNotAllowed",
        ),
    ),
)
