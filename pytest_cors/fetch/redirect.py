"""Following a redirect: where to, with which method and headers.

Source: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
"""

from __future__ import annotations

import re

from pytest_cors.fetch.failure import network_error
from pytest_cors.fetch.headers import contains, get, get_all, without
from pytest_cors.fetch.http import HeaderList, HttpResponse
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.params import FetchParams
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import REFERRER_POLICIES, Request, is_redirect_tainted
from pytest_cors.fetch.response import NetworkError
from pytest_cors.fetch.safelists import REQUEST_BODY_HEADERS, cors_unsafe_request_header_names
from pytest_cors.fetch.trace import LOCATION, LOCATION_SCHEME, REDIRECT_COUNT, REDIRECT_USER_INFO, REDIRECTED
from pytest_cors.fetch.url import Url, parse, with_fragment

LIMIT = 20
STATUSES = frozenset({301, 302, 303, 307, 308})
AUTHORIZATION = frozenset({"authorization"})

_not_ascii = re.compile(r"[\x80-\xff]")
_not_printable_ascii = re.compile(r"[^!-~]")


def location_lines(response: HttpResponse) -> tuple[str, ...]:
    """The Location lines of a response."""
    return get_all(response.headers, "location")


def is_located(response: HttpResponse) -> bool:
    """Whether a redirect says where to; an empty Location does not."""
    return any(location_lines(response))


def redirects(response: HttpResponse, profile: Profile) -> bool:
    """Whether a response is a redirect, as far as its status goes."""
    status = response.status
    return status in profile.redirect_statuses and (status in STATUSES or is_located(response))


def refused(params: FetchParams, request: Request, response: HttpResponse) -> NetworkError | None:
    """The network error of a Location that would not be followed; None when it would."""
    location = _location_url(params, request, response)
    if location is None or isinstance(location, NetworkError):
        return location
    return _refused(params, request, response, location)


def redirected(params: FetchParams, request: Request, response: HttpResponse) -> Request | NetworkError | None:
    """The request of the next hop; None when there is no Location and the response stands as it is.

    Source: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
    """
    # 3-5. Where to.
    location = _location_url(params, request, response)
    if location is None or isinstance(location, NetworkError):
        return location
    error = _refused(params, request, response, location)
    if error is not None:
        return error
    next_request = _next_request(request, response, location, params)
    params.trace.append((REDIRECTED, True, next_request.method, location.href, next_request.serialized_origin))
    return next_request


def _location_url(params: FetchParams, request: Request, response: HttpResponse) -> Url | NetworkError | None:
    # https://fetch.spec.whatwg.org/#concept-response-location-url
    lines = location_lines(response)
    if not lines:
        return None
    rule = params.profile.repeated_location
    # NB: where equal ones are one, those that differ are refused before: see ``conflicting_headers``.
    if len(lines) > 1 and rule == "error":
        return network_error(
            params,
            request,
            LOCATION,
            "MultipleLocations",
            ", ".join(lines),
            wanted="one Location",
            response=response,
        )
    value = ", ".join(lines) if rule == "joined" else lines[0]
    if not value and params.profile.empty_location == "no-redirect":
        return None
    location = _parsed(value, request, params.profile)
    if location is None:
        return network_error(params, request, LOCATION, "InvalidRedirect", value, wanted="a URL", response=response)
    return location if location.fragment or "#" in value else with_fragment(location, request.current_url.fragment)


def _parsed(value: str, request: Request, profile: Profile) -> Url | None:
    if not value and profile.empty_location == "error":
        return None
    try:
        return parse(_decoded(value, profile), request.current_url)
    except ValueError:
        return None


def _decoded(value: str, profile: Profile) -> str:
    if profile.location_bytes == "one-by-one":
        return value
    escaped = _not_ascii if profile.location_bytes == "percent-encoded" else _not_printable_ascii
    return escaped.sub(lambda found: f"%{ord(found[0]):02X}", value)


def unreadable_location(params: FetchParams, request: Request, response: HttpResponse) -> NetworkError | None:
    """The network error of a Location that is no URL; None for all others."""
    location = _location_url(params, request, response)
    return location if isinstance(location, NetworkError) else None


def _refused(params: FetchParams, request: Request, response: HttpResponse, location: Url) -> NetworkError | None:
    # 6. http and https only.
    if not location.is_http:
        unsafe = params.profile.refuses_redirect_scheme_as_cors
        is_cors_matter = unsafe is not None and location.scheme not in unsafe and request.mode == "cors"
        return network_error(
            params,
            request,
            LOCATION_SCHEME,
            "CorsDisabledScheme" if is_cors_matter else "UnsafeRedirect",
            wanted="http or https",
            response=response,
            seen=(location.href,),
            location=location,
        )
    # 7. Twenty redirects are enough.
    if request.redirect_count == LIMIT:
        return network_error(
            params,
            request,
            REDIRECT_COUNT,
            "TooManyRedirects",
            wanted="at most 20",
            response=response,
            seen=(LIMIT + 1,),
        )
    # 9-10. User info may not travel to, or come back from, another origin.
    if location.has_credentials:
        rule = params.profile.blocks_redirect_user_info
        leaves = rule == "cors" and _comes_to_cors(request, location)
        if leaves or request.response_tainting == "cors" or rule == "always":
            return user_info_error(params, request, response, location)
    # 11. A body from a stream cannot be sent again; bodies here are bytes.
    return None


