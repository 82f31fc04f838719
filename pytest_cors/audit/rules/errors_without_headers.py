"""An error has no ``Access-Control`` headers, so a page sees a network error in place of a 404, a 400 or a 500.

Headers that a decorator or a view adds are added to what the view returns. What it raises goes another way: ``abort()``
and every exception leave the decorator behind, and Flask makes the response elsewhere. A browser then hides the status
and the body, and its console says *blocked by CORS policy*, which sends people looking in the wrong place: the real
problem is the exception.

Set the headers where every response comes by: ``CORS(app)``, or an ``after_request`` hook of the app. The audit sees it
by making each view raise, for one request, in the place of its innermost function. Where the view itself neither raises
nor calls ``abort()``, it is told as worth knowing and no more.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator
from types import CodeType

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.fixes import explicit_origins, takes_credentials
from pytest_cors.audit.front_end import TOKEN, Visit, names, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.fetch.url import parse
from pytest_cors.survey.routes import find_route

_EVERYWHERE = (500, 400)
_ONCE = (401, 404)
_TOO_LARGE = 413
_MOST_ORIGINS = 4
_RAISING = ("abort", "or_404")


def check(subject: Subject) -> Iterator[Sighting]:
    """Let every view fail that a page can read, and ask for what is not routed."""
    for target in subject.targets:
        if target.harmless:
            yield from _fails_by_itself(subject, target)
    once: set[str] = set()
    for visit in visits(subject):
        folder = visit.target.route.rpartition("/")[0]
        if visit.target.harmless and visit.best.read:
            yield from _made_to_fail(visit, () if folder in once else _rare(subject))
        if folder not in once:
            yield from _not_routed(visit, f"{visit.target.url.rstrip('/')}/no-such-page", "no route")
        if visit.target.method not in {"GET", "HEAD"}:
            yield from _not_routed(visit, visit.target.url, "method not routed")
        once.add(folder)


def _rare(subject: Subject) -> tuple[int, ...]:
    limited = any(app.config.get("MAX_CONTENT_LENGTH") for app in subject.flask_apps if hasattr(app, "config"))
    return (*_ONCE, _TOO_LARGE) if limited else _ONCE


def _fails_by_itself(subject: Subject, target: Target) -> Iterator[Sighting]:
    """An error that nobody can read, of a route that a page is meant for: the preflight says so, or success would."""
    for origin in (*subject.declared, *subject.named.origins)[:_MOST_ORIGINS]:
        plain = subject.ask(target, origin=origin, credentials="same-origin")
        if plain.response is None or plain.response.status < 400 or plain.response.allow_origin is not None:
            return
        with_token = subject.ask(target, origin=origin, headers=[TOKEN], credentials="same-origin")
        preflight, response = with_token.preflight, with_token.response
        if preflight is not None and names(preflight, origin) and response is not None and not target.guessed:
            yield _sighting(subject, target, with_token, f"status {response.status}", "medium")
            return
        succeeding = subject.ask(target, origin=origin, credentials="same-origin", fault=200)
        if succeeding.faulty and succeeding.read:
            yield _sighting(subject, target, plain, "raised in a view", "low")
            return


def _made_to_fail(visit: Visit, rare: tuple[int, ...]) -> Iterator[Sighting]:
    unread: dict[int, Answer] = {}
    for status in (*_EVERYWHERE, *rare):
        answer = visit.ask(visit.best.question.credentials, fault=status)
        response = answer.response
        if answer.faulty and not answer.read and response is not None and response.status >= 400:
            unread[status] = answer
    if not unread:
        return
    answer = next(iter(unread.values()))
    if 400 not in unread:
        yield _sighting(visit.subject, visit.target, answer, f"status {next(iter(unread))}", "low")
        return
    severity: Severity = "low" if _raises(visit.subject, visit.target) else "info"
    yield _sighting(visit.subject, visit.target, answer, "raised in a view", severity)


def _raises(subject: Subject, target: Target) -> bool:
    """Whether the view says that it may fail: it raises, or it calls ``abort()``."""
    views = getattr(subject.app_of(target), "view_functions", {})
    view = views.get(subject.endpoint(target))
    view = getattr(getattr(view, "view_class", None), target.method.lower(), view)
    codes = [getattr(inspect.unwrap(view), "__code__", None)] if callable(view) else []
    return any(code is not None and _may_raise(code) for code in codes)


def _may_raise(code: CodeType) -> bool:
    by_name = any(name.endswith(_RAISING) for name in code.co_names)
    inside = any(_may_raise(each) for each in code.co_consts if isinstance(each, CodeType))
    return by_name or inside or any(each.opname == "RAISE_VARARGS" for each in dis.get_instructions(code))


def _not_routed(visit: Visit, url: str, kind: str) -> Iterator[Sighting]:
    subject = visit.subject
    absolute = parse(url, parse(f"{subject.own}/"))
    if find_route(subject.app, absolute, "GET").kind != kind:
        return
    answer = subject.ask(visit.target, origin=visit.origin, method="GET", url=url, credentials="same-origin")
    response = answer.response
    if answer.approved or response is None or response.status not in {404, 405} or response.allow_origin is not None:
        return
    yield Sighting(
        where=visit.target,
        cause="what is not routed",
        severity="info",
        what=f"A {response.status} beside {visit.target.name} has no Access-Control-Allow-Origin",
        consequence=f"Who mistypes a URL or a method looks for it in CORS: {visit.who} sees only a network error",
        fix="Set the headers for the whole app, not for a blueprint or a view",
        code=explicit_origins(subject, credentials=takes_credentials(subject)),
        evidence=((answer, f"the {response.status} cannot be read"),),
    )


def _sighting(subject: Subject, target: Target, answer: Answer, cause: str, severity: Severity) -> Sighting:
    status = 0 if answer.response is None else answer.response.status
    made = "the view was made to fail, and " if answer.faulty else ""
    return Sighting(
        where=target,
        cause=cause,
        severity=severity,
        what=f"The answer of {target.name} has no Access-Control-Allow-Origin when its status is {status}",
        consequence="A page sees a network error instead: it can tell nobody what went wrong, nor ask to sign in",
        fix="Set the headers where every response comes by: for the whole app, not around a view",
        code=explicit_origins(subject, credentials=takes_credentials(subject)),
        evidence=((answer, f"{made}the page cannot read the {status}"),),
    )


RULE = Rule(
    id="errors-without-headers",
    title="Errors cannot be read",
    audience="front end",
    severities=("medium", "low", "info"),
    check=check,
    references=(
        Reference(
            "MDN: CORS header 'Access-Control-Allow-Origin' missing",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSMissingAllowOrigin",
        ),
        Reference("Flask: Application errors", "https://flask.palletsprojects.com/en/stable/errorhandling/"),
    ),
)
