"""The CORS preflight: asking first, and judging the answer.

An answer is judged by its values alone, so that an equal answer to an equal question is judged once.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pytest_cors.fetch.blink_headers import table_order
from pytest_cors.fetch.checks import checked_headers
from pytest_cors.fetch.failure import network_error
from pytest_cors.fetch.headers import Failure, contains, extract_tokens, get, get_all
from pytest_cors.fetch.http import Header, HeaderLines, HttpResponse
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.params import FetchParams
from pytest_cors.fetch.preflight_cache import Allowance
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import CredentialsMode, Request
from pytest_cors.fetch.response import NetworkError
from pytest_cors.fetch.safelists import WEBKIT_HEADER_NAMES
from pytest_cors.fetch.trace import (
    ALLOW_HEADERS_PARSED,
    ALLOW_METHODS_PARSED,
    AUTHORIZATION_ALLOWED,
    HEADER_ALLOWED,
    METHOD_ALLOWED,
    PREFLIGHT_KEPT,
    PREFLIGHT_STATUS,
    Step,
    TraceEntry,
)
from pytest_cors.fetch.trust import is_potentially_trustworthy

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


class Question(NamedTuple):
    """All of a request that counts when the answer to its preflight is judged.

    :param names: the CORS-unsafe request-header names, lower-case and sorted.
    :param in_order: the same names, in the order in which this browser looks at them.
    :param origin: serialised; None when nobody checks it.
    :param asks_always: the preflight would have been made without method or names calling for it.
    """

    profile: Profile
    method: str
    names: tuple[str, ...]
    in_order: tuple[str, ...]
    origin: str | None
    credentials_mode: CredentialsMode
    asks_always: bool


class Refusal(NamedTuple):
    """The step at which an answer failed; the parameters are those of ``network_error``."""

    step: Step
    code: str
    parameter: str | None
    wanted: str
    seen: tuple[object, ...] = ()
    token: str | None = None


class Judgement(NamedTuple):
    """What came of an answer.

    :param passed: the steps before the end.
    :param allowance: what is kept, None when nothing is. There are browsers that keep what a refusal has allowed.
    :param refusal: None when the request may go.
    """

    passed: tuple[TraceEntry, ...]
    allowance: Allowance | None
    refusal: Refusal | None


@lru_cache(maxsize=1024)
def preflight_request_headers(method: str, names: tuple[str, ...], origin: str) -> tuple[Header, ...]:
    """What a preflight asks, the browser's own headers aside.

    :param names: the CORS-unsafe request-header names, lower-case and sorted.
    :param origin: serialised.

    Source: steps 2 to 5 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 2. Anything may be answered.
    # 3. The method, case kept.
    headers = [("Accept", "*/*"), ("Access-Control-Request-Method", method)]
    # 4-5. The names, joined by a comma without a space; no line at all when there are none.
    if names:
        headers.append(("Access-Control-Request-Headers", ",".join(names)))
    return (*headers, ("Origin", origin))


