"""The engine's request, the document that makes it, and the enumerations of both.

Source: https://fetch.spec.whatwg.org/#requests
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

from pytest_cors.fetch.http import HeaderList, HttpResponse
from pytest_cors.fetch.origin import OpaqueOrigin, Origin, same_origin
from pytest_cors.fetch.url import Url

Mode = Literal["cors", "no-cors", "same-origin"]
CredentialsMode = Literal["omit", "same-origin", "include"]
RedirectMode = Literal["follow", "error", "manual"]
Tainting = Literal["basic", "cors", "opaque"]
CacheMode = Literal["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"]

MODES = ("cors", "no-cors", "same-origin")
CREDENTIALS_MODES = ("omit", "same-origin", "include")
REDIRECT_MODES = ("follow", "error", "manual")
CACHE_MODES = ("default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached")
REFERRER_POLICIES = (
    "",
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)


class Client(NamedTuple):
    """The document from which script fetches: what the standard calls an environment settings object.

    :param url: the document's own URL.
    :param origin: its origin; opaque when it is sandboxed.
    :param top_level_origin: of the page in the address bar; decides which cookies are first-party.
    :param referrer_policy: of the document; empty means the default, strict-origin-when-cross-origin.

    Source: https://html.spec.whatwg.org/#environment-settings-object
    """

    url: Url
    origin: Origin
    top_level_origin: Origin
    referrer_policy: str = ""


class Request(NamedTuple):
    """One request, as the algorithms see it between two hops. A new hop is a new value.

    :param method: normalised.
    :param url_list: every URL of this fetch so far; the last is the current one.
    :param headers: the author's, forbidden ones dropped; ordered ``(name, value)`` pairs, isomorphic.
    :param body: None is another thing than empty.
    :param late_check: a redirected request and its response that are still to be checked once more.
    :param first: the request before any redirect; None when this is it.
    :param preflight_names: the unsafe names of its first preflight; None as long as it needed none.
    :param arrived_with: the method with which it came to the current origin, None as long as it left none.
    :param redirect_tainted: the last hop left a third party; the origin is serialised ``null`` from now on.

    Source: https://fetch.spec.whatwg.org/#concept-request
    """

    client: Client
    method: str
    url_list: tuple[Url, ...]
    headers: HeaderList
    body: bytes | None
    mode: Mode = "cors"
    credentials_mode: CredentialsMode = "same-origin"
    redirect_mode: RedirectMode = "follow"
    cache_mode: CacheMode = "default"
    referrer_policy: str = ""
    use_cors_preflight: bool = False
    redirect_count: int = 0
    redirect_tainted: bool = False
    first: Request | None = None
    late_check: tuple[Request, HttpResponse] | None = None
    preflight_names: tuple[str, ...] | None = None
    arrived_with: str | None = None
    response_tainting: Tainting = "basic"

    def with_tainting(self, response_tainting: Tainting) -> Request:
        """The same request, whose response is to be filtered in another way. (The field is the last, for speed.)"""
        return tuple.__new__(Request, (*self[:-1], response_tainting))

    def moved_to(self, url_list: tuple[Url, ...]) -> Request:
        """The same request for another URL, that of a request which the same script could make."""
        return Request._make((*self[:2], url_list, *self[3:]))

    @property
    def url(self) -> Url:
        """The first URL."""
        return self.url_list[0]

    @property
    def current_url(self) -> Url:
        """https://fetch.spec.whatwg.org/#concept-request-current-url"""
        return self.url_list[-1]

    @property
    def origin(self) -> Origin:
        """The client's origin (https://fetch.spec.whatwg.org/#concept-request-origin)."""
        return self.client.origin

    @property
    def serialized_origin(self) -> str:
        """What is sent as ``Origin`` and compared by the CORS check.

        Source: https://fetch.spec.whatwg.org/#serializing-a-request-origin
        """
        return "null" if self.redirect_tainted else self.client.origin.serialized


def is_redirect_tainted(origin: Origin, url_list: tuple[Url, ...]) -> bool:
    """Whether some hop left a third party for a different origin.

    Source: https://fetch.spec.whatwg.org/#concept-request-tainted-origin
    """
    for last, url in pairwise(url_list):
        if not same_origin(url.origin, last.origin) and not same_origin(origin, last.origin):
            return True
    return False


def is_opaque(origin: Origin) -> bool:
    """Whether an origin is opaque, and so is serialised ``null``."""
    return isinstance(origin, OpaqueOrigin)
