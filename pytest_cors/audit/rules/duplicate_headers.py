"""A header stands in the response twice, and a browser takes no side: it refuses.

Two layers set ``Access-Control-Allow-Origin``: flask-cors and a hook of the app's own, two hooks, the app and the proxy
before it. A browser joins the lines to ``https://app.example.com, https://app.example.com``, which is no origin, though
both say the same; so everybody is kept out, those too who were meant to come in. The same goes for
``Access-Control-Allow-Credentials``. A second ``Access-Control-Max-Age`` makes browsers ask before every request.

A test client that reads ``response.headers["Access-Control-Allow-Origin"]`` gets the first line and sees nothing wrong.
Let one layer set the headers, and take them out of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import Visit, visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_DECISIVE = ("access-control-allow-origin", "access-control-allow-credentials")
_KEPT = "access-control-max-age"

WRITTEN = {
    "access-control-allow-origin": "Access-Control-Allow-Origin",
    "access-control-allow-credentials": "Access-Control-Allow-Credentials",
    "access-control-allow-methods": "Access-Control-Allow-Methods",
    "access-control-allow-headers": "Access-Control-Allow-Headers",
    "access-control-expose-headers": "Access-Control-Expose-Headers",
    "access-control-max-age": "Access-Control-Max-Age",
}
"""The names as people write them."""


def check(subject: Subject) -> Iterator[Sighting]:
    """Count the lines of what pages get that are meant to come in."""
    for visit in visits(subject):
        for answer in visit.all():
            for seen in answer.seen:
                yield from _twice(visit, answer, seen)


def _twice(visit: Visit, answer: Answer, seen: Seen) -> Iterator[Sighting]:
    for name in (*_DECISIVE, _KEPT):
        lines = seen.lines(name)
        if len(lines) < 2 or (name in _DECISIVE and answer.approved):
            continue
        written = WRITTEN[name]
        decisive = name in _DECISIVE
        yield Sighting(
            where=visit.target,
            cause=written,
            severity="medium" if decisive else "low",
            what=f"{written} stands {_times(len(lines))} in the answer to {seen.method} {visit.target.route}",
            consequence=f"A browser takes none of them, so {visit.who} is kept out"
            if decisive
            else "A browser takes none of them, and asks anew before every request",
            fix="Let one layer set the header, and take it out of the other",
            code=_code(visit.subject, written),
            evidence=((answer, f"{written}: {', '.join(lines)}"),),
        )


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def _code(subject: Subject, written: str) -> tuple[str, ...]:
    if subject.uses_flask_cors:
        return (f"# in the app's own hook: remove what sets {written}, flask-cors does",)
    return (f'response.headers["{written}"] = ...  # in place of response.headers.add(...)',)


RULE = Rule(
    id="duplicate-headers",
    title="A header of CORS is sent twice",
    audience="front end",
    severities=("medium", "low"),
    check=check,
    references=(
        Reference("Fetch Standard: CORS check", "https://fetch.spec.whatwg.org/#concept-cors-check"),
        Reference(
            "MDN: Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSMultipleAllowOriginNotAllowed",
        ),
    ),
)
