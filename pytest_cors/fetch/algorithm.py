"""Fetch: one generator for each algorithm of the standard, chained with ``yield from``.

They yield an ``HttpRequest`` and receive an ``HttpResponse``; who sends it, and how, is not their business. To drive
them takes a few lines:

    steps = fetch(params, request)
    try:
        message = next(steps)
        while True:
            message = steps.send(transport.send(message))
    except StopIteration as stop:
        response = stop.value

Left out because a test of an HTTP API cannot show it, or because it has no influence on CORS: service workers, the
HTTP cache, Content Security Policy, HSTS, Local Network Access. ``docs/explanation/what-is-not-modelled.md`` says so.

Source: https://fetch.spec.whatwg.org/#fetching
"""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from typing import Literal

from pytest_cors.errors import TransportError
from pytest_cors.fetch.checks import cors_check, cross_origin_resource_policy_check, tao_check
from pytest_cors.fetch.data_url import data_response
from pytest_cors.fetch.failure import network_error
from pytest_cors.fetch.headers import contains, get_all, has_repeated, with_repaired_utf8, without_empty_parts
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.methods import is_cors_safelisted_method
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.params import CookieContext, CookieNote, Exchange, FetchParams
from pytest_cors.fetch.preflight import judge_preflight, preflight_request_headers
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.redirect import (
    is_located,
    location_lines,
    redirected,
    redirects,
    refused,
    takes_user_info_along,
    unreadable_location,
    user_info_error,
)
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.response import NetworkError, Response, filtered_response, opaque_redirect_response
from pytest_cors.fetch.safelists import cors_unsafe_request_header_names
from pytest_cors.fetch.trace import (
    BAD_PORT,
    CORP,
    FETCH,
    MIXED_CONTENT,
    MODE_SAME_ORIGIN,
    NETWORK,
    NO_CORS,
    PREFLIGHT_CACHED,
    PREFLIGHT_NEEDED,
    REDIRECT_MODE,
    RESPONSE,
    SAME_ORIGIN,
    SCHEME,
    SIMPLE,
)
from pytest_cors.fetch.trust import has_bad_port, is_mixed_content
from pytest_cors.fetch.wire import (
    author_headers,
    origin_header,
    own_headers,
)

_NOT_SENT = frozenset({"UnsafePort", "MixedContent"})

Outcome = Response | NetworkError
Steps = Generator[HttpRequest, HttpResponse, Outcome]
Wire = Generator[HttpRequest, HttpResponse, HttpResponse | NetworkError]


def fetch(params: FetchParams, request: Request) -> Steps:
    """What script gets: a filtered response, or a network error.

    Source: https://fetch.spec.whatwg.org/#concept-fetch
    """
    client, mode, credentials_mode = request.client, request.mode, request.credentials_mode
    params.trace.append((FETCH, True, request.method, request.url.href, client.origin, mode, credentials_mode))
    if params.profile.preflight_names_from_start and mode == "cors":
        names = cors_unsafe_request_header_names(request.headers, params.profile)
        if names:
            request = request._replace(preflight_names=names)
    outcome = yield from main_fetch(params, request)
    if params.profile.cache_cleared_by_network_error == "last-hop" and isinstance(outcome, NetworkError):
        _forget_failed_hop(params, outcome)
    if isinstance(outcome, Response):
        params.trace.append((RESPONSE, True, outcome.type, outcome.status))
    return outcome


def _forget_failed_hop(params: FetchParams, error: NetworkError) -> None:
    request, code = error.reason.request, error.reason.code
    if code in _NOT_SENT and request.redirect_count:
        # It is the redirect that failed.
        request = request._replace(url_list=request.url_list[:-1])
    if request.response_tainting == "cors" and code != "RedirectModeError":
        for mode in ("include", "same-origin"):
            params.preflight_cache.clear_entries(request._replace(credentials_mode=mode))