def user_info_error(params: FetchParams, request: Request, response: HttpResponse, location: Url) -> NetworkError:
    """The network error of a Location with user info."""
    return network_error(
        params,
        request,
        REDIRECT_USER_INFO,
        "RedirectContainsCredentials",
        wanted="no user info",
        response=response,
        seen=(location.href,),
        location=location,
    )


def takes_user_info_along(request: Request, location: Url, profile: Profile) -> bool:
    """Whether user info goes to another origin than the page's, which is yet to be refused."""
    late = profile.blocks_redirect_user_info == "cors-late" and location.has_credentials
    return late and request.response_tainting == "basic" and _comes_to_cors(request, location)


def _next_request(request: Request, response: HttpResponse, location: Url, params: FetchParams) -> Request:
    profile = params.profile
    cross_origin = not same_origin(request.current_url.origin, location.origin)
    method, body = request.method, request.body
    # 12. A POST becomes a GET on 301 and 302, everything but HEAD does on 303.
    if is_rewritten(response.status, method) or (profile.delete_becomes_get and cross_origin and method == "DELETE"):
        method, body = "GET", None
    headers = _next_headers(request, response.status, location, profile)
    if profile.dropped_on_redirect:
        headers = without(headers, profile.dropped_on_redirect)
    # 13. Another origin is not shown the Authorization header.
    if cross_origin:
        headers = without(headers, AUTHORIZATION)
    url_list = (*request.url_list, location)
    # 8, 18-19. Count, append, and take over a new referrer policy.
    return request._replace(
        method=method,
        body=body,
        headers=headers,
        url_list=url_list,
        redirect_count=request.redirect_count + 1,
        redirect_tainted=is_redirect_tainted(request.origin, url_list),
        referrer_policy=_policy_from(response) or request.referrer_policy,
        first=request.first or request,
        preflight_names=_next_preflight_names(request, response.status, profile, cross_origin=cross_origin),
        arrived_with=method if cross_origin else request.arrived_with or request.method,
    )


def _next_headers(request: Request, status: int, location: Url, profile: Profile) -> HeaderList:
    """The author's headers for the next hop: a body that stays behind takes those that describe it along."""
    first = request.first or request
    rule, judged = profile.redirect_restores_headers, request.method
    headers, begun = request.headers, first.headers
    if rule == "with-cors" and not _comes_to_cors(request, location):
        # Nothing is restored but, when method and body are to stay, the type of a body that was dropped before.
        if status in {307, 308} and not contains(headers, "content-type"):
            headers = (*headers, *(pair for pair in begun if pair[0].lower() == "content-type"))
    elif rule == "with-cors":
        headers = begun if contains(headers, "authorization") else without(begun, AUTHORIZATION)
    elif rule == "by-first-method":
        judged, headers = first.method, begun
    if is_rewritten(status, judged):
        headers = without(headers, REQUEST_BODY_HEADERS)
    return headers


def _next_preflight_names(
    request: Request, status: int, profile: Profile, *, cross_origin: bool
) -> tuple[str, ...] | None:
    """What the preflight of the next hop lists, when that is settled by the request that was preflighted first."""
    if request.preflight_names is None or profile.preflight_sticks != "current-names":
        return request.preflight_names
    names = cors_unsafe_request_header_names((request.first or request).headers, profile)
    dropped = REQUEST_BODY_HEADERS if is_rewritten(status, request.method) else frozenset[str]()
    dropped |= AUTHORIZATION if cross_origin else frozenset()
    return tuple(name for name in names if name not in dropped)


def _comes_to_cors(request: Request, location: Url) -> bool:
    return request.response_tainting == "cors" or (
        request.mode == "cors" and not same_origin(request.origin, location.origin)
    )


def is_rewritten(status: int, method: str) -> bool:
    """Whether a redirect of that status turns that method into GET."""
    return (status in {301, 302} and method == "POST") or (status == 303 and method not in {"GET", "HEAD"})


def _policy_from(response: HttpResponse) -> str:
    """https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header"""
    value = get(response.headers, "referrer-policy") or ""
    known = [token for token in (item.strip().lower() for item in value.split(",")) if token in REFERRER_POLICIES]
    return known[-1] if known else ""
