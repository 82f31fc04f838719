"""A ``*`` beside ``Access-Control-Allow-Credentials: true``, where it is no wildcard any more.

As soon as a request carries credentials, a browser takes ``*`` literally: ``Access-Control-Allow-Origin: *`` then lets
nobody in, and ``*`` in ``Access-Control-Allow-Methods``, ``-Headers`` or ``-Expose-Headers`` names a method or a header
that is called ``*``. Everything works as long as nobody is signed in, and in every tool that is not a browser.

Either the data is public: leave out ``Access-Control-Allow-Credentials``. Or it is not: name the origins, the methods
and the headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.fixes import explicit_origins, with_option
from pytest_cors.audit.front_end import TOKEN, Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.rules.duplicate_headers import WRITTEN
from pytest_cors.audit.subject import Subject


class _Literal(NamedTuple):
    """A ``*`` that a browser took literally."""

    name: str
    answer: Answer
    so: str


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask with credentials, by a request with a header of its own, too."""
    for visit in visits(subject):
        for literal in _literals(visit):
            written = WRITTEN[literal.name]
            yield Sighting(
                where=visit.target,
                cause=written,
                severity="medium" if subject.is_private(visit.target) else "low",
                what=f"{written} is * beside Access-Control-Allow-Credentials: true",
                consequence=literal.so,
                fix="Name what is allowed one by one, or leave out Access-Control-Allow-Credentials",
                code=_code(subject, literal.name),
                evidence=((literal.answer, f"with credentials {written}: * is no wildcard"),),
            )


def _literals(visit: Visit) -> Iterator[_Literal]:
    plain = visit.ask("include")
    with_token = visit.subject.ask(visit.target, origin=visit.origin, headers=[TOKEN])
    for answer in (plain, with_token):
        preflight = answer.preflight
        if answer.reason.endswith("WildcardOriginNotAllowed") and _is_so(answer.last, "access-control-allow-origin"):
            yield _Literal("access-control-allow-origin", answer, "No page gets in that sends the user's cookies")
        elif answer.reason == "MethodDisallowedByPreflightResponse" and _is_so(
            preflight, "access-control-allow-methods"
        ):
            so = f"{visit.who} with the user's cookies may not send {visit.target.method}".capitalize()
            yield _Literal("access-control-allow-methods", answer, so)
        elif answer.reason == "HeaderDisallowedByPreflightResponse" and _is_so(
            preflight, "access-control-allow-headers"
        ):
            so = "A request with the user's cookies may carry no header of its own, not even JSON"
            yield _Literal("access-control-allow-headers", answer, so)
    if plain.read and _is_so(plain.response, "access-control-expose-headers"):
        so = "Script reads no more headers than it would without it, as soon as credentials are included"
        yield _Literal("access-control-expose-headers", plain, so)


def _is_so(seen: Seen | None, name: str) -> bool:
    return seen is not None and seen.header(name) == "*" and seen.allows_credentials


def _code(subject: Subject, name: str) -> tuple[str, ...]:
    if name == "access-control-allow-origin":
        return explicit_origins(subject)
    if subject.uses_flask_cors:
        option = {
            "access-control-allow-methods": 'methods=["GET", "POST", "PUT", "DELETE"]',
            "access-control-allow-headers": 'allow_headers=["Content-Type", "Authorization"]',
            "access-control-expose-headers": 'expose_headers=["X-Total-Count"]',
        }[name]
        return with_option(subject, option)
    value = {
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": "Content-Type, Authorization",
        "access-control-expose-headers": "X-Total-Count",
    }[name]
    return (f'response.headers["{WRITTEN[name]}"] = "{value}"',)


RULE = Rule(
    id="wildcard-with-credentials",
    title="A wildcard beside credentials",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference(
            "Fetch Standard: CORS protocol and credentials",
            "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
        ),
        Reference(
            "MDN: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSNotSupportingCredentials",
        ),
    ),
)
