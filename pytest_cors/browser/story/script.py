"""What script gets, and what of the response it does not see."""

from __future__ import annotations

from pytest_cors.browser.story.subject import Told
from pytest_cors.browser.story.text import capped, of_bytes
from pytest_cors.fetch.headers import get
from pytest_cors.fetch.response import NetworkError, Response

# What servers and proxies add to everything; nobody misses it in script.
_ORDINARY = frozenset(
    "accept-ranges age allow alt-svc connection date keep-alive location origin-agent-cluster server"
    " set-cookie set-cookie2 strict-transport-security transfer-encoding vary via".split()
)


def verdict(told: Told) -> str:
    """What script gets, as a clause."""
    outcome = told.outcome
    if isinstance(outcome, NetworkError):
        return outcome.reason.title
    if outcome.type == "opaque":
        return "script gets an opaque response, of which it can read nothing"
    if outcome.type == "opaqueredirect":
        return "script gets an opaque redirect, of which it can read nothing"
    if outcome.type == "basic":
        return f"script gets the response, as any page of its own origin (status {outcome.status})"
    return f"script gets the response (status {outcome.status})"


def hidden_headers(told: Told) -> list[str]:
    """Names of headers that the response carries and script does not see, those that nobody misses left out."""
    outcome = told.outcome
    if not isinstance(outcome, Response) or outcome.type != "cors":
        return []
    seen = {name.lower() for name, _ in outcome.headers}
    hidden = {
        name.lower(): of_bytes(name)
        for name, _ in outcome.internal.headers
        if name.lower() not in seen | _ORDINARY
        and not name.lower().startswith(("access-control-", "sec-", "cross-origin-"))
    }
    return [capped(name, 60) for name in hidden.values()][:8]


def reached(told: Told) -> str:
    """Whether a denied request got to the application, and what that means."""
    reason, exchanges = told.reason, told.exchanges
    sent = any(exchange.kind == "request" for exchange in exchanges)
    if reason is not None and reason.code == "ConnectionFailed":
        return "gave no answer"
    if not exchanges:
        return "not reached"
    if exchanges[-1].kind == "preflight":
        if sent:
            return "reached and redirected; then the browser asked first, and got no permission"
        return "the view did not run: the browser asked first, and got no permission"
    if reason is not None and reason.response is None:
        return "reached and redirected; the request was not sent on"
    status = exchanges[-1].response.status
    if get(exchanges[-1].response.headers, "age") is not None:
        return "perhaps not reached: a cache gave the answer, which is withheld from script"
    if status <= 299 or status == 500:
        return "the view ran; only its answer is withheld from script"
    return f"reached; only its answer ({status}) is withheld from script"
