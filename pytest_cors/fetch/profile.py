"""Where browsers differ from the standard: one named, dated entry a difference, each with its evidence.

A profile starts as the standard and is changed by its quirks, so that the table below is all there is to know. The
algorithms ask a profile by the quirk's name; nothing in them asks for a browser's name.

Evidence: *measured* = seen in Chromium 156.0, Firefox ESR 153.7 or WebKitGTK 2.50.6 in November 2026 (the corpus in
``tests/conformance``); *source* = read in the engine's source in 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal

from pytest_cors.fetch.client_hints import SAFELISTED as CLIENT_HINTS
from pytest_cors.fetch.max_age import (
    max_age_chromium,
    max_age_firefox,
    max_age_standard,
    max_age_webkit,
)
from pytest_cors.fetch.ranges import (
    is_safelisted_range,
    is_safelisted_range_unsigned,
    is_safelisted_range_webkit,
)

ThirdPartyCookies = Literal["allowed", "partitioned", "blocked"]


@dataclass(frozen=True, slots=True)
class Quirk:
    """One difference from the standard.

    :param name: the field of ``Profile`` that it sets.
    :param value: what it is in this browser.
    :param evidence: how we know, and since when.
    """

    name: str
    value: Any
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """How one browser fetches. Every default is the standard's answer."""

    name: str = "standard"
    quirks: tuple[Quirk, ...] = ()

    # Request headers
    combines_request_headers: bool = False
    """Repeated author headers are one combined value before anything looks at them."""
    last_of_repeated_headers: frozenset[str] = frozenset()
    """Of these, repeated by the author, only the last reaches the wire."""
    ignored_request_headers: frozenset[str] = frozenset()
    """Names that script may set in vain, beyond the forbidden ones."""
    safelisted_request_headers: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    """Names safelisted beyond the standard's, each with the test of its value."""
    safelist_value_size_limited: bool = True
    """More than 1,024 bytes of safelisted values in all make them unsafe."""
    non_ascii_bytes_unsafe: bool = False
    """Bytes above 0x7F are CORS-unsafe request-header bytes."""
    strict_media_types: bool = False
    """A ``Content-Type`` with a comma, or with a semicolon at the end after another, is not safelisted."""
    rewrites_range: bool = False
    """The ``Range`` of a GET goes out as the HTTP cache writes it."""
    safelisted_range: Callable[[str], bool] = is_safelisted_range
    """Which ``Range`` values need no preflight."""

    # Preflight
    first_content_type_of_body: bool = False
    """Before any redirect, a body goes out with the first ``Content-Type`` the author gave, not the last."""
    drops_empty_parts: bool = False
    """A repeated header whose value is empty adds nothing to the combined value that is received, and takes back what
    stood before it in the one that is sent."""
    repeats_preflight_names: bool = False
    """Access-Control-Request-Headers lists a name as often as the author set it."""
    wildcard_covers_authorization: bool = False
    """``Access-Control-Allow-Headers: *`` allows ``Authorization``."""
    redirect_before_cors_check: bool = False
    """That a preflight is redirected is reported before its Access-Control-Allow-Origin."""
    method_before_header_list: bool = False
    """The method is judged before Access-Control-Allow-Headers is read."""
    header_order: Literal["sorted", "known-names-first", "hash-table"] = "sorted"
    """In which order a preflight's header names are judged; the first that is not allowed is reported."""
    status_before_cors_check: bool = False
    """A preflight's status is judged before its Access-Control-Allow-Origin."""
    max_age: Callable[[Sequence[str]], float] = max_age_standard
    """Seconds that a preflight answer is kept, from the lines of Access-Control-Max-Age."""

    # Preflight cache
    caches_opaque_origins: bool = True
    """An answer to the origin ``null`` is kept."""
    cache_keyed_by_credentials: bool = False
    """A credentialed entry does not serve an anonymous request."""
    cached_wildcard: Literal["anonymous", "any-entry", "never"] = "anonymous"
    """Which entries' ``*`` serve an anonymous request: those of anonymous preflights, all, or none."""
    cached_wildcard_covers_authorization: bool = False
    """A kept ``*`` allows ``Authorization``."""
    cached_safelisted_methods: frozenset[str] = frozenset({"GET", "HEAD", "POST"})
    """Methods for which a cached answer needs to name no method."""
    cache_cleared_by_network_error: Literal["every-hop", "last-hop", "no"] = "every-hop"
    """A network error after a preflight, a failed CORS check too, clears what is known of its URL and of those that
    redirected to it. ``last-hop``: of the URL that failed only, preflighted or not, and for every credentials mode."""
    cache_cleared_by_insufficient_hit: bool = False
    """An entry that does not cover a request is dropped."""
    cache_keeps_last_answer_only: bool = False
    """What an earlier preflight of the same URL allowed is forgotten when another one is kept."""
    caches_failed_preflights: bool = False
    """What a preflight allowed is kept although it did not allow enough."""
    cache_bypassing_headers: frozenset[str] = frozenset()
    """Author headers that make every request preflight again."""

    # Redirects
    empty_location: Literal["same-url", "no-redirect", "error"] = "same-url"
    """What an empty Location means. Only redirect mode ``follow`` makes it an error."""
    dropped_on_redirect: frozenset[str] = frozenset()
    """Author headers that no redirect keeps."""
    location_before_cors_check: bool = False
    """A Location that is no URL is a network error before any CORS check, and in redirect mode manual too."""
    location_bytes: Literal["one-by-one", "percent-encoded", "escaped"] = "one-by-one"
    """How bytes above 0x7F in a Location are read: as characters, or each as its percent-encoding; ``escaped`` encodes
    spaces and control characters, too, so that none is trimmed or dropped."""
    refuses_redirect_scheme_as_cors: frozenset[str] | None = None
    """Schemes whose redirects are no CORS matter but a network error; None: all that are not http(s)."""
    repeated_location: Literal["error", "equal-is-one", "joined"] = "error"
    """What several Location lines mean."""
    redirect_statuses: frozenset[int] = frozenset({301, 302, 303, 307, 308})
    """Statuses that redirect when there is a Location."""
    conflicting_headers: frozenset[str] = frozenset()
    """Response headers of which two different lines are a network error, whatever the status."""
    refusals_before_redirect_mode_error: bool = False
    """A Location that would not be followed is told before redirect mode ``error``."""
    redirect_modes_before_location: frozenset[str] = frozenset({"error", "manual"})
    """Redirect modes that look at the status only: ``error`` refuses, and ``manual`` hides, even without a Location."""
    unlocated_redirect_keeps_body: bool = False
    """The body of an opaque redirect without a Location, or with an empty one, can be read."""
    blocks_redirect_user_info: Literal["cors", "cors-late", "always"] = "cors"
    """In which modes a Location with user info is refused; ``cors-late``: when the fetch leaves the page's own origin,
    only after the preflight."""
    preflight_sticks: Literal["no", "current-names", "first-names"] = "no"
    """Whether a request that was preflighted once is preflighted on every later cross-origin hop, and what the
    preflight then lists: all unsafe names that it had at first, or only those that this very redirect does not drop."""
    preflight_names_from_start: bool = False
    """What a preflight would list is settled by the first request, even when that one goes to the page's own origin."""
    preflight_origin_untainted: bool = False
    """A preflight after a tainting redirect still carries the page's own origin; back home it is not CORS-checked."""
    redirect_restores_headers: Literal["no", "by-first-method", "with-cors"] = "no"
    """Every redirect starts again from the author's first headers. Body headers stay away only where this very
    redirect rewrites the method: the first request's, or the current one's. ``with-cors``: the latter, and without
    CORS only Content-Type comes back, with a 307 or 308."""
    delete_becomes_get: bool = False
    """A redirect to another origin turns DELETE into GET, whatever its status."""
    redirect_keeps_origin: bool = False
    """A request that came to an origin with ``Origin`` still carries it after redirects within it, as a GET too."""
    redirect_check_remembers_credentials: bool = False
    """In credentials mode same-origin, a redirect is CORS-checked as if credentials were included when the fetch
    began at the page's own origin; after the next hop's preflight, before its request."""
    downgrade_judged_by_trust: bool = False
    """What counts as a downgrade of a no-cors POST is an untrustworthy target, not another scheme than https."""
    uncors_credentials_from_start: bool = False
    """Without CORS, credentials mode same-origin includes credentials for all hops when the fetch began at home."""
    uncors_redirect_nulls_origin: bool = False
    """Without CORS, ``Origin`` is ``null`` once a redirect led to another origin than the one it came from."""

    # Responses
    null_body_statuses: frozenset[int] = frozenset({101, 103, 204, 205, 304})
    """Statuses whose body script never sees."""
    wildcard_survives_bad_names: bool = False
    """A ``*`` in Access-Control-Expose-Headers counts although a later item is no name."""
    data_url_length: bool = False
    """The response of a ``data:`` URL has a Content-Length."""
    repairs_utf8: bool = False
    """Bytes of a response's header that are not UTF-8 become U+FFFD, and request headers go out as UTF-8."""

    # Surroundings
    mode_before_mixed_content: bool = False
    """What the request's mode forbids is reported before mixed content."""
    preflight_before_mixed_content: bool = False
    """A redirect to where mixed content is refused is still preceded by its preflight."""
    loopback_is_mixed_content: bool = False
    """A page on https may not fetch http from this machine."""

    # Cookies
    same_site_default: Literal["Lax", "None"] = "Lax"
    """What a cookie without SameSite counts as."""
    schemeful_same_site: bool = True
    """http and https of one domain are two sites."""
    same_site_judges_redirects: bool = False
    """A request is same-site only when every URL of its redirect chain is."""
    sandboxed_page_keeps_site: bool = False
    """A sandboxed document is judged by its URL; otherwise its requests are cross-site to everybody."""
    secure_cookies_on_localhost: bool = True
    """This machine counts as secure for cookies."""
    cookie_prefixes: tuple[str, ...] = ("__host-http-", "__host-", "__http-", "__secure-")
    """Lower-case name prefixes that are enforced; the first that fits counts."""
    none_requires_secure: bool = True
    """SameSite=None is refused without Secure."""
    partitioned_cookies: bool = False
    """Cookies marked ``Partitioned`` are kept apart for each top-level site (CHIPS), and need ``Secure``."""
    refuses_tab_in_cookies: bool = False
    """A tab inside a name or value makes no cookie."""
    cookie_max_age_may_have_plus: bool = False
    """``Max-Age=+5`` is five seconds."""
    unreadable_cookie_attribute_counts: bool = False
    """A Max-Age or Expires that cannot be read takes the place of an earlier one."""
    ancient_cookie_expiry_is_past: bool = False
    """An Expires before 1601 has passed; otherwise it cannot be read."""
    nameless_cookies: Literal["kept", "named"] = "kept"
    """Whether text without an equals sign is the value of a cookie without a name, or the name of an empty value; in
    the latter case a cookie whose name is empty is refused."""
    repairs_cookie_values: bool = False
    """Bytes of a cookie's value that are not UTF-8 become U+FFFD."""
    cookie_date_may_lack_time: bool = False
    """``Expires`` without seconds, or without a time, is a date."""
    host_prefix_allows_default_path: bool = False
    """A ``__Host-`` cookie without ``Path`` is accepted where the default path is ``/``."""
    cookie_syntax: Literal["rfc6265bis", "printable-ascii"] = "rfc6265bis"
    """How a ``Set-Cookie`` line is read; ``printable-ascii``: leniently, up to the first other byte."""
    cookies_sorted_by_domain: bool = False
    """Among cookies with paths of one length those of the longer domain are sent first, not the older ones."""
    third_party_cookies: ThirdPartyCookies = "allowed"
    """What becomes of cookies of other sites than the page's."""


