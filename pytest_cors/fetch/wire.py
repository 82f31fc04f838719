"""The headers that a browser adds by itself: Origin, Referer, Sec-Fetch-*.

Source: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from pytest_cors.fetch.headers import HTTP_TAB_OR_SPACE
from pytest_cors.fetch.http import Header
from pytest_cors.fetch.origin import Origin, same_origin
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.ranges import normalized_range
from pytest_cors.fetch.request import Request, is_opaque
from pytest_cors.fetch.site import same_site
from pytest_cors.fetch.trust import is_potentially_trustworthy
from pytest_cors.fetch.url import Url

DEFAULT_REFERRER_POLICY = "strict-origin-when-cross-origin"


ACCEPT = (("Accept", "*/*"),)
CONTENT_TYPE = frozenset({"content-type"})
NONE: frozenset[str] = frozenset()

_origin_of = attrgetter("origin")


def author_headers(request: Request, profile: Profile) -> tuple[Header, ...]:
    """The author's headers as they go out, and ``Accept`` when it is not among them.

    NB: the standard leaves it to HTTP whether a repeated header is one line or several, which mean the same; browsers
    send one (measured 2026-11).
    """
    is_body_of_author = request.body is not None and not request.first
    first_of_repeated = CONTENT_TYPE if profile.first_content_type_of_body and is_body_of_author else NONE
    return _sent(tuple(request.headers), request.method, first_of_repeated, profile)


@lru_cache(maxsize=4096)
def _sent(
    headers: tuple[Header, ...], method: str, first_of_repeated: frozenset[str], profile: Profile
) -> tuple[Header, ...]:
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for name, value in headers:
        low = name.lower()
        names.setdefault(low, name)
        values.setdefault(low, []).append(value)
    sent = {low: _one_value(low, lines, first_of_repeated, profile) for low, lines in values.items()}
    if profile.repairs_utf8:
        sent = {low: value.encode("utf-8").decode("latin-1") for low, value in sent.items()}
    if "range" in sent and method == "GET" and profile.rewrites_range:
        sent["range"] = normalized_range(sent["range"])
    return (*((names[low], value) for low, value in sent.items()), *(() if "accept" in sent else ACCEPT))


def _one_value(low: str, lines: list[str], first_of_repeated: frozenset[str], profile: Profile) -> str:
    if len(lines) == 1 or low in first_of_repeated:
        return lines[0]
    if low in profile.last_of_repeated_headers:
        return lines[-1]
    if profile.drops_empty_parts and "" in lines:
        # An empty one takes back those before it.
        lines = lines[len(lines) - lines[::-1].index("") :]
    return ", ".join(lines).strip(HTTP_TAB_OR_SPACE)


def own_headers(request: Request, mode: str) -> tuple[Header, ...]:
    """What a browser adds to every request: ``Referer``, ``Sec-Fetch-*``."""
    client = request.client
    policy = request.referrer_policy or client.referrer_policy
    return _own_headers(client.url, client.origin, policy, tuple(map(_origin_of, request.url_list)), mode)


@lru_cache(maxsize=4096)
def _own_headers(page: Url, origin: Origin, policy: str, origins: tuple[Origin, ...], mode: str) -> tuple[Header, ...]:
    value = referrer(page, origin, policy or DEFAULT_REFERRER_POLICY, origins[-1])
    return (*((("Referer", value),) if value else ()), *fetch_metadata(origin, origins, mode))


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
    if profile.redirect_keeps_origin:
        method = request.arrived_with or method
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


def referrer(page: Url, page_origin: Origin, policy: str, target: Origin) -> str:
    """The value of ``Referer`` for a request to an origin, empty when none is sent.

    Source: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
    """
    if policy == "no-referrer" or is_opaque(page_origin) or not page.is_http:
        return ""
    full, origin = page.wire, f"{page_origin.serialized}/"
    home = same_origin(page_origin, target)
    downgrade = is_potentially_trustworthy(page_origin) and not is_potentially_trustworthy(target)
    return {
        "no-referrer-when-downgrade": "" if downgrade else full,
        "same-origin": full if home else "",
        "origin": origin,
        "strict-origin": "" if downgrade else origin,
        "origin-when-cross-origin": full if home else origin,
        "unsafe-url": full,
    }.get(policy, full if home else "" if downgrade else origin)


def fetch_metadata(page_origin: Origin, origins: tuple[Origin, ...], mode: str) -> tuple[tuple[str, str], ...]:
    """``Sec-Fetch-Site``, ``-Mode`` and ``-Dest``, sent to trustworthy URLs.

    :param origins: of every URL of the fetch so far, the current one last.

    Source: https://w3c.github.io/webappsec-fetch-metadata/
    """
    if not is_potentially_trustworthy(origins[-1]):
        return ()
    site = "same-origin"
    for origin in origins:
        if same_origin(page_origin, origin):
            continue
        site = "same-site" if site != "cross-site" and same_site(page_origin, origin) else "cross-site"
    return ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", "empty")
