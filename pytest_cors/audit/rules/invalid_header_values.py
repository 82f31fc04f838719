"""A header of CORS has a value that a browser cannot use: ``True``, a list with semicolons, ``10m``.

Browsers read these headers strictly. ``Access-Control-Allow-Credentials`` is ``true``, in lower case, or it is nothing.
A list has commas between its names, and one bad name spoils all of it, the good ones too. Methods are compared letter
by letter: ``put`` does not allow ``PUT``. ``Access-Control-Max-Age`` is a number of seconds in digits; for anything
else Chromium and WebKit take five seconds, and Firefox asks again before every request.

Nothing of this is told to the server. The page sees a network error; the reason stands in the console of whoever looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.fixes import with_option
from pytest_cors.audit.front_end import Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.rules.duplicate_headers import WRITTEN
from pytest_cors.audit.subject import Subject

_CREDENTIALS = "access-control-allow-credentials"
_METHODS = "access-control-allow-methods"
_HEADERS = "access-control-allow-headers"
_EXPOSE = "access-control-expose-headers"
_MAX_AGE = "access-control-max-age"

_RIGHT = {
    _CREDENTIALS: "true",
    _METHODS: "GET, POST, PUT, DELETE",
    _HEADERS: "Authorization, Content-Type",
    _EXPOSE: "Link, X-Total-Count",
    _MAX_AGE: "600",
}
_WHAT_FOR = {
    _CREDENTIALS: "only true, in lower case, is a yes",
    _METHODS: "methods are compared letter by letter, and commas stand between them",
    _HEADERS: "it is a list of names with commas between them",
    _EXPOSE: "it is a list of names with commas between them",
    _MAX_AGE: "it is a number of seconds, in digits",
}

_is_token = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+").fullmatch
_is_seconds = re.compile(r"-?[0-9]+").fullmatch


def check(subject: Subject) -> Iterator[Sighting]:
    """Look at what browsers could not use in their answers to pages that are meant to come in."""
    for visit in visits(subject):
        seen_already: set[str] = set()
        for answer in visit.all():
            for name, seen in (*_decisive(answer), *_of_no_use(answer)):
                if name not in seen_already:
                    seen_already.add(name)
                    yield _sighting(visit, answer, name, seen)


def _decisive(answer: Answer) -> Iterator[tuple[str, Seen]]:
    """Values that keep the page out."""
    last, preflight = answer.last, answer.preflight
    if last is not None and answer.reason.endswith("InvalidAllowCredentials") and len(last.lines(_CREDENTIALS)) == 1:
        yield _CREDENTIALS, last
    if preflight is None:
        return
    if answer.reason == "InvalidAllowMethodsPreflightResponse":
        yield _METHODS, preflight
    if answer.reason == "InvalidAllowHeadersPreflightResponse":
        yield _HEADERS, preflight
    named = [each.strip() for each in (preflight.header(_METHODS) or "").split(",")]
    if answer.reason == "MethodDisallowedByPreflightResponse" and answer.question.method in [
        each.upper() for each in named
    ]:
        yield _METHODS, preflight


def _of_no_use(answer: Answer) -> Iterator[tuple[str, Seen]]:
    """Values that are as good as none."""
    preflight, response = answer.preflight, answer.response
    if preflight is not None and any(not _is_seconds(line.strip()) for line in preflight.lines(_MAX_AGE)[:1]):
        yield _MAX_AGE, preflight
    if answer.read and response is not None:
        names = [each.strip() for each in (response.header(_EXPOSE) or "").split(",")]
        if any(name and not _is_token(name) for name in names):
            yield _EXPOSE, response


def _sighting(visit: Visit, answer: Answer, name: str, seen: Seen) -> Sighting:
    written, value = WRITTEN[name], seen.header(name) or ""
    return Sighting(
        where=visit.target,
        cause=f"{written}: {value}",
        severity=_severity(visit, name),
        what=f"{written} is {value!r}, and {_WHAT_FOR[name]}",
        consequence=_consequence(visit, name),
        fix=f"Write it so that browsers can read it, such as {_RIGHT[name]}",
        code=_code(visit.subject, name),
        evidence=((answer, f"{written}: {value} is of no use to a browser"),),
    )


def _severity(visit: Visit, name: str) -> Severity:
    if name in {_EXPOSE, _MAX_AGE}:
        return "low"
    return "medium" if name != _CREDENTIALS or visit.subject.is_private(visit.target) else "low"


def _consequence(visit: Visit, name: str) -> str:
    if name == _MAX_AGE:
        return "Browsers ask again after five seconds, and Firefox before every request"
    if name == _EXPOSE:
        return "Script reads none of these headers"
    who = visit.who[0].upper() + visit.who[1:]
    return f"{who} sees only a network error" + (" when it sends cookies" if name == _CREDENTIALS else "")


def _code(subject: Subject, name: str) -> tuple[str, ...]:
    if subject.uses_flask_cors:
        option = {
            _CREDENTIALS: "supports_credentials=True",
            _METHODS: 'methods=["GET", "POST", "PUT", "DELETE"]',
            _HEADERS: 'allow_headers=["Authorization", "Content-Type"]',
            _EXPOSE: 'expose_headers=["Link", "X-Total-Count"]',
            _MAX_AGE: "max_age=600",
        }[name]
        return with_option(subject, option)
    return (f'response.headers["{WRITTEN[name]}"] = "{_RIGHT[name]}"',)


RULE = Rule(
    id="invalid-header-values",
    title="A header of CORS that browsers cannot read",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference("Fetch Standard: HTTP new-header syntax", "https://fetch.spec.whatwg.org/#http-new-header-syntax"),
        Reference(
            "MDN: Invalid token in CORS header 'Access-Control-Allow-Headers'",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSInvalidAllowHeader",
        ),
    ),
)
