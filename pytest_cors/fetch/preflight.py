"""The CORS preflight: asking first, and judging the answer.

Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
"""

from __future__ import annotations

from functools import lru_cache

from pytest_cors.fetch.blink_headers import table_order
from pytest_cors.fetch.checks import cors_check
from pytest_cors.fetch.failure import network_error
from pytest_cors.fetch.headers import Failure, contains, extract_tokens, get, get_all
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.params import FetchParams
from pytest_cors.fetch.request import Request
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
)
from pytest_cors.fetch.trust import is_potentially_trustworthy

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


def preflight_request_headers(request: Request, names: list[str]) -> list[Header]:
    """What a preflight asks, the browser's own headers aside.

    :param names: the CORS-unsafe request-header names, lower-case and sorted.

    Source: steps 2 to 5 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 2. Anything may be answered.
    # 3. The method, case kept.
    headers = [("Accept", "*/*"), ("Access-Control-Request-Method", request.method)]
    # 4-5. The names, joined by a comma without a space; no line at all when there are none.
    if names:
        headers.append(("Access-Control-Request-Headers", ",".join(names)))
    return [*headers, ("Origin", request.serialized_origin)]


def judge_preflight(
    params: FetchParams, request: Request, names: list[str], response: HttpResponse
) -> NetworkError | None:
    """Whether a preflight's answer lets the request go; None means that it does.

    Source: step 7 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    # 7. The CORS check of the request that is to come, and an ok status.
    checks = (_check_origin, _check_status)
    if params.profile.status_before_cors_check or (
        params.profile.redirect_before_cors_check and _is_redirect(response)
    ):
        checks = (_check_status, _check_origin)
    for check in checks:
        error = check(params, request, response)
        if error is not None:
            return error
    # 7.1-7.3. Both lists, when there, must be readable, needed or not.
    headers = response.headers
    methods = _listed(get(headers, "access-control-allow-methods"))
    if isinstance(methods, Failure):
        return _unreadable(params, request, response, "Methods", methods)
    # 7.4. A preflight that was made only to be made allows its own method.
    if request.use_cors_preflight and not contains(headers, "access-control-allow-methods"):
        methods = (request.method,)
    if params.profile.method_before_header_list:
        error = _check_method(params, request, response, methods)
        if error is not None:
            return error
    allowed = _listed(get(headers, "access-control-allow-headers"))
    if isinstance(allowed, Failure):
        return _unreadable(params, request, response, "Headers", allowed)
    early = params.profile.caches_failed_preflights
    if early:
        _keep(params, request, response, methods, allowed)
    error = _check_method(params, request, response, methods)
    if error is None:
        error = _check_headers(params, request, names, response, allowed)
    if error is None and not early:
        _keep(params, request, response, methods, allowed)
    return error


@lru_cache(maxsize=1024)
def _listed(value: str | None) -> tuple[str, ...] | Failure:
    """The items of a list, of which a server sends few different ones; repeated lines come joined by a comma."""
    tokens = extract_tokens([value or ""])
    return tokens if isinstance(tokens, Failure) else tuple(tokens)


def _check_origin(params: FetchParams, request: Request, response: HttpResponse) -> NetworkError | None:
    home = same_origin(request.origin, request.current_url.origin)
    if home and params.profile.preflight_origin_untainted:
        return None
    step, code, parameter, wanted = cors_check(request, response)
    if not code:
        params.trace.append((step, True, parameter, wanted))
        return None
    return network_error(
        params, request, step, f"Preflight{code}", parameter, wanted=wanted, response=response, preflight=True
    )


def _check_status(params: FetchParams, request: Request, response: HttpResponse) -> NetworkError | None:
    if 200 <= response.status <= 299:
        params.trace.append((PREFLIGHT_STATUS, True, response.status))
        return None
    code = "PreflightDisallowedRedirect" if _is_redirect(response) else "PreflightInvalidStatus"
    return network_error(
        params,
        request,
        PREFLIGHT_STATUS,
        code,
        wanted="a status of 200 to 299",
        response=response,
        preflight=True,
        seen=(response.status,),
    )


def _is_redirect(response: HttpResponse) -> bool:
    return response.status in REDIRECT_STATUSES and contains(response.headers, "location")


def _unreadable(
    params: FetchParams, request: Request, response: HttpResponse, which: str, failure: Failure
) -> NetworkError:
    step = ALLOW_METHODS_PARSED if which == "Methods" else ALLOW_HEADERS_PARSED
    return network_error(
        params,
        request,
        step,
        f"InvalidAllow{which}PreflightResponse",
        wanted="a comma-separated list of names",
        response=response,
        preflight=True,
        seen=(failure.token,),
        token=failure.token,
    )


def _check_method(
    params: FetchParams, request: Request, response: HttpResponse, methods: tuple[str, ...]
) -> NetworkError | None:
    # 7.5. The method: listed as it is written, safelisted, or covered by * without credentials.
    method = request.method
    star = "*" in methods and request.credentials_mode != "include"
    if method in methods or is_cors_safelisted_method(method) or star:
        params.trace.append((METHOD_ALLOWED, True, method, methods))
        return None
    return network_error(
        params,
        request,
        METHOD_ALLOWED,
        "MethodDisallowedByPreflightResponse",
        method,
        wanted=f"Access-Control-Allow-Methods: {method}",
        response=response,
        preflight=True,
        seen=(method, methods),
    )


def _check_headers(
    params: FetchParams, request: Request, names: list[str], response: HttpResponse, allowed: tuple[str, ...]
) -> NetworkError | None:
    # 7.6-7.7. The headers: listed in any case, or covered by * without credentials; Authorization by name only.
    lower = set(map(str.lower, allowed))
    star = "*" in lower and request.credentials_mode != "include"
    for name in _judging_order(params, request, names):
        by_name_only = name == "authorization" and not params.profile.wildcard_covers_authorization
        if name in lower or (star and not by_name_only):
            continue
        return network_error(
            params,
            request,
            AUTHORIZATION_ALLOWED if by_name_only and star else HEADER_ALLOWED,
            "HeaderDisallowedByPreflightResponse",
            name,
            wanted=f"Access-Control-Allow-Headers: {name}",
            response=response,
            preflight=True,
            seen=(name, allowed),
        )
    params.trace.append((HEADER_ALLOWED, True, names, allowed))
    return None


def _judging_order(params: FetchParams, request: Request, names: list[str]) -> list[str]:
    order = params.profile.header_order
    if order == "sorted" or len(names) < 2:
        return names
    written = [name.lower() for name, _ in request.headers]
    if order == "hash-table":
        trustworthy = is_potentially_trustworthy(request.url.origin)
        return [name for name in table_order(set(written), trustworthy=trustworthy) if name in names]
    return sorted(
        names, key=lambda name: (name not in WEBKIT_HEADER_NAMES, written.index(name) if name in written else 0)
    )


def _keep(
    params: FetchParams, request: Request, response: HttpResponse, methods: tuple[str, ...], allowed: tuple[str, ...]
) -> None:
    # 7.8-7.12. How long, and what.
    max_age = params.profile.max_age(get_all(response.headers, "access-control-max-age"))
    params.max_age = max_age
    params.trace.append((PREFLIGHT_KEPT, True, max_age))
    params.preflight_cache.store(request, methods, allowed, max_age, params.now)
