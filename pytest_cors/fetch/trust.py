"""Which places are safe to talk to: trustworthy origins, mixed content, bad ports.

Sources: https://w3c.github.io/webappsec-secure-contexts/, https://w3c.github.io/webappsec-mixed-content/,
https://fetch.spec.whatwg.org/#port-blocking
"""

from __future__ import annotations

from functools import lru_cache

from pytest_cors.fetch.origin import OpaqueOrigin, Origin
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.url import Url

BAD_PORTS = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
        109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
        530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659,
        4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    }
)  # fmt: skip
"""https://fetch.spec.whatwg.org/#bad-port"""


def has_bad_port(url: Url) -> bool:
    """Whether browsers refuse to connect to this URL's port (6000 and 10080 surprise people)."""
    return url.port in BAD_PORTS and url.is_http


def is_loopback(host: str) -> bool:
    """Whether a serialised host always means this machine."""
    return host.startswith("127.") or host == "[::1]"


def is_localhost_name(host: str) -> bool:
    """``localhost`` and everything below it."""
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


@lru_cache(maxsize=4096)
def is_potentially_trustworthy(origin: Origin) -> bool:
    """https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy"""
    if isinstance(origin, OpaqueOrigin):
        return False
    return origin.scheme in {"https", "wss"} or is_loopback(origin.host) or is_localhost_name(origin.host)


def is_mixed_content(client: Client, url: Url, profile: Profile) -> bool:
    """Whether a secure page asks for an insecure URL.

    Source: https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
    """
    # NB: a page on http://localhost does not restrict mixed content in any browser (measured 2026-11), although its
    # origin is trustworthy.
    if client.top_level_origin.serialized[:6] != "https:" or url.scheme != "http":
        return False
    return profile.loopback_is_mixed_content or not is_potentially_trustworthy(url.origin)
