"""What a cell comes to: the verdict of a browser, held against the contract, with doubt where there is doubt.

A sweep asks what nobody wrote down by hand: values of URL variables are guessed, nobody is signed in perhaps, a
rate limit strikes. An answer that is owed to one of these says nothing about the policy. It is then named and
counted, and neither passes nor fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pytest_cors.browser import FetchResult
from pytest_cors.contract.cell import Cell, State
from pytest_cors.contract.verify import verify
from pytest_cors.fetch.headers import get
from pytest_cors.fetch.http import HttpResponse
from pytest_cors.fetch.max_age import CAPS
from pytest_cors.survey.routes import RouteAnswer

ROUTED = RouteAnswer("routed")

_leads_to_login = re.compile(
    r"(?:^|[/_.-])(?:log[_-]?in|sign[_-]?in|sso|saml|oauth2?|auth)(?:$|[/?._#-])", re.IGNORECASE
).search
_has_effects = re.compile(
    r"(?:^|[/_-])(?:log[_-]?out|sign[_-]?out|delete|remove|destroy|revoke|unsubscribe|reset)(?:$|[/_-])", re.IGNORECASE
).search


class Judgement(NamedTuple):
    """What one browser's answer to a cell means.

    :param why: one sentence each.
    :param cause: what it is told together with; empty when nothing is wrong.
    """

    state: State
    why: tuple[str, ...] = ()
    cause: str = ""


_ALLOWED, _DENIED, _PREFLIGHT_ONLY = Judgement("allowed"), Judgement("denied"), Judgement("preflight only")

Control = Callable[[], FetchResult | None]


@lru_cache(maxsize=1024)
def seems_to_have_effects(route: str) -> bool:
    """Whether a GET request there is hardly harmless, going by its name: ``/logout``."""
    return _has_effects(route) is not None


def judge(cell: Cell, result: FetchResult, *, held_back: bool, control: Control) -> Judgement:
    """Hold what a browser did against a cell.

    :param held_back: the request itself was not sent, because it may have effects.
    :param control: the same request from a page that may make it.
    """
    if held_back:
        judgement = _held_back(cell, result)
    elif cell.must_be == "allowed":
        judgement = _of_allowed(cell, result)
    else:
        judgement = _of_denied(cell, result, control)
    if judgement.state == "broken" and cell.rule is not None and cell.rule.known:
        return Judgement("tolerated", judgement.why, judgement.cause)
    return judgement


# Not sent


def _held_back(cell: Cell, result: FetchResult) -> Judgement:
    method = cell.method
    if not result.preflighted:
        if method in {"GET", "HEAD"}:
            why = f"{method} {cell.route} seems to have effects, so it was not sent"
        else:
            why = f"a {method} without a preflight goes straight to the app, so it was not sent"
        return Judgement("undecided", (f'{why} (unsafe = "send" sends it)',))
    if cell.must_be == "denied":
        return Judgement("broken", (f"the preflight lets the page send {method}",), _let_in(cell))
    wanted = cell.question.expectation.max_age
    if wanted is not None:
        wanted = min(wanted, CAPS.get(result.profile, wanted))
        if result.max_age is not None and result.max_age < wanted:
            why = f"expected the preflight's answer to be kept for {wanted:g} s, got {result.max_age:g} s"
            return Judgement("broken", (why,), "max_age")
    return _PREFLIGHT_ONLY


# Sent


def _of_allowed(cell: Cell, result: FetchResult) -> Judgement:
    expectation = cell.question.expectation
    doubt = _doubt(cell, result)
    if doubt and not (result.allowed and doubt is _GUESSED and expectation.status is None and result.error is None):
        return Judgement("inconclusive", (_said(doubt, cell, result),))
    mismatches = verify(expectation, result, route=ROUTED)
    if not mismatches:
        return _ALLOWED
    cause = f"kept out {result.reason.code}" if result.reason else "; ".join(mismatches)
    return Judgement("broken", mismatches, cause)


def _of_denied(cell: Cell, result: FetchResult, control: Control) -> Judgement:
    reason = result.reason
    if reason is None:
        return Judgement("broken", (f"script gets the response (status {result.response.status})",), _let_in(cell))
    if not reason.policy:
        why = f"denied, but not by the app's CORS policy: {reason.code}, {reason.title}{_of_status(reason.status)}"
        return Judgement("inconclusive", (why,))
    if reason.preflight and reason.status is not None and not 200 <= reason.status <= 299 and reason.status != 429:
        why = f"the preflight is answered {reason.status}, which keeps everybody out: that is not the app's CORS policy"
        return Judgement("inconclusive", (why,))
    doubt = _doubt(cell, result)
    if doubt is None or (doubt is not _RATE and _is_earned(control())):
        return _DENIED
    return Judgement("inconclusive", (_said(doubt, cell, result),))


def _of_status(status: int | None) -> str:
    return "" if status is None else f" ({status})"


def _is_earned(control: FetchResult | None) -> bool:
    """Whether a page that may read this answer gets the headers that the other did not get."""
    return control is not None and (control.allowed or (_answer(control) is not None and _has_origin(_answer(control))))


def _let_in(cell: Cell) -> str:
    return f"let in {cell.aspect}"


# Doubt

_RATE = "the app answers 429, Too Many Requests: its rate limit, not its policy"
_LOGIN = "redirects to {location}, which looks like a login page: sign in, in a cors_browser fixture of your own"
_GUESSED = "answers {status} to a guessed value of {variables}: give [samples]"
_CRASHED = "raises {error} for a guessed value of {variables}: give [samples]"


def _doubt(cell: Cell, result: FetchResult) -> str | None:
    """Why an answer may not be the policy's, as a template; None when it is."""
    answer: HttpResponse | None = None
    redirected = limited = False
    for kind, _, response in result.exchanges:
        limited = limited or response.status == 429
        if kind == "request":
            answer = response
            redirected = redirected or 300 <= response.status <= 399
    declared = cell.question.expectation.status
    if limited and declared != 429:
        return _RATE
    if answer is None:
        return None
    if redirected and _login(result) is not None:
        return _LOGIN
    if cell.guessed and result.error is not None:
        return _CRASHED
    if cell.guessed and not 200 <= answer.status <= 299 and declared != answer.status:
        bare = result.denied and not _has_origin(answer)
        return _GUESSED if bare or (result.allowed and declared is not None) else None
    return None


def _said(doubt: str, cell: Cell, result: FetchResult) -> str:
    answer = _answer(result)
    variables = ", ".join(cell.guessed)
    text = doubt.format(
        status=answer.status if answer else "",
        location=_login(result) or "",
        variables=variables,
        error=type(result.error).__name__,
    )
    return f"{cell.method} {cell.route} {text}" if doubt is not _RATE else text


def _answer(result: FetchResult) -> HttpResponse | None:
    """The last answer to the request itself."""
    answers = [exchange.response for exchange in result.exchanges if exchange.kind == "request"]
    return answers[-1] if answers else None


def _has_origin(response: HttpResponse | None) -> bool:
    return response is not None and get(response.headers, "access-control-allow-origin") is not None


def _login(result: FetchResult) -> str | None:
    """Where the request itself is redirected to, when that looks like a login page."""
    for exchange in result.exchanges:
        if exchange.kind == "request" and 300 <= exchange.response.status <= 399:
            location = get(exchange.response.headers, "location") or ""
            if _leads_to_login(location):
                return location.partition("?")[0]
    return None
