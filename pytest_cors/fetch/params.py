"""What a fetch needs of the world, and what it leaves behind.

The engine does no input or output and has no clock: it asks a cookie store and a preflight cache that somebody else
owns, is told the time, and writes down what it did.

What is made anew for every exchange is a named tuple, here and elsewhere in the engine: no other value that cannot be
changed is made as fast.

Source: https://fetch.spec.whatwg.org/#fetch-params
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.preflight_cache import PreflightCache
from pytest_cors.fetch.profile import Profile
from pytest_cors.fetch.request import Client
from pytest_cors.fetch.trace import Step, TraceEntry
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


@dataclass(slots=True, eq=False)
class FetchParams:
    """The bookkeeping of one fetch.

    :param authentication_entries: ``Authorization`` values that the browser remembers, by serialised origin.
    """

    profile: Profile
    cookies: CookieStore
    preflight_cache: PreflightCache
    now: float
    authentication_entries: Mapping[str, str] = field(default_factory=dict)
    trace: list[TraceEntry] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    cookie_notes: list[CookieNote] = field(default_factory=list)
    max_age: float | None = None
    timing_allowed: bool = True

    def took(self, step: Step, *details: Any) -> None:
        """A step was passed."""
        self.trace.append((step, True, *details))