def main_fetch(params: FetchParams, request: Request) -> Steps:
    """https://fetch.spec.whatwg.org/#concept-main-fetch"""
    profile = params.profile
    url = request.current_url
    # 7. Bad ports and mixed content are refused before anything is sent.
    if url.port is not None and has_bad_port(url):
        return network_error(params, request, BAD_PORT, "UnsafePort", str(url.port), wanted="another port")
    if url.scheme == "http" and is_mixed_content(request.client, url, profile):
        late = profile.preflight_before_mixed_content and request.redirect_count
        if not late and not (profile.mode_before_mixed_content and _mode_forbids(request)):
            return _mixed_content(params, request)
    # 12. Which way it goes.
    # 12.1 The page's own origin, and the fetch never left it.
    if request.response_tainting == "basic" and url.is_http and same_origin(url.origin, request.origin):
        params.trace.append((SAME_ORIGIN, True, url.origin))
        return (yield from http_fetch(params, request))
    if url.scheme == "data" and not request.redirect_count:
        return _data_fetch(params, request)
    if url.scheme == "blob":
        # No entry can be in a blob URL store that is not modelled.
        return network_error(params, request, SCHEME, "UnsupportedScheme", url.scheme)
    # 12.2 Mode same-origin has to stay there.
    if request.mode == "same-origin":
        code = "RedirectDisallowedByMode" if request.redirect_count else "DisallowedByMode"
        return network_error(params, request, MODE_SAME_ORIGIN, code, seen=(url.origin, request.origin))
    # 12.3 Mode no-cors: sent, and what comes back is opaque.
    if request.mode == "no-cors":
        if request.redirect_mode != "follow":
            return network_error(
                params, request, NO_CORS, "NoCorsRedirectModeNotFollow", wanted="follow", seen=(request.redirect_mode,)
            )
        if not url.is_http:
            return network_error(params, request, SCHEME, "UnsupportedScheme", url.scheme, wanted="http or https")
        params.trace.append((NO_CORS, True, request.redirect_mode))
        return (yield from http_fetch(params, request.with_tainting("opaque")))
    # 12.4 CORS is for http and https.
    if not url.is_http:
        return network_error(params, request, SCHEME, "CorsDisabledScheme", url.scheme, wanted="http or https")
    request = request.with_tainting("cors")
    # 12.5 Ask first when the method or a header is not safelisted ...
    names = cors_unsafe_request_header_names(request.headers, profile)
    asked_before = request.preflight_names is not None
    if request.use_cors_preflight or names or asked_before or not is_cors_safelisted_method(request.method):
        if asked_before:
            names = request.preflight_names or ()
        elif profile.preflight_sticks != "no":
            request = request._replace(preflight_names=names)
        params.trace.append((PREFLIGHT_NEEDED, True, _causes(request.method, names, request.use_cors_preflight)))
        outcome = yield from http_fetch(params, request, names, make_cors_preflight=True)
        if isinstance(outcome, NetworkError) and profile.cache_cleared_by_network_error == "every-hop":
            params.preflight_cache.clear_entries(request)
        return outcome
    # 12.6 ... and otherwise do not.
    params.trace.append((SIMPLE, True, request.method, url.href))
    return (yield from http_fetch(params, request))


def _mixed_content(params: FetchParams, request: Request) -> NetworkError:
    urls = request.client.url.href, request.current_url.href
    return network_error(params, request, MIXED_CONTENT, "MixedContent", wanted="https", seen=urls)


def _mode_forbids(request: Request) -> bool:
    if same_origin(request.current_url.origin, request.origin) and request.response_tainting == "basic":
        return False
    return request.mode == "same-origin" or (request.mode == "no-cors" and request.redirect_mode != "follow")


def _data_fetch(params: FetchParams, request: Request) -> Outcome:
    """The case of ``data`` in https://fetch.spec.whatwg.org/#scheme-fetch"""
    try:
        return data_response(request, params.profile)
    except ValueError as error:
        return network_error(params, request, SCHEME, "UnsupportedScheme", str(error), seen=("data",))


@lru_cache(maxsize=1024)
def _causes(method: str, names: tuple[str, ...], upload_listener: bool, /) -> tuple[str, ...]:  # noqa: FBT001
    """What makes a browser ask first."""
    causes = ["an upload listener"] if upload_listener else []
    if not is_cors_safelisted_method(method):
        causes.append(f"method {method}")
    return *causes, *map("header {}".format, names)


