"""The checks of a response: CORS, Timing-Allow-Origin, Cross-Origin-Resource-Policy.

Source: https://fetch.spec.whatwg.org/#http-extensions
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pytest_cors.fetch.headers import get, get_decode_and_split
from pytest_cors.fetch.http import HeaderLines, HttpResponse
from pytest_cors.fetch.origin import OpaqueOrigin, same_origin
from pytest_cors.fetch.request import CredentialsMode, Request
from pytest_cors.fetch.site import schemelessly_same_site
from pytest_cors.fetch.trace import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN_EQUAL,
    ALLOW_ORIGIN_PRESENT,
    ALLOW_ORIGIN_WILDCARD,
    Step,
)
from pytest_cors.fetch.url import parse


class Finding(NamedTuple):
    """The outcome of a check.

    :param step: which step decided.
    :param code: empty when the check passed, else a name from ``reasons.CODES``.
    :param parameter: the value that decided.
    :param wanted: what it should have been.
    """

    step: Step
    code: str
    parameter: str | None
    wanted: str


def cors_check(request: Request, response: HttpResponse) -> Finding:
    """Whether a response may be shared with the request's origin.

    Source: https://fetch.spec.whatwg.org/#concept-cors-check
    """
    return checked_headers(response.headers, request.serialized_origin, request.credentials_mode)


def checked_headers(headers: HeaderLines, origin: str, credentials_mode: CredentialsMode) -> Finding:
    """The CORS check, as far as it looks at a request and a response: at an origin, a mode, a header list.

    :param origin: serialised.
    """
    # 1. What the server says; repeated lines come joined by a comma.
    return _checked_values(
        headers.combined.get("access-control-allow-origin"),
        headers.combined.get("access-control-allow-credentials"),
        origin,
        credentials_mode,
    )


@lru_cache(maxsize=4096)
def _checked_values(
    origin: str | None, credentials: str | None, wanted: str, credentials_mode: CredentialsMode
) -> Finding:
    # 2. No Access-Control-Allow-Origin, no access.
    if origin is None:
        return Finding(ALLOW_ORIGIN_PRESENT, "MissingAllowOriginHeader", None, wanted)
    # 3. A wildcard is for requests without credentials.
    include = credentials_mode == "include"
    if origin == "*":
        if include:
            return Finding(ALLOW_ORIGIN_WILDCARD, "WildcardOriginNotAllowed", origin, wanted)
        return Finding(ALLOW_ORIGIN_WILDCARD, "", origin, "*")
    # 4. Anything else must be the origin, byte for byte.
    if origin != wanted:
        return Finding(ALLOW_ORIGIN_EQUAL, _kind_of_mismatch(origin), origin, wanted)
    # 5. Without credentials that is all.
    if not include:
        return Finding(ALLOW_ORIGIN_EQUAL, "", origin, wanted)
    # 6-8. With credentials the server must say so, exactly.
    if credentials == "true":
        return Finding(ALLOW_CREDENTIALS, "", credentials, "true")
    return Finding(ALLOW_CREDENTIALS, "InvalidAllowCredentials", credentials or "", "true")


def _kind_of_mismatch(origin: str) -> str:
    # NB: the standard knows one failure here, Chromium tells four apart (cors.cc): they need different mending.
    if " " in origin or "," in origin:
        return "MultipleAllowOriginValues"
    if origin == "null":
        return "AllowOriginMismatch"
    try:
        # It reads bytes above 0x7F as they would stand in a URL, and a no-break space in a host as an escaped space.
        parse("".join(c if c < "\x80" else f"%{ord(c):02X}" for c in origin).replace("%C2%A0", "_"))
    except ValueError:
        return "InvalidAllowOriginValue"
    return "AllowOriginMismatch"


def tao_check(request: Request, response: HttpResponse) -> bool:
    """Whether script may see this response's timing.

    Source: https://fetch.spec.whatwg.org/#concept-tao-check
    """
    # 1. The timing allow failed flag is the caller's.
    # 2-3. The list names the origin, or everybody.
    values = get_decode_and_split(response.headers, "timing-allow-origin")
    if values is not None and ("*" in values or request.serialized_origin in values):
        return True
    # 4. Navigations are not modelled.
    # 5-6. Otherwise only the origin itself.
    return request.response_tainting == "basic"


def cross_origin_resource_policy_check(request: Request, response: HttpResponse) -> str | None:
    """Whether a resource may be embedded by another origin. None, or the policy that forbids it.

    Source: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
    """
    # 1-2. Forms of Cross-Origin-Embedder-Policy: not modelled; a document has none.
    # 3. One of three exact words; anything else, a repeated line included, counts for nothing.
    policy = get(response.headers, "cross-origin-resource-policy")
    origin, url = request.origin, request.current_url
    # 4-6. same-origin, then same-site.
    if policy == "same-origin" and not same_origin(origin, url.origin):
        return policy
    if policy == "same-site":
        secure = not isinstance(origin, OpaqueOrigin) and origin.scheme == "https"
        if not schemelessly_same_site(origin, url.origin) or (not secure and url.scheme == "https"):
            return policy
    return None
