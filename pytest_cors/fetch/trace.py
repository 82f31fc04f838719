"""The trace: which steps a fetch took, what each compared, which one decided. The verdict is read from it.

An entry is a plain tuple ``(step, passed, *details)``, so that keeping a trace costs next to nothing; it becomes
sentences only when somebody wants to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SPECIFICATIONS = {
    "fetch": "https://fetch.spec.whatwg.org/#",
    "mixed-content": "https://w3c.github.io/webappsec-mixed-content/#",
    "url": "https://url.spec.whatwg.org/#",
}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of the standard that a fetch can take.

    :param anchor: of the algorithm, such as ``cors-check``.
    :param number: of the step within it, such as ``"4"``; of the standard at ``STANDARD_COMMIT``.
    :param title: what is decided, as a short clause.
    :param template: a sentence over the details of a trace entry, for ``str.format``.
    """

    anchor: str
    number: str
    title: str
    template: str = ""
    specification: str = "fetch"

    @property
    def link(self) -> str:
        """Where the standard says it."""
        return SPECIFICATIONS[self.specification] + self.anchor


STANDARD_COMMIT = "586cd2a"
"""The revision of whatwg/fetch (2026-07-02) whose steps are numbered here."""

TraceEntry = tuple[Any, ...]
Trace = Sequence[TraceEntry]


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One entry of a trace, for reading.

    :param anchor: of the algorithm in the standard.
    :param number: of the step.
    :param title: what was decided.
    :param detail: the values compared.
    :param passed: whether the fetch went on.
    :param link: where the standard says it.
    """

    anchor: str
    number: str
    title: str
    detail: str
    passed: bool
    link: str


def render(trace: Trace) -> list[TraceLine]:
    """A trace as lines a person can follow."""
    return [_line(entry) for entry in trace]


def _line(entry: TraceEntry) -> TraceLine:
    step, passed, *details = entry
    detail = step.template.format(*(_shown(value) for value in details))
    return TraceLine(step.anchor, step.number, step.title, detail, passed, step.link)


def _shown(value: Any) -> str:
    if value is None:
        return "(absent)"
    if isinstance(value, (list, tuple, set, frozenset)):
        return (
            ", ".join(sorted(map(str, value)) if isinstance(value, (set, frozenset)) else map(str, value)) or "(none)"
        )
    return str(value)


FETCH = Step("concept-main-fetch", "", "the request", "{0} {1} from {2} (mode {3}, credentials {4})")
BAD_PORT = Step("concept-main-fetch", "7", "the port is one that browsers connect to", "port {0}")
MIXED_CONTENT = Step(
    "should-block-fetch", "1", "no insecure content on a secure page", "{0} asks for {1}", "mixed-content"
)
SAME_ORIGIN = Step("concept-main-fetch", "12.1", "same origin: no CORS applies", "{0} is the page's own origin")
MODE_SAME_ORIGIN = Step("concept-main-fetch", "12.2", "mode same-origin stays at home", "{0} is not {1}")
NO_CORS = Step("concept-main-fetch", "12.3", "mode no-cors: script gets an opaque response", "redirect mode {0}")
SCHEME = Step("concept-main-fetch", "12.4", "the scheme is one that CORS works with", "scheme {0}")
PREFLIGHT_NEEDED = Step("concept-main-fetch", "12.5", "the server must be asked first (preflight)", "because of {0}")
SIMPLE = Step("concept-main-fetch", "12.6", "a simple request: sent without asking first", "{0} {1}")
PREFLIGHT_CACHED = Step("concept-http-fetch", "4.1", "an earlier preflight already allowed it (cache)", "{0} {1}")
PREFLIGHT_STATUS = Step("cors-preflight-fetch-0", "7", "the preflight's status is 200 to 299", "status {0}")
ALLOW_METHODS_PARSED = Step("cors-preflight-fetch-0", "7.3", "Access-Control-Allow-Methods can be read", "{0}")
ALLOW_HEADERS_PARSED = Step("cors-preflight-fetch-0", "7.3", "Access-Control-Allow-Headers can be read", "{0}")
METHOD_ALLOWED = Step(
    "cors-preflight-fetch-0", "7.5", "the method is allowed", "{0}; Access-Control-Allow-Methods: {1}"
)
AUTHORIZATION_ALLOWED = Step(
    "cors-preflight-fetch-0", "7.6", "Authorization is allowed by name", "Access-Control-Allow-Headers: {1}"
)
HEADER_ALLOWED = Step(
    "cors-preflight-fetch-0", "7.7", "every header is allowed", "{0}; Access-Control-Allow-Headers: {1}"
)
PREFLIGHT_KEPT = Step("cors-preflight-fetch-0", "7.11", "the answer is kept", "for {0:} seconds")
ALLOW_ORIGIN_PRESENT = Step("concept-cors-check", "2", "Access-Control-Allow-Origin is present", "{0}")
ALLOW_ORIGIN_WILDCARD = Step(
    "concept-cors-check", "3", "Access-Control-Allow-Origin is * and no credentials are included", "{0}"
)
ALLOW_ORIGIN_EQUAL = Step(
    "concept-cors-check", "4", "Access-Control-Allow-Origin is the origin, byte for byte", "{0} against {1}"
)
ALLOW_CREDENTIALS = Step("concept-cors-check", "7", "Access-Control-Allow-Credentials is true", "{0} against {1}")
CORP = Step("cross-origin-resource-policy-check", "", "Cross-Origin-Resource-Policy lets it in", "{0}, asked from {1}")
REDIRECT_MODE = Step("concept-http-fetch", "6", "the redirect mode lets it be", "redirect mode {0}, status {1}")
LOCATION = Step("concept-http-redirect-fetch", "5", "the Location can be followed", "{0}")
LOCATION_SCHEME = Step("concept-http-redirect-fetch", "6", "the Location is http or https", "{0}")
REDIRECT_COUNT = Step("concept-http-redirect-fetch", "7", "no more than twenty redirects", "{0}")
REDIRECT_USER_INFO = Step("concept-http-redirect-fetch", "9", "the Location has no user info", "{0}")
REDIRECTED = Step("concept-http-redirect-fetch", "18", "redirected", "{0} {1}, Origin {2} from here on")
NETWORK = Step("concept-http-network-fetch", "", "the server answers", "{0}")
RESPONSE = Step("concept-main-fetch", "14", "script gets the response", "{0} response, status {1}")
