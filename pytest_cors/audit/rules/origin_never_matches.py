"""An origin is written in a way that no browser sends, so the front end that is meant never gets in.

An origin is a scheme, a host, and a port that is not the scheme's own: ``https://app.example.com``. Browsers write it
in one way only, without a slash at the end, in lower case, a host with umlauts in Punycode, and servers compare it as
text. ``https://app.example.com/`` and ``https://app.example.com:443`` look the same to a person and match nothing. Nor
does a list with commas, in a setting that is never split or in the header itself: it is one origin, of nobody.

The audit reads it from what the app sends, and from what it holds under a name such as ``CORS_ORIGINS``; then it asks
as the page that is meant, and tells of it only when that page is kept out.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Answer
from pytest_cors.audit.finding import Reference
from pytest_cors.audit.front_end import visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.browser.story.near_miss import near_miss
from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.url import meant_origin

_MISMATCHES = ("AllowOriginMismatch", "InvalidAllowOriginValue", "MultipleAllowOriginValues")


def check(subject: Subject) -> Iterator[Sighting]:
    """Ask as the pages that are meant by what is badly written."""
    for visit in visits(subject):
        for answer in (visit.ask(), visit.preflighted()):
            value = _badly_written(answer)
            if value:
                yield _sighting(subject, value, (visit.origin,), answer, visit.target)
                break
    for each in subject.named.misspelt:
        listed = len(each.meant) > 1
        if listed and subject.uses_flask_cors:
            continue  # flask-cors-comma-separated tells of it
        kept_out = _kept_out(subject, each.meant)
        if kept_out is not None:
            yield _sighting(subject, each.text, each.meant, kept_out, None)


def _badly_written(answer: Answer) -> str:
    """A value of Access-Control-Allow-Origin that names the page, and not as a browser does."""
    last = answer.last
    if last is None or not answer.reason.endswith(_MISMATCHES) or len(last.lines("access-control-allow-origin")) != 1:
        return ""
    return last.allow_origin or ""


def _kept_out(subject: Subject, meant: tuple[str, ...]) -> Answer | None:
    """The answer to the first of these pages; None when one of them gets in somewhere."""
    answers = [
        subject.ask(target, origin=origin, credentials=mode)
        for origin in meant
        if origin != subject.own
        for target in subject.targets
        for mode in ("include", "same-origin")
    ]
    return None if not answers or any(answer.approved for answer in answers) else answers[0]


def _sighting(subject: Subject, text: str, meant: tuple[str, ...], answer: Answer, target: Target | None) -> Sighting:
    pages = " and ".join(meant)
    return Sighting(
        where=target,
        cause=text,
        severity="medium",
        confidence="certain" if target is not None else "likely",
        what=f"{text!r} is not an origin as a browser sends it: {_why(text, meant)}",
        consequence=f"Pages on {pages} are kept out",
        fix=f"Write {', '.join(meant)}",
        code=_code(subject, meant),
        evidence=((answer, f"the page on {answer.question.origin} is kept out"),),
    )


def _why(text: str, meant: tuple[str, ...]) -> str:
    origin = meant_origin(text)
    if len(meant) == 1 and "://" not in text and isinstance(origin, TupleOrigin):
        return "it has no scheme"
    return near_miss(text, meant[0]).label


def _code(subject: Subject, meant: tuple[str, ...]) -> tuple[str, ...]:
    listed = ", ".join(f'"{origin}"' for origin in meant)
    return (f"CORS(app, origins=[{listed}])",) if subject.uses_flask_cors else (f"ALLOWED = {{{listed}}}",)


RULE = Rule(
    id="origin-never-matches",
    title="An origin that no browser sends",
    audience="front end",
    severities=("medium",),
    check=check,
    references=(
        Reference("Fetch Standard: Origin header", "https://fetch.spec.whatwg.org/#origin-header"),
        Reference(
            "MDN: CORS header 'Access-Control-Allow-Origin' does not match 'xyz'",
            "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSAllowOriginNotMatchingOrigin",
        ),
    ),
)