_MEASURED = "measured 2026-11"
_ALL_THREE = (
    Quirk("wildcard_covers_authorization", True, f"{_MEASURED}; whatwg/fetch#251: behind a disabled feature or pref"),
)
_EQUAL_LOCATIONS = Quirk("repeated_location", "equal-is-one", f"{_MEASURED}: two equal Location lines are followed")


SINGLETONS = frozenset(
    "authorization content-type from if-modified-since if-unmodified-since max-forwards proxy-authorization"
    " user-agent".split()
)
CONDITIONAL_HEADERS = frozenset("if-modified-since if-none-match if-unmodified-since if-match if-range".split())
ALL_REDIRECTS = frozenset(range(301, 400)) - {304, 305, 306}
UNSAFE_REDIRECTS = frozenset({"about", "blob", "data", "file", "filesystem"})

QUIRKS: dict[str, tuple[Quirk, ...]] = {
    "standard": (),
    "chromium": (
        *_ALL_THREE,
        _EQUAL_LOCATIONS,
        Quirk("combines_request_headers", True, f"{_MEASURED}: e000238"),
        Quirk("ignored_request_headers", frozenset({"user-agent"}), f"{_MEASURED}: e000228"),
        Quirk("safelisted_request_headers", CLIENT_HINTS, f"{_MEASURED}: e000222; source cors.cc"),
        Quirk("caches_opaque_origins", False, f"{_MEASURED}: e000541"),
        Quirk("cache_cleared_by_network_error", "no", f"{_MEASURED}: e000534"),
        Quirk("cache_cleared_by_insufficient_hit", True, f"{_MEASURED}"),
        Quirk("redirect_before_cors_check", True, f"{_MEASURED}: p000463"),
        Quirk("cache_bypassing_headers", CONDITIONAL_HEADERS, f"{_MEASURED}: p001137"),
        Quirk("header_order", "hash-table", f"{_MEASURED}: 137 of 137 cases; see blink_headers"),
        Quirk("mode_before_mixed_content", True, f"{_MEASURED}"),
        Quirk("location_before_cors_check", True, f"{_MEASURED}; source url_request_job.cc"),
        Quirk("rewrites_range", True, f"{_MEASURED}: p002372; source http_cache_transaction.cc"),
        Quirk("dropped_on_redirect", frozenset(CLIENT_HINTS) - {"intervention"}, f"{_MEASURED}: p002671 (DPR)"),
        Quirk("location_bytes", "percent-encoded", f"{_MEASURED}: p000665; source http_response_headers.cc"),
        Quirk("conflicting_headers", frozenset({"content-disposition", "location"}), f"{_MEASURED}: net errors"),
        Quirk("refusals_before_redirect_mode_error", True, f"{_MEASURED}"),
        Quirk("partitioned_cookies", True, f"{_MEASURED}; Chromium 114"),
        Quirk("refuses_tab_in_cookies", True, f"{_MEASURED}"),
        Quirk("cookie_max_age_may_have_plus", True, f"{_MEASURED}"),
        Quirk("unreadable_cookie_attribute_counts", True, f"{_MEASURED}"),
        Quirk("ancient_cookie_expiry_is_past", True, f"{_MEASURED}"),
        Quirk("refuses_redirect_scheme_as_cors", UNSAFE_REDIRECTS, f"{_MEASURED}: e000408, e000405"),
        Quirk("empty_location", "no-redirect", f"{_MEASURED}: e000404"),
        Quirk("redirect_modes_before_location", frozenset(), f"{_MEASURED}"),
        Quirk("blocks_redirect_user_info", "always", f"{_MEASURED}: e000399"),
        Quirk("uncors_redirect_nulls_origin", True, f"{_MEASURED}: e000429"),
        Quirk("downgrade_judged_by_trust", True, f"{_MEASURED}: p000508"),
        Quirk("max_age", max_age_chromium, f"{_MEASURED}; cap 7,200 s: source preflight_result.cc"),
    ),
    "firefox": (
        *_ALL_THREE,
        _EQUAL_LOCATIONS,
        Quirk("last_of_repeated_headers", SINGLETONS, f"{_MEASURED}: p000369, p000790; source nsHttpHeaderArray.h"),
        Quirk("first_content_type_of_body", True, f"{_MEASURED}: p000089"),
        Quirk("drops_empty_parts", True, f"{_MEASURED}: e000333, s901n00237"),
        Quirk("strict_media_types", True, f"{_MEASURED}: s901n03358; source nsURLHelper.cpp"),
        Quirk("safelist_value_size_limited", False, f"{_MEASURED}: e000242"),
        Quirk("non_ascii_bytes_unsafe", True, f"{_MEASURED}: e000195 (signed characters)"),
        Quirk("repeats_preflight_names", True, f"{_MEASURED}: e000185"),
        Quirk("method_before_header_list", True, f"{_MEASURED}: p002145"),
        Quirk("max_age", max_age_firefox, f"{_MEASURED}: e000497; cap a day: source nsCORSListenerProxy.cpp"),
        Quirk("cache_keyed_by_credentials", True, f"{_MEASURED}: e000525"),
        Quirk(
            "cache_cleared_by_network_error", "last-hop", f"{_MEASURED}: s31337n00289; source nsCORSListenerProxy.cpp"
        ),
        Quirk("cached_wildcard", "never", f"{_MEASURED}: e000529"),
        Quirk("cached_safelisted_methods", frozenset({"GET", "POST"}), f"{_MEASURED}; source nsCORSListenerProxy.cpp"),
        Quirk("cache_cleared_by_insufficient_hit", True, f"{_MEASURED}"),
        Quirk("location_bytes", "escaped", f"{_MEASURED}: p000665, s7n00099; source nsHttpChannel.cpp"),
        Quirk("cache_bypassing_headers", CONDITIONAL_HEADERS, f"{_MEASURED}: p001137, p001470"),
        Quirk("data_url_length", True, f"{_MEASURED}: e000480"),
        Quirk("wildcard_survives_bad_names", True, f"{_MEASURED}: s7n00100; source InternalHeaders.cpp"),
        Quirk("conflicting_headers", frozenset({"content-disposition", "location"}), f"{_MEASURED}"),
        Quirk("safelisted_range", is_safelisted_range_unsigned, f"{_MEASURED}: s7n00005"),
        Quirk("preflight_sticks", "current-names", f"{_MEASURED}: e000375, p000066"),
        Quirk("preflight_names_from_start", True, f"{_MEASURED}: p001574"),
        Quirk("redirect_restores_headers", "by-first-method", f"{_MEASURED}: p000342, p002338; source FetchDriver.cpp"),
        Quirk("preflight_origin_untainted", True, f"{_MEASURED}: p000063"),
        Quirk("same_site_default", "None", f"{_MEASURED}: e000546"),
        Quirk("schemeful_same_site", False, f"{_MEASURED}: e000554"),
        Quirk("same_site_judges_redirects", True, f"{_MEASURED}: e000576"),
        Quirk("partitioned_cookies", True, f"{_MEASURED}: s31337n00271; Firefox 141"),
        Quirk("nameless_cookies", "named", f"{_MEASURED}"),
        Quirk("repairs_cookie_values", True, f"{_MEASURED}: s424242n00028"),
        Quirk("unreadable_cookie_attribute_counts", True, f"{_MEASURED}"),
        Quirk("ancient_cookie_expiry_is_past", True, f"{_MEASURED}"),
        Quirk("cookie_date_may_lack_time", True, f"{_MEASURED}"),
        Quirk("host_prefix_allows_default_path", True, f"{_MEASURED}"),
        Quirk("third_party_cookies", "partitioned", "Total Cookie Protection, on by default since 2022"),
    ),
    "webkit": (
        *_ALL_THREE,
        Quirk("combines_request_headers", True, f"{_MEASURED}: e000238"),
        Quirk("safelist_value_size_limited", False, f"{_MEASURED}: e000242"),
        Quirk("safelisted_range", is_safelisted_range_webkit, f"{_MEASURED}: e000219"),
        Quirk("header_order", "known-names-first", f"{_MEASURED}: p000696; source HTTPHeaderMap.h"),
        Quirk("mode_before_mixed_content", True, f"{_MEASURED}: p000154, p001341"),
        Quirk("status_before_cors_check", True, f"{_MEASURED}: p000224"),
        Quirk("max_age", max_age_webkit, f"{_MEASURED}; cap ten minutes: source CrossOriginPreflightResultCache.cpp"),
        Quirk("cached_wildcard", "any-entry", f"{_MEASURED}: e000529"),
        Quirk("cached_wildcard_covers_authorization", True, f"{_MEASURED}: e000529"),
        Quirk("cache_cleared_by_network_error", "no", f"{_MEASURED}: e000534"),
        Quirk("caches_failed_preflights", True, f"{_MEASURED}: e000519"),
        Quirk("empty_location", "error", f"{_MEASURED}: e000404"),
        Quirk("repeated_location", "joined", f"{_MEASURED}: e000419"),
        Quirk("redirect_statuses", ALL_REDIRECTS, f"{_MEASURED}: p000715; source NetworkDataTaskSoup.cpp"),
        Quirk("redirect_modes_before_location", frozenset({"manual"}), f"{_MEASURED}"),
        Quirk("unlocated_redirect_keeps_body", True, f"{_MEASURED}"),
        Quirk("blocks_redirect_user_info", "cors-late", f"{_MEASURED}: s901n01619; source NetworkLoadChecker.cpp"),
        Quirk("uncors_credentials_from_start", True, f"{_MEASURED}: s901n02862"),
        Quirk("preflight_sticks", "first-names", f"{_MEASURED}: e000375, p002822"),
        Quirk("preflight_names_from_start", True, f"{_MEASURED}: p001446"),
        Quirk(
            "redirect_restores_headers",
            "with-cors",
            f"{_MEASURED}: p000342, p000786, s7n00030; source NetworkLoadChecker.cpp, NetworkDataTaskSoup.cpp",
        ),
        Quirk("preflight_before_mixed_content", True, f"{_MEASURED}: s7n00452; source NetworkLoadChecker.cpp"),
        Quirk("cache_cleared_by_insufficient_hit", True, f"{_MEASURED}: s31337n00289"),
        Quirk("cache_keeps_last_answer_only", True, "source CrossOriginPreflightResultCache.cpp, 2026"),
        Quirk("redirect_keeps_origin", True, f"{_MEASURED}: p000808"),
        Quirk("delete_becomes_get", True, f"{_MEASURED}: p000203 (WebKitGTK's network layer)"),
        Quirk("redirect_check_remembers_credentials", True, f"{_MEASURED}: e000394, p000124"),
        Quirk("null_body_statuses", frozenset({101, 103, 204, 304}), f"{_MEASURED}: p000255"),
        Quirk("repairs_utf8", True, f"{_MEASURED}: p000398, p000650"),
        Quirk("loopback_is_mixed_content", True, f"{_MEASURED}: e000465"),
        Quirk("same_site_default", "None", f"{_MEASURED} (libsoup); Safari: BCD"),
        Quirk("schemeful_same_site", False, f"{_MEASURED} (libsoup)"),
        Quirk("none_requires_secure", False, f"{_MEASURED} (libsoup)"),
        Quirk("sandboxed_page_keeps_site", True, f"{_MEASURED}: e000577 (libsoup)"),
        Quirk("secure_cookies_on_localhost", False, f"{_MEASURED} (libsoup); Safari: BCD"),
        Quirk("cookie_syntax", "printable-ascii", f"{_MEASURED}: s20261121n00065 (libsoup); source soup-cookie.c"),
        Quirk("cookies_sorted_by_domain", True, f"{_MEASURED}: p002241 (libsoup); source soup-cookie-jar.c"),
        Quirk("cookie_prefixes", (), f"{_MEASURED} (libsoup)"),
        Quirk("third_party_cookies", "blocked", "Safari: full third-party cookie blocking since 13.1 (2020)"),
    ),
}


@lru_cache(maxsize=8)
def profile(name: str) -> Profile:
    """The profile of one browser: ``chromium``, ``firefox``, ``webkit`` or ``standard``.

    :raises KeyError: there is no such profile.
    """
    quirks = QUIRKS[name]
    known = {each.name for each in fields(Profile)}
    assert {quirk.name for quirk in quirks} <= known, "a quirk sets a field of Profile"
    return Profile(name=name, quirks=quirks, **{quirk.name: quirk.value for quirk in quirks})


PROFILES = tuple(QUIRKS)