def http_fetch(
    params: FetchParams, request: Request, names: tuple[str, ...] = (), *, make_cors_preflight: bool = False
) -> Steps:
    """https://fetch.spec.whatwg.org/#concept-http-fetch"""
    profile = params.profile
    # 3. Service workers are not modelled.
    # 4.1 Ask first, unless an earlier answer still holds.
    if make_cors_preflight:
        bypassed = not profile.cache_bypassing_headers.isdisjoint(names)
        if not bypassed and params.preflight_cache.covers(request, names, params.now):
            params.trace.append((PREFLIGHT_CACHED, True, request.method, names))
        else:
            refusal = yield from cors_preflight_fetch(params, request, names)
            if refusal is not None:
                return refusal
    late = profile.preflight_before_mixed_content and request.redirect_count
    if late and is_mixed_content(request.client, request.current_url, profile):
        return _mixed_content(params, request)
    if request.late_check is not None:
        error = _late_check(params, request, *request.late_check)
        if error is not None:
            return error
    # 4.3 The request itself.
    response = yield from http_network_or_cache_fetch(params, request)
    if isinstance(response, NetworkError):
        return response
    is_redirect = redirects(response, profile)
    if is_redirect and profile.location_before_cors_check:
        error = unreadable_location(params, request, response)
        if error is not None:
            return error
    # 4.4 May the response be shared?
    if request.response_tainting == "cors":
        step, code, parameter, wanted = cors_check(request, response)
        if code:
            return network_error(params, request, step, code, parameter, wanted=wanted, response=response)
        params.trace.append((step, True, parameter, wanted))
    # 4.5 May script see the timing? One hop that does not allow it is enough.
    params.timing_allowed = params.timing_allowed and tao_check(request, response)
    # 5. May it be embedded?
    if request.response_tainting == "opaque":
        policy = cross_origin_resource_policy_check(request, response)
        if policy is not None:
            code = "CorpNotSameOrigin" if policy == "same-origin" else "CorpNotSameSite"
            return network_error(
                params, request, CORP, code, policy, wanted="cross-origin", response=response,
                seen=(policy, request.origin),
            )  # fmt: skip
    # 6. Redirects.
    if is_redirect:
        return (yield from switch_on_redirect_mode(params, request, response))
    # 7, and steps 13 to 20 of main fetch: what script sees of it.
    return filtered_response(request, response, profile)


def switch_on_redirect_mode(params: FetchParams, request: Request, response: HttpResponse) -> Steps:
    """Step 6 of https://fetch.spec.whatwg.org/#concept-http-fetch"""
    located = is_located(response)
    if request.redirect_mode == "error" and located and params.profile.refusals_before_redirect_mode_error:
        error = refused(params, request, response)
        if error is not None:
            return error
    regardless = request.redirect_mode in params.profile.redirect_modes_before_location
    if request.redirect_mode == "error" and (located or regardless):
        return network_error(
            params, request, REDIRECT_MODE, "RedirectModeError", wanted="no redirect", response=response,
            seen=(request.redirect_mode, response.status),
        )  # fmt: skip
    # NB: an empty Location makes an opaque redirect all the same.
    if request.redirect_mode == "manual" and (location_lines(response) or regardless):
        has_body = params.profile.unlocated_redirect_keeps_body and not located
        return opaque_redirect_response(request, response, has_body=has_body)
    next_request = redirected(params, request, response) if located or request.redirect_mode == "follow" else None
    if next_request is None:
        return filtered_response(request, response, params.profile)
    if isinstance(next_request, NetworkError):
        return next_request
    if (
        params.profile.redirect_check_remembers_credentials and request.response_tainting == "cors"
    ) or takes_user_info_along(request, next_request.current_url, params.profile):
        next_request = next_request._replace(late_check=(request, response))
    return (yield from main_fetch(params, next_request))


def _late_check(params: FetchParams, request: Request, before: Request, response: HttpResponse) -> NetworkError | None:
    # AD-HOC: WebKit checks a redirect once more, in another process, which still believes that credentials go along
    # when the fetch began at home (measured 2026-11: p000124; see the profile's quirk).
    if before.response_tainting == "basic":
        return user_info_error(params, before, response, request.current_url)
    if before.credentials_mode != "same-origin" or not same_origin(request.url.origin, request.origin):
        return None
    included = before._replace(credentials_mode="include")
    step, code, parameter, wanted = cors_check(included, response)
    if not code:
        return None
    return network_error(params, before, step, code, parameter, wanted=wanted, response=response)


