"""Which request headers need a preflight, which response headers script may read.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header and the terms around it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pytest_cors.fetch.headers import HTTP_TAB_OR_SPACE, HTTP_WHITESPACE, Failure, decode_and_split, extract_tokens
from pytest_cors.fetch.http import Header, HeaderList
from pytest_cors.fetch.methods import is_forbidden_method, is_token
from pytest_cors.fetch.profile import Profile

FORBIDDEN_REQUEST_HEADERS = frozenset(
    "accept-charset accept-encoding access-control-request-headers access-control-request-method connection"
    " content-length cookie cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer"
    " transfer-encoding upgrade via".split()
)
METHOD_OVERRIDE_HEADERS = frozenset({"x-http-method", "x-http-method-override", "x-method-override"})
FORBIDDEN_RESPONSE_HEADERS = frozenset({"set-cookie", "set-cookie2"})
REQUEST_BODY_HEADERS = frozenset({"content-encoding", "content-language", "content-location", "content-type"})
NO_CORS_SAFELISTED_NAMES = frozenset({"accept", "accept-language", "content-language", "content-type"})
CORS_SAFELISTED_RESPONSE_HEADERS = frozenset(
    "cache-control content-language content-length content-type expires last-modified pragma".split()
)
SAFELISTED_MIME_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})

WEBKIT_HEADER_NAMES = {
    name.lower(): name
    for name in (
        "Accept Accept-Language Age Authorization Cache-Control Content-Disposition Content-Encoding Content-Language"
        " Content-Location Content-Range Content-Type Cross-Origin-Resource-Policy ETag Expires If-Match"
        " If-Modified-Since If-None-Match If-Range If-Unmodified-Since Last-Event-ID Last-Modified Link Location"
        " Ping-From Ping-To Pragma Purpose Range Referrer-Policy Refresh Server-Timing Service-Worker Set-Cookie2"
        " SourceMap Timing-Allow-Origin Upgrade-Insecure-Requests User-Agent Vary X-Content-Type-Options"
        " X-DNS-Prefetch-Control X-Frame-Options X-SourceMap X-XSS-Protection"
    ).split()
}
"""Names that WebKit knows (HTTPHeaderNames.in): it spells them this way, and looks at them before any other."""

# https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
_unsafe_byte = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]').search
_unsafe_or_not_ascii = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f-\xff]').search
_language = re.compile(r"[0-9A-Za-z *,\-.;=]*\Z").match


def is_forbidden_request_header(name: str, value: str) -> bool:
    """Whether a browser silently ignores this header when script sets it.

    Source: https://fetch.spec.whatwg.org/#forbidden-request-header
    """
    low = name.lower()
    if low in FORBIDDEN_REQUEST_HEADERS or low.startswith(("proxy-", "sec-")):
        return True
    if low in METHOD_OVERRIDE_HEADERS:
        return any(is_forbidden_method(item) for item in decode_and_split(value))
    return False


def is_no_cors_safelisted_request_header(name: str, value: str, profile: Profile) -> bool:
    """https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header"""
    return name.lower() in NO_CORS_SAFELISTED_NAMES and is_cors_safelisted_request_header(name, value, profile)


@lru_cache(maxsize=4096)
def is_cors_safelisted_request_header(name: str, value: str, profile: Profile) -> bool:
    """Whether a request header needs no preflight.

    Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    # 1. A value longer than 128 bytes never is.
    if len(value) > 128:
        return False
    # 2. Otherwise the name decides which values are.
    low = name.lower()
    unsafe = _unsafe_or_not_ascii if profile.non_ascii_bytes_unsafe else _unsafe_byte
    if low == "accept":
        return not unsafe(value)
    if low in {"accept-language", "content-language"}:
        return _language(value) is not None
    if low == "content-type":
        if unsafe(value) or (profile.strict_media_types and _has_loose_end(value)):
            return False
        return mime_essence(value) in SAFELISTED_MIME_TYPES
    if low == "range":
        return profile.safelisted_range(value)
    test = profile.safelisted_request_headers.get(low)
    return test is not None and bool(test(value))


def _has_loose_end(value: str) -> bool:
    # A second media type, or a semicolon at the end after a first one.
    return "," in value or (value.endswith(";") and value.count(";") > 1)


def mime_essence(value: str) -> str | None:
    """``type/subtype`` in lower case, None when the value is no MIME type. Parameters never make it invalid.

    Source: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
    """
    kind, slash, rest = value.strip(HTTP_WHITESPACE).partition("/")
    subtype = rest.partition(";")[0].rstrip(HTTP_WHITESPACE)
    if not slash or not is_token(kind) or not is_token(subtype):
        return None
    return f"{kind}/{subtype}".lower()


def cors_unsafe_request_header_names(headers: HeaderList, profile: Profile) -> tuple[str, ...]:
    """The names a preflight must ask for: lower-case, unique, in byte order.

    Source: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    return _unsafe_names(tuple(headers), profile)


@lru_cache(maxsize=4096)
def _unsafe_names(headers: tuple[Header, ...], profile: Profile) -> tuple[str, ...]:
    # 1-3. The names that are unsafe, those that might yet be, and how long the values of the latter are.
    unsafe: list[str] = []
    potentially_unsafe: list[str] = []
    safelist_value_size = 0
    # 4. Header by header.
    for name, value in headers:
        if is_cors_safelisted_request_header(name, value, profile):
            potentially_unsafe.append(name.lower())
            safelist_value_size += len(value)
        else:
            unsafe.append(name.lower())
    # 5. Too much in all makes every one of them unsafe.
    if safelist_value_size > 1024 and profile.safelist_value_size_limited:
        unsafe.extend(potentially_unsafe)
    # 6. Unique and sorted.
    return tuple(sorted(unsafe if profile.repeats_preflight_names else set(unsafe)))


def is_cors_non_wildcard_request_header_name(name: str) -> bool:
    """``Authorization`` is the one name that ``*`` does not stand for.

    Source: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    """
    return name.lower() == "authorization"


def has_wildcard_before_bad_name(values: Sequence[str]) -> bool:
    """Whether Access-Control-Expose-Headers has a ``*`` before the first item that is not a token."""
    for item in ",".join(values).split(","):
        name = item.strip(HTTP_TAB_OR_SPACE)
        if name == "*":
            return True
        if name and not is_token(name):
            return False
    return False


def exposed_header_names(values: Sequence[str]) -> list[str]:
    """The names that Access-Control-Expose-Headers lists, none when one of them is not a token."""
    names = extract_tokens(values)
    return [] if isinstance(names, Failure) else names