def judge_preflight(
    params: FetchParams, request: Request, names: tuple[str, ...], response: HttpResponse
) -> NetworkError | None:
    """Whether a preflight's answer lets the request go; None means that it does.

    Source: step 7 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    profile = params.profile
    unchecked = profile.preflight_origin_untainted and same_origin(request.origin, request.current_url.origin)
    passed, allowance, refusal = _judgement(
        response.status,
        response.headers,
        profile,
        request.method,
        names,
        names if len(names) < 2 else _judging_order(profile, request, names),
        None if unchecked else request.serialized_origin,
        request.credentials_mode,
        request.use_cors_preflight,
    )
    params.trace.extend(passed)
    if allowance is not None:
        params.max_age = allowance.max_age
        params.preflight_cache.store(request, allowance, params.now)
    if refusal is None:
        return None
    step, code, parameter, wanted, seen, token = refusal
    details = {} if token is None else {"token": token}
    return network_error(
        params, request, step, code, parameter, wanted=wanted, response=response, preflight=True, seen=seen, **details
    )


@lru_cache(maxsize=1024)
def _judgement(status: int, headers: HeaderLines, *asked: Any) -> Judgement:
    """What comes of an answer to the question that ``asked`` are the members of."""
    question = Question._make(asked)
    passed: list[TraceEntry] = []
    allowance = None
    for step in _steps(question, status, headers):
        if isinstance(step, Refusal):
            return Judgement(tuple(passed), allowance, step)
        if isinstance(step, Allowance):
            allowance = step
            passed.append((PREFLIGHT_KEPT, True, step.max_age))
        else:
            passed.append(step)
    return Judgement(tuple(passed), allowance, None)


def _steps(question: Question, status: int, headers: HeaderLines) -> Iterator[TraceEntry | Allowance | Refusal]:
    """Step 7, up to the first refusal; nobody asks for what comes after it."""
    profile = question.profile
    # 7. The CORS check of the request that is to come, and an ok status.
    redirects = status in REDIRECT_STATUSES and contains(headers, "location")
    if profile.status_before_cors_check or (profile.redirect_before_cors_check and redirects):
        yield _check_status(status, redirects=redirects)
        yield from _check_origin(question, headers)
    else:
        yield from _check_origin(question, headers)
        yield _check_status(status, redirects=redirects)
    # 7.1-7.3. Both lists, when there, must be readable, needed or not.
    methods = _listed(get(headers, "access-control-allow-methods"))
    if isinstance(methods, Failure):
        yield _unreadable("Methods", methods)
        return
    # 7.4. A preflight that was made only to be made allows its own method.
    if question.asks_always and not contains(headers, "access-control-allow-methods"):
        methods = (question.method,)
    method = _check_method(question, methods)
    if profile.method_before_header_list:
        yield method
    allowed = _listed(get(headers, "access-control-allow-headers"))
    if isinstance(allowed, Failure):
        yield _unreadable("Headers", allowed)
        return
    # 7.8-7.12. How long, and what.
    max_age = profile.max_age(get_all(headers, "access-control-max-age"))
    allowance = Allowance(methods, tuple(map(str.lower, allowed)), max_age)
    if profile.caches_failed_preflights:
        yield allowance
    if not profile.method_before_header_list:
        yield method
    yield _check_headers(question, allowed, allowance.names)
    if not profile.caches_failed_preflights:
        yield allowance


def _listed(value: str | None) -> tuple[str, ...] | Failure:
    """The items of a list; repeated lines come joined by a comma."""
    tokens = extract_tokens([value or ""])
    return tokens if isinstance(tokens, Failure) else tuple(tokens)


def _check_origin(question: Question, headers: HeaderLines) -> Iterator[TraceEntry | Refusal]:
    if question.origin is None:
        return
    step, code, parameter, wanted = checked_headers(headers, question.origin, question.credentials_mode)
    yield Refusal(step, f"Preflight{code}", parameter, wanted) if code else (step, True, parameter, wanted)


def _check_status(status: int, *, redirects: bool) -> TraceEntry | Refusal:
    if 200 <= status <= 299:
        return PREFLIGHT_STATUS, True, status
    code = "PreflightDisallowedRedirect" if redirects else "PreflightInvalidStatus"
    return Refusal(PREFLIGHT_STATUS, code, None, "a status of 200 to 299", (status,))


def _unreadable(which: str, failure: Failure) -> Refusal:
    step = ALLOW_METHODS_PARSED if which == "Methods" else ALLOW_HEADERS_PARSED
    code = f"InvalidAllow{which}PreflightResponse"
    return Refusal(step, code, None, "a comma-separated list of names", (failure.token,), failure.token)


def _check_method(question: Question, methods: tuple[str, ...]) -> TraceEntry | Refusal:
    # 7.5. The method: listed as it is written, safelisted, or covered by * without credentials.
    method = question.method
    star = "*" in methods and question.credentials_mode != "include"
    if method in methods or is_cors_safelisted_method(method) or star:
        return METHOD_ALLOWED, True, method, methods
    wanted = f"Access-Control-Allow-Methods: {method}"
    return Refusal(METHOD_ALLOWED, "MethodDisallowedByPreflightResponse", method, wanted, (method, methods))


def _check_headers(question: Question, allowed: tuple[str, ...], lower: tuple[str, ...]) -> TraceEntry | Refusal:
    # 7.6-7.7. The headers: listed in any case, or covered by * without credentials; Authorization by name only.
    star = "*" in lower and question.credentials_mode != "include"
    for name in question.in_order:
        by_name_only = name == "authorization" and not question.profile.wildcard_covers_authorization
        if name in lower or (star and not by_name_only):
            continue
        step = AUTHORIZATION_ALLOWED if by_name_only and star else HEADER_ALLOWED
        wanted = f"Access-Control-Allow-Headers: {name}"
        return Refusal(step, "HeaderDisallowedByPreflightResponse", name, wanted, (name, allowed))
    return HEADER_ALLOWED, True, question.names, allowed


def _judging_order(profile: Profile, request: Request, names: tuple[str, ...]) -> tuple[str, ...]:
    if profile.header_order == "sorted":
        return names
    written = [name.lower() for name, _ in request.headers]
    if profile.header_order == "hash-table":
        trustworthy = is_potentially_trustworthy(request.url.origin)
        return tuple(name for name in table_order(set(written), trustworthy=trustworthy) if name in names)
    return tuple(
        sorted(names, key=lambda name: (name not in WEBKIT_HEADER_NAMES, written.index(name) if name in written else 0))
    )
