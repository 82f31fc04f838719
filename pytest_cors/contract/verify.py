"""What was declared, held against what a browser did: the meaning of *allowed* and *denied*.

*Allowed* is what script gets, whatever its status. *Denied* must be earned: a page is also kept out where
there is no route, where the login swallows the preflight, where the view crashes before it sets a header.
None of that is the app's policy, so none of it is a denial that anybody can rely on; it passes only where
``reason=`` names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.browser.result import FetchResult
from pytest_cors.contract.model import Expectation
from pytest_cors.fetch.max_age import CAPS
from pytest_cors.survey.routes import RouteAnswer

_LONGEST_ERROR = 200


def verify(expectation: Expectation, result: FetchResult, *, route: RouteAnswer) -> tuple[str, ...]:
    """Each difference, as one short sentence; none when the result is as declared.

    A check that would prove nothing differs too, and then that is all there is to say.
    """
    nothing = _proves_nothing(expectation, result, route)
    return (nothing,) if nothing else tuple(_differences(expectation, result))


# What proves nothing


def _proves_nothing(expectation: Expectation, result: FetchResult, route: RouteAnswer) -> str:
    """Why a check would prove nothing; empty when it proves something."""
    if result.same_origin:
        return (
            f"this proves nothing: the page is of the API's own origin, {result.page.origin},"
            " where CORS has no say (--cors-base-url says where the API lives)"
        )
    if route.kind == "routed" or _is_named_obstacle(expectation, result):
        return ""
    path, method, status = result.request.url.path, result.request.method, _last_status(result)
    if route.kind == "no route" and expectation.status != 404 and (status == 404 or not route.wrapped):
        near = f"; there is {' and '.join(route.nearest)}" if route.nearest else ""
        return f"this proves nothing: no route of the app matches {_shown(path)}{near}"
    if route.kind == "method not routed" and expectation.status != 405 and (status == 405 or not route.wrapped):
        routed = ", ".join(route.methods) or "none"
        return f"this proves nothing: {method} is not routed at {_shown(path)} (routed: {routed})"
    if route.kind == "redirected" and expectation.word == "denied" and not expectation.reasons:
        return (
            f"this proves nothing: {_shown(path)} only redirects to {_shown(route.location or '')},"
            " which is the route to ask"
        )
    return ""


def _is_named_obstacle(expectation: Expectation, result: FetchResult) -> bool:
    """Whether something other than the policy is in the way, and is said to be: a 404 on the preflight, say."""
    return result.reason is not None and not result.reason.policy and result.reason.code in expectation.reasons


def _last_status(result: FetchResult) -> int | None:
    return result.exchanges[-1].response.status if result.exchanges else None


# What differs


def _differences(expectation: Expectation, result: FetchResult) -> Iterator[str]:
    if not _meant(expectation, result):
        yield f"the app raised {_told(result.error)}, and nobody handled it"
    if expectation.word == "allowed":
        yield from _of_allowed(expectation, result)
    else:
        yield from _of_denied(expectation, result)
    if expectation.preflight is not None and expectation.preflight != result.preflighted:
        yield "there was a preflight" if result.preflighted else "there was no preflight"
    if expectation.sent is not None and expectation.sent != result.sent:
        yield "the request was sent to the app" if result.sent else "the request was not sent to the app"


def _meant(expectation: Expectation, result: FetchResult) -> bool:
    """Whether an exception of the app, if there was one, was declared."""
    if result.error is None or expectation.reasons:
        return True
    return expectation.status is not None and expectation.status >= 500 and expectation.status == _last_status(result)


def _of_allowed(expectation: Expectation, result: FetchResult) -> Iterator[str]:
    if result.reason is not None:
        yield f"expected allowed, got denied: {result.reason.code}, {result.reason.title}"
        return
    response = result.response
    if response.type.startswith("opaque"):
        yield f"script gets an {response.type} response, of which it can read nothing"
        return
    if expectation.status not in {None, response.status}:
        yield f"expected status {expectation.status}, got {response.status}"
    hidden = [name for name in expectation.exposes if not result.exposes(name)]
    if hidden:
        yield f"script cannot read {', '.join(hidden)}: not exposed"
    if expectation.max_age is not None:
        yield from _of_max_age(expectation.max_age, result)


def _of_max_age(declared: float, result: FetchResult) -> Iterator[str]:
    cap = CAPS.get(result.profile, declared)
    capped = f" ({declared:.10g} was declared; {result.profile} keeps none for longer)" if declared > cap else ""
    wanted = min(declared, cap)
    if result.max_age is None:
        yield f"expected the preflight's answer to be kept for {wanted:.10g} s, and there was no preflight"
    elif result.max_age < wanted:
        yield f"expected the preflight's answer to be kept for {wanted:.10g} s, got {result.max_age:.10g} s{capped}"


def _of_denied(expectation: Expectation, result: FetchResult) -> Iterator[str]:
    reason = result.reason
    if reason is None:
        what = f"status {result.response.status}" if result.response.type == "cors" else result.response.type
        yield f"expected denied, got allowed: script gets the response ({what})"
    elif expectation.reasons:
        if reason.code not in expectation.reasons:
            yield f"expected the reason {' or '.join(expectation.reasons)}, got {reason.code}: {reason.title}"
    elif not reason.policy:
        yield (
            f"denied, but not by the app's CORS policy: {reason.code}, {reason.title}"
            f" (reason={reason.code!r} says that this is meant)"
        )


# How it is told


def _told(error: BaseException | None) -> str:
    text = _shown(str(error))
    if len(text) > _LONGEST_ERROR:
        text = f"{text[:_LONGEST_ERROR]}…"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _shown(text: str) -> str:
    """Text from outside on one line, with nothing in it that a terminal would obey."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
