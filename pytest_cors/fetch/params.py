"""What a fetch needs of the world, and what it leaves behind.

The engine does no input or output and has no clock: it asks a cookie store and a preflight cache that somebody else
owns, is told the time, and writes down what it did.

What is made anew for every exchange is a named tuple, here and elsewhere in the engine: no other value that cannot be
changed is made as fast.

Source: https://fetch.spec.whatwg.org/#fetch-params
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.preflight_cache import PreflightCache
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.trace import TraceEntry
from pytest_cors.fetch.url import Url


class Exchange(NamedTuple):
    """One request that reached a server, and what came back.

    :param kind: ``preflight`` or ``request``.
    """

    kind: Literal["preflight", "request"]
    request: HttpRequest
    response: HttpResponse


@dataclass(frozen=True, slots=True)
class CookieNote:
    """A cookie that a person may have expected to travel, and did not.

    :param name: of the cookie.
    :param what: ``not-sent`` or ``not-stored``.
    :param why: such as ``SameSiteLax``: Chromium's names for blocked cookies.
    :param url: of the request.
    """

    name: str
    what: Literal["not-sent", "not-stored"]
    why: str
    url: str


class CookieContext(NamedTuple):
    """For which request cookies are asked for or set.

    :param url: of the request.
    :param client: the document that makes it; None for a navigation by a person.
    :param url_list: every URL of the fetch so far, the current one last.
    :param method: of the request.
    :param now: seconds since the epoch.
    """

    url: Url
    client: Client | None
    url_list: tuple[Url, ...]
    method: str
    now: float


class CookieStore(Protocol):
    """Who keeps the cookies."""

    def cookie_header(self, context: CookieContext, notes: list[CookieNote]) -> str:
        """The value of ``Cookie``, empty when none goes; why others stay is appended to ``notes``."""

    def addressed_to(self, url: Url) -> Sequence[str]:
        """The names of the cookies that a first-party request to this URL would carry."""

    def store(self, set_cookie: Sequence[str], context: CookieContext, notes: list[CookieNote]) -> None:
        """Take in the ``Set-Cookie`` lines of one response; why some are refused is appended to ``notes``."""


class FetchParams:
    """The bookkeeping of one fetch.

    :param now: seconds since the epoch.
    :param authentication_entries: ``Authorization`` values that the browser remembers, by serialised origin.
    """

    __slots__ = (
        "authentication_entries",
        "cookie_notes",
        "cookies",
        "exchanges",
        "max_age",
        "now",
        "preflight_cache",
        "profile",
        "timing_allowed",
        "trace",
    )

    def __init__(
        self,
        profile: Profile,
        cookies: CookieStore,
        preflight_cache: PreflightCache,
        now: float,
        authentication_entries: Mapping[str, str] | None = None,
    ) -> None:
        self.profile = profile
        self.cookies = cookies
        self.preflight_cache = preflight_cache
        self.now = now
        self.authentication_entries = authentication_entries or {}
        self.trace: list[TraceEntry] = []
        self.exchanges: list[Exchange] = []
        self.cookie_notes: list[CookieNote] = []
        self.max_age: float | None = None
        self.timing_allowed = True
