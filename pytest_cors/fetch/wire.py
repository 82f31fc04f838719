"""The headers that a browser adds by itself: Origin, Referer, Sec-Fetch-*.

Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from pytest_cors.fetch.headers import HTTP_TAB_OR_SPACE
from pytest_cors.fetch.http import Header
from pytest_cors.fetch.origin import same_origin
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.ranges import normalized_range
from pytest_cors.fetch.request import Client, Request, is_opaque
from pytest_cors.fetch.site import same_site
from pytest_cors.fetch.trust import is_potentially_trustworthy
from pytest_cors.fetch.url import Url

DEFAULT_REFERRER_POLICY = "strict-origin-when-cross-origin"


def author_headers(request: Request, profile: Profile) -> list[Header]:
    """The author's headers as they go out: repeated ones in one line.

    NB: the standard leaves it to HTTP, where both ways mean the same; browsers send one line (measured 2026-11).
    """
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for name, value in request.headers:
        low = name.lower()
        names.setdefault(low, name)
        values.setdefault(low, []).append(value)
    sent = [(names[low], _one_value(low, lines, request, profile)) for low, lines in values.items()]
    if profile.repairs_utf8:
        return [(name, value.encode("utf-8").decode("latin-1")) for name, value in sent]
    return sent


def _one_value(low: str, lines: list[str], request: Request, profile: Profile) -> str:
    if len(lines) == 1:
        return lines[0]
    if low == "content-type" and profile.first_content_type_of_body and request.body is not None and not request.first:
        return lines[0]
    if low in profile.last_of_repeated_headers:
        return lines[-1]
    if profile.drops_empty_parts:
        lines = [line for line in lines if line]
    return ", ".join(lines).strip(HTTP_TAB_OR_SPACE)


def rewritten_range(headers: list[Header]) -> list[Header]:
    """The ``Range`` of a request as an HTTP cache writes it anew: one range, without white space, in lower case."""
    return [(name, normalized_range(value) if name.lower() == "range" else value) for name, value in headers]


@lru_cache(maxsize=4096)
def own_headers(client: Client, policy: str, url_list: tuple[Url, ...], mode: str) -> tuple[Header, ...]:
    """What a browser adds to every request: ``Referer``, ``Sec-Fetch-*``."""
    value = referrer(client, policy, url_list[-1])
    return (*((("Referer", value),) if value else ()), *fetch_metadata(client, url_list, mode))


def referrer_policy_of(request: Request) -> str:
    """The request's referrer policy, else the document's, else the default."""
    return request.referrer_policy or request.client.referrer_policy or DEFAULT_REFERRER_POLICY


def origin_header(request: Request, profile: Profile) -> str | None:
    """The value of ``Origin``, None when the request carries none.

    Source: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    """
    # 1. What the origin is called.
    serialized = request.serialized_origin
    # 2. Always sent when the response is to be CORS-checked.
    if request.response_tainting == "cors":
        return serialized
    # 3. Otherwise with every method but GET and HEAD ...
    method = request.method
    if profile.redirect_keeps_origin and all(same_origin(request.url.origin, url.origin) for url in request.url_list):
        method = (request.first or request).method
    if method in {"GET", "HEAD"}:
        return None
    # 3.1. ... where no-cors lets the referrer policy hide it.
    if request.mode == "cors":
        return serialized
    if profile.uncors_redirect_nulls_origin and _left_an_origin(request.url_list):
        return "null"
    return "null" if _policy_hides_origin(request, profile) else serialized


def _left_an_origin(url_list: tuple[Url, ...]) -> bool:
    return any(not same_origin(last.origin, url.origin) for last, url in pairwise(url_list))


def _policy_hides_origin(request: Request, profile: Profile) -> bool:
    policy, origin, url = referrer_policy_of(request), request.origin, request.current_url
    if policy == "no-referrer":
        return True
    if policy in {"no-referrer-when-downgrade", "strict-origin", "strict-origin-when-cross-origin"}:
        trusted = is_potentially_trustworthy(url.origin) if profile.downgrade_judged_by_trust else False
        return origin.serialized.startswith("https:") and url.scheme != "https" and not trusted
    return policy == "same-origin" and not same_origin(origin, url.origin)


def referrer(client: Client, policy: str, url: Url) -> str:
    """The value of ``Referer``, empty when none is sent.

    Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
    """
    if policy == "no-referrer" or is_opaque(client.origin) or not client.url.is_http:
        return ""
    full, origin = client.url.wire, f"{client.origin.serialized}/"
    home = same_origin(client.origin, url.origin)
    downgrade = is_potentially_trustworthy(client.origin) and not is_potentially_trustworthy(url.origin)
    return {
        "no-referrer-when-downgrade": "" if downgrade else full,
        "same-origin": full if home else "",
        "origin": origin,
        "strict-origin": "" if downgrade else origin,
        "origin-when-cross-origin": full if home else origin,
        "unsafe-url": full,
    }.get(policy, full if home else "" if downgrade else origin)


def fetch_metadata(client: Client, url_list: tuple[Url, ...], mode: str) -> tuple[tuple[str, str], ...]:
    """``Sec-Fetch-Site``, ``-Mode`` and ``-Dest``, sent to trustworthy URLs.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """
    if not is_potentially_trustworthy(url_list[-1].origin):
        return ()
    site = "same-origin"
    for url in url_list:
        if same_origin(client.origin, url.origin):
            continue
        site = "same-site" if site != "cross-site" and same_site(client.origin, url.origin) else "cross-site"
    return ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", "empty")
