"""``new Request()``: from what script says to the request that is fetched.

What script may not say raises ``RequestError``, as ``fetch()`` rejects before anything is sent; forbidden headers
are dropped without a word, as browsers do.

Source: https://fetch.spec.whatwg.org/#dom-request
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from pytest_cors.errors import RequestError
from pytest_cors.fetch.headers import HTTP_TAB_OR_SPACE, HTTP_WHITESPACE, contains
from pytest_cors.fetch.http import Header, HeaderList
from pytest_cors.fetch.methods import (
    is_cors_safelisted_method,
    is_forbidden_method,
    is_token,
    normalize_method,
)
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import (
    CACHE_MODES,
    CREDENTIALS_MODES,
    MODES,
    REDIRECT_MODES,
    REFERRER_POLICIES,
    CacheMode,
    Client,
    CredentialsMode,
    Mode,
    RedirectMode,
    Request,
)
from pytest_cors.fetch.safelists import (
    NO_CORS_SAFELISTED_NAMES,
    is_forbidden_request_header,
    is_no_cors_safelisted_request_header,
)
from pytest_cors.fetch.url import Url, parse

TEXT = "text/plain;charset=UTF-8"
WHOLE = ("https://", "http://")

_impossible_in_value = re.compile(r"[\0\r\n]").search


def new_request(
    client: Client,
    profile: Profile,
    url: str,
    *,
    method: str = "GET",
    headers: Iterable[Header] = (),
    body: bytes | str | None = None,
    mode: str = "cors",
    credentials: str = "same-origin",
    redirect: str = "follow",
    cache: str = "default",
    referrer_policy: str = "",
    use_cors_preflight: bool = False,
) -> Request:
    """The request that ``fetch(url, init)`` makes in a document.

    :param url: absolute, or relative to the document.
    :raises RequestError: script could not construct it.
    """
    # 5-6. The URL, without user info.
    target = _target(client, url)
    # 12-18, 21-24. The enumerations.
    try:
        modes = _modes(mode, credentials, redirect, cache, referrer_policy)
    except RequestError:
        raise
    except TypeError:  # a list, say, which no cache can look up
        raise _no_such_value(mode, credentials, redirect, cache, referrer_policy) from None
    # 25. The method.
    method = _method(method)
    # 32. Mode no-cors is for what a form could send.
    if mode == "no-cors" and not is_cors_safelisted_method(method):
        raise RequestError("method", method, "is not one of GET, HEAD, POST, as mode 'no-cors' demands")
    # 33. The headers, guarded.
    header_list = fill(headers, mode=mode, profile=profile)
    # 35-37. The body.
    if body is not None and method in {"GET", "HEAD"}:
        raise RequestError("body", body, f"cannot go with method {method}")
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    if isinstance(body, str) and not contains(header_list, "content-type"):
        header_list = (*header_list, ("Content-Type", TEXT))
    return Request(client, method, (target,), header_list, data, *modes, referrer_policy, use_cors_preflight)


def _target(client: Client, url: str) -> Url:
    try:
        # The same URL for every page that names it whole: what depends on a URL alone is then found again.
        target = parse(url) if url.startswith(WHOLE) else parse(url, client.url)
    except ValueError:
        raise RequestError("url", url, "cannot be parsed") from None
    if target.has_credentials:
        raise RequestError("url", url, "has user info, which a request may not carry")
    return target


@lru_cache(maxsize=256)
def _modes(
    mode: str, credentials: str, redirect: str, cache: str, referrer_policy: str
) -> tuple[Mode, CredentialsMode, RedirectMode, CacheMode]:
    if (
        mode not in MODES
        or credentials not in CREDENTIALS_MODES
        or redirect not in REDIRECT_MODES
        or cache not in CACHE_MODES
        or referrer_policy not in REFERRER_POLICIES
    ):
        raise _no_such_value(mode, credentials, redirect, cache, referrer_policy)
    if cache == "only-if-cached" and mode != "same-origin":
        raise RequestError("cache", cache, "needs mode 'same-origin'")
    return cast(Mode, mode), cast(CredentialsMode, credentials), cast(RedirectMode, redirect), cast(CacheMode, cache)


def _no_such_value(*given: str) -> RequestError:
    """The first of the enumerations that has no such value."""
    enumerations = {
        "mode": MODES,
        "credentials": CREDENTIALS_MODES,
        "redirect": REDIRECT_MODES,
        "cache": CACHE_MODES,
        "referrer_policy": REFERRER_POLICIES,
    }
    argument, value, valid = next(
        (argument, value, valid)
        for (argument, valid), value in zip(enumerations.items(), given, strict=True)
        if value not in valid
    )
    return RequestError(argument, value, f"is not one of {', '.join(map(repr, valid))}")


@lru_cache(maxsize=256)
def _method(method: str) -> str:
    if not is_token(method):
        raise RequestError("method", method, "is not a token, as a method must be")
    if is_forbidden_method(method):
        raise RequestError("method", method, "is forbidden: browsers let no script send it")
    return normalize_method(method)


def fill(headers: Iterable[object], *, mode: str, profile: Profile) -> HeaderList:
    """A header list as script's ``Headers`` object keeps it.

    :raises RequestError: a name that is no token, or a value that is no header value.

    Source: https://fetch.spec.whatwg.org/#concept-headers-fill
    """
    kept: list[Header] = []
    for given in headers:
        match given:
            case (str() as name, str() as value):
                pair = _guarded(name, value)
            case _:
                raise RequestError("headers", given, "is not a pair of strings, (name, value)")
        if pair is None or pair[0].lower() in profile.ignored_request_headers:
            continue
        if mode == "no-cors" and not _stays_no_cors_safelisted(kept, pair, profile):
            continue
        kept.append(pair)
    if profile.combines_request_headers and len(kept) > 1:
        kept = combined(kept)
    return tuple(kept)


@lru_cache(maxsize=4096)
def _guarded(name: str, value: str) -> Header | None:
    """The header with its value normalised; None when it is forbidden and browsers ignore it."""
    if not is_token(name):
        raise RequestError("headers", name, "is not a token, as a header's name must be")
    normalized = value.strip(HTTP_WHITESPACE)
    if _impossible_in_value(normalized):
        raise RequestError("headers", value, f"has a NUL or a line break; {name} cannot be that")
    if not normalized.isascii() and max(normalized) > "\xff":
        raise RequestError("headers", value, f"has a character above U+00FF; {name} is made of bytes")
    return None if is_forbidden_request_header(name, normalized) else (name, normalized)


def _stays_no_cors_safelisted(kept: list[Header], pair: Header, profile: Profile) -> bool:
    # https://fetch.spec.whatwg.org/#concept-headers-append, step 3: what it would be with the values before it.
    name = pair[0].lower()
    if name not in NO_CORS_SAFELISTED_NAMES:
        return False
    before = [value for key, value in kept if key.lower() == name]
    return is_no_cors_safelisted_request_header(name, ", ".join([*before, pair[1]]), profile)


def combined(headers: Iterable[Header]) -> list[Header]:
    """Repeated names as one, in the casing of the first."""
    values: dict[str, tuple[str, list[str]]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), (name, []))[1].append(value)
    return [(name, ", ".join(lines).strip(HTTP_TAB_OR_SPACE)) for name, lines in values.values()]