def cors_preflight_fetch(
    params: FetchParams, request: Request, names: tuple[str, ...]
) -> Generator[HttpRequest, HttpResponse, NetworkError | None]:
    """Ask the server whether the request may come; None when it may.

    Source: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    """
    if params.profile.preflight_origin_untainted and request.redirect_tainted:
        request = request._replace(redirect_tainted=False)
    # 1. OPTIONS, in the request's name, without credentials.
    url = request.current_url
    headers = preflight_request_headers(request.method, names, request.serialized_origin)
    headers += own_headers(request, "cors")
    message = HttpRequest("OPTIONS", url.wire, headers)
    # 6. No service worker, no redirect, no cookie.
    try:
        response = yield message
    except TransportError as error:
        return _unanswered(params, request, error, preflight=True)
    received = _received(params, request, "preflight", message, response)
    if isinstance(received, NetworkError):
        return received
    return judge_preflight(params, request, names, received)


def http_network_or_cache_fetch(params: FetchParams, request: Request) -> Wire:
    """https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, as far as headers and credentials go"""
    url = request.current_url
    profile = params.profile
    # 3. Are credentials included?
    credentials_included = request.credentials_mode == "include" or (
        request.credentials_mode == "same-origin"
        and (request.response_tainting == "basic" or _keeps_credentials(request, profile))
    )
    # 8. The author's headers, then the browser's own.
    headers = author_headers(request, profile)
    origin = origin_header(request, profile)
    if origin is not None:
        headers += (("Origin", origin),)
    headers += own_headers(request, request.mode)
    context = None
    if credentials_included:
        context = CookieContext(url, request.client, request.url_list, request.method, params.now)
        cookies = params.cookies.cookie_header(context, params.cookie_notes)
        if cookies:
            headers += (("Cookie", cookies),)
        entry = params.authentication_entries.get(url.origin.serialized) if params.authentication_entries else None
        if entry is not None and not contains(headers, "authorization"):
            headers += (("Authorization", entry),)
    else:
        for name in params.cookies.addressed_to(url):
            params.cookie_notes.append(CookieNote(name, "not-sent", "CredentialsMode", url.href))
    message = HttpRequest(request.method, url.wire, headers, request.body or b"")
    try:
        response = yield message
    except TransportError as error:
        return _unanswered(params, request, error, preflight=False)
    received = _received(params, request, "request", message, response)
    # Cookies are stored before anybody asks whether the response may be shared.
    if context is not None and isinstance(received, HttpResponse):
        lines = received.headers.by_name.get("set-cookie")
        if lines:
            params.cookies.store(lines, context, params.cookie_notes)
    return received


def _keeps_credentials(request: Request, profile: Profile) -> bool:
    at_home = same_origin(request.url.origin, request.origin)
    return profile.uncors_credentials_from_start and request.mode == "no-cors" and at_home


def _unanswered(params: FetchParams, request: Request, error: TransportError, *, preflight: bool) -> NetworkError:
    return network_error(
        params, request, NETWORK, "ConnectionFailed", str(error), wanted="an HTTP response", preflight=preflight
    )


def _received(
    params: FetchParams,
    request: Request,
    kind: Literal["preflight", "request"],
    message: HttpRequest,
    response: HttpResponse,
) -> HttpResponse | NetworkError:
    """The answer as this browser reads it off the wire."""
    profile = params.profile
    if profile.drops_empty_parts:
        # The CORS check wants to know of every line that is spelled this way.
        response = without_empty_parts(response, but="Access-Control-Allow-Origin")
    if profile.repairs_utf8:
        response = with_repaired_utf8(response)
    params.exchanges.append(Exchange(kind, message, response))
    if profile.conflicting_headers and has_repeated(response.headers):
        return _without_conflicts(params, request, response, preflight=kind == "preflight")
    return response


def _without_conflicts(
    params: FetchParams, request: Request, response: HttpResponse, *, preflight: bool
) -> HttpResponse | NetworkError:
    for name in params.profile.conflicting_headers:
        lines = get_all(response.headers, name)
        if len(lines) > 1 and len(set(lines)) > 1:
            code = "MultipleLocations" if name == "location" else "ConflictingHeaders"
            return network_error(
                params, request, NETWORK, code, ", ".join(lines), wanted=f"one {name}", response=response,
                preflight=preflight, seen=(name,),
            )  # fmt: skip
    return response
