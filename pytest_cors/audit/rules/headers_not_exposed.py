"""The app sends a header for pages to read, and script cannot see it.

Of a response from another origin script sees the body, the status and seven headers: ``Cache-Control``,
``Content-Language``, ``Content-Length``, ``Content-Type``, ``Expires``, ``Last-Modified`` and ``Pragma``. The number of
results, the link to the next page, the name of a download and how long to wait are not among them: they travel to the
browser, show in its network panel, and ``response.headers.get("X-Total-Count")`` is ``null``.

Name them in ``Access-Control-Expose-Headers``. With credentials ``*`` is no wildcard there.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.answer import Seen
from pytest_cors.audit.finding import Reference, Severity
from pytest_cors.audit.fixes import with_option
from pytest_cors.audit.front_end import visits
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_FOR_PAGES = {
    "link": "the link to the next page",
    "x-total-count": "how many results there are",
    "x-total": "how many results there are",
    "x-total-pages": "how many pages there are",
    "x-page": "which page this is",
    "x-per-page": "how many results a page has",
    "x-next-page": "which page is next",
    "x-pagination": "where in the results this is",
    "content-range": "which part of the whole this is",
    "content-disposition": "the name of the download",
    "retry-after": "how long to wait",
    "ratelimit": "how many requests are left",
    "ratelimit-remaining": "how many requests are left",
    "x-ratelimit-remaining": "how many requests are left",
    "x-rate-limit-remaining": "how many requests are left",
    "x-csrf-token": "the token to send back",
    "x-csrftoken": "the token to send back",
}
"""Headers that mean something to a page, and what is lost with them."""

_PERHAPS = {
    "etag": "the version of what was read",
    "location": "where the new thing is",
    "x-request-id": "the number to tell the support",
}
"""Headers that some pages read."""

_CREATED = frozenset({201, 202})


def check(subject: Subject) -> Iterator[Sighting]:
    """Read what a page reads, and compare what it sees with what came."""
    for visit in visits(subject):
        answer = visit.best
        response = answer.response
        if not answer.read or response is None or _is_wildcard_with_credentials(response):
            continue
        for name in dict.fromkeys(name for name, _ in response.headers):
            lost = _lost(name.lower(), response.status)
            if lost is None or name.lower() in answer.visible:
                continue
            severity, what = lost
            yield Sighting(
                where=visit.target,
                cause=name.lower(),
                severity=severity,
                what=f"{visit.target.name} sends {name}, and script cannot read it",
                consequence=f"The page does not learn {what}, though it came",
                fix=f"Expose {name}",
                code=with_option(subject, f'expose_headers=["{name}"]')
                if subject.uses_flask_cors
                else (f'response.headers["Access-Control-Expose-Headers"] = "{name}"',),
                evidence=((answer, f"{name} came, and is hidden from script"),),
            )


def _lost(name: str, status: int) -> tuple[Severity, str] | None:
    if name in _FOR_PAGES:
        return "low", _FOR_PAGES[name]
    if name in _PERHAPS and (name != "location" or status in _CREATED):
        return "info", _PERHAPS[name]
    return None


def _is_wildcard_with_credentials(response: Seen) -> bool:
    """Another rule tells of it."""
    return response.allows_credentials and response.header("access-control-expose-headers") == "*"


RULE = Rule(
    id="headers-not-exposed",
    title="A header that script cannot read",
    audience="front end",
    severities=("low", "info"),
    check=check,
    references=(
        Reference(
            "MDN: Access-Control-Expose-Headers",
            "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Expose-Headers",
        ),
        Reference(
            "Fetch Standard: CORS-safelisted response-header name",
            "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name",
        ),
    ),
)
