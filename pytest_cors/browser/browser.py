"""The simulated browser: pages that fetch, a cookie jar, a preflight cache, and somebody who sends.

browser = Browser(app, base_url="https://api.example.net")
page = browser.page("https://app.example.com/")
result = page.fetch("https://api.example.net/users", method="PUT", credentials="include")
"""

from __future__ import annotations

import logging
import time
from base64 import b64encode
from collections.abc import Callable, Generator, Iterable, Mapping
from functools import lru_cache
from typing import Any

from pytest_cors.browser.navigation import navigate
from pytest_cors.browser.result import FetchResult
from pytest_cors.browser.servers import transport_for
from pytest_cors.cookies.jar import CookieJar
from pytest_cors.errors import InvalidArgument, NotModelled, TransportError
from pytest_cors.fetch.algorithm import fetch
from pytest_cors.fetch.construct import new_request
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.origin import OpaqueOrigin
from pytest_cors.fetch.params import CookieContext, CookieNote, FetchParams
from pytest_cors.fetch.preflight_cache import PreflightCache
from pytest_cors.fetch.profile import PROFILES, Profile, ThirdPartyCookies
from pytest_cors.fetch.profile import profile as profile_named
from pytest_cors.fetch.request import REFERRER_POLICIES, Client, Request
from pytest_cors.fetch.response import NetworkError, Response
from pytest_cors.fetch.url import Url, parse
from pytest_cors.transport.base import Transport

log = logging.getLogger("pytest_cors")

THIRD_PARTY_COOKIES = ("allowed", "partitioned", "blocked")


class Browser:
    """One browser, with its cookies and its memory of preflights.

    :param app: a WSGI callable; or ``{origin: app}`` for several hosts; or a transport (anything with ``send``).
    :param profile: ``chromium``, ``firefox``, ``webkit`` or ``standard``.
    :param base_url: where the app is to be found, such as ``https://api.example.net``. Without it the app's
        ``SERVER_NAME`` decides, else it is ``localhost``, by http and by https.
    :param clock: gives seconds since the epoch, for cookies and the preflight cache.
    :param third_party_cookies: ``allowed``, ``partitioned`` or ``blocked``; the profile's default when None.
    :param mask: names of headers, parameters and fields whose values are secrets: no story and no report tells them.
        Credentials are masked without being named.
    :raises InvalidArgument: one of these is not valid.
    """

    def __init__(
        self,
        app: Any,
        *,
        profile: str = "chromium",
        base_url: str | None = None,
        clock: Callable[[], float] = time.time,
        third_party_cookies: ThirdPartyCookies | None = None,
        mask: Iterable[str] = (),
    ) -> None:
        if profile not in PROFILES:
            raise InvalidArgument("profile", profile, "is not a browser", valid=PROFILES)
        if third_party_cookies is not None and third_party_cookies not in THIRD_PARTY_COOKIES:
            raise InvalidArgument(
                "third_party_cookies", third_party_cookies, "is not a setting", valid=THIRD_PARTY_COOKIES
            )
        self.profile: Profile = profile_named(profile)
        self.clock = clock
        self.mask = frozenset(name.strip().lower() for name in mask if name.strip())
        self.transport: Transport
        self.transport, self.base_url = transport_for(app, base_url)
        self.cookies = CookieJar(self.profile, third_party_cookies)
        self.preflight_cache = PreflightCache(self.profile)
        self._authentication_entries: dict[str, str] = {}
        self._refused: dict[tuple[str, str], CookieNote] = {}

    def page(
        self, url: str, *, sandboxed: bool = False, top_level_url: str | None = None, referrer_policy: str = ""
    ) -> Page:
        """Open a document.

        :param url: absolute; its origin is the page's origin.
        :param sandboxed: the document's origin is opaque, serialised ``null``, as in a sandboxed frame.
        :param top_level_url: of the page in the address bar when this document is in a frame of it.
        :param referrer_policy: of the document.
        :raises InvalidArgument: a URL or the policy is not valid.
        """
        client = _document(url, top_level_url, referrer_policy)
        if sandboxed or isinstance(client.origin, OpaqueOrigin):
            # It is like nobody else's, though the URL be the same.
            client = client._replace(origin=OpaqueOrigin())
        return Page(self, client)

    def set_cookie(self, url: str, set_cookie: str) -> str | None:
        """Keep a cookie as a first-party visit to ``url`` would.

        :param set_cookie: the value of a ``Set-Cookie`` header, such as ``"sid=1; Secure; SameSite=None"``.
        :returns: why a browser refuses it, such as ``SecureOnly``; None when it is kept.
        :raises InvalidArgument: the URL is not absolute.
        """
        target = _absolute("url", url)
        notes: list[CookieNote] = []
        self.cookies.store([set_cookie], CookieContext(target, None, (target,), "GET", self.clock()), notes)
        return notes[0].why if notes else None

    def set_http_credentials(self, url: str, username: str, password: str) -> None:
        """Remember a user name and password for an origin, as after a person filled in the browser's own dialogue.

        They go along, as ``Authorization: Basic``, wherever credentials are included.

        :raises InvalidArgument: the URL is not absolute.
        """
        pair = b64encode(f"{username}:{password}".encode()).decode("ascii")
        self._authentication_entries[_absolute("url", url).origin.serialized] = f"Basic {pair}"

    def visit(
        self, url: str, *, method: str = "GET", headers: Iterable[Header] = (), body: bytes | str | None = None
    ) -> HttpResponse:
        """Go there as a person does, by the address bar or a first-party form: cookies travel, CORS has no say.

        :param url: absolute, or relative to ``base_url``.
        :returns: the last response; at most twenty redirects are followed.
        :raises TransportError: there was no response.
        :raises InvalidArgument: the URL is not valid, or relative to no base.
        """
        base = parse(self.base_url) if self.base_url else None
        target = _absolute("url", url, base)
        sent = body.encode() if isinstance(body, str) else body or b""
        request = HttpRequest(method, target.href, tuple((name, value) for name, value in headers), sent)
        response: HttpResponse = self._drive(navigate(self.cookies, request, self.clock()))
        return response

    def close(self) -> None:
        """Let go of responses that were not read to their end."""
        close = getattr(self.transport, "close", None)
        if close is not None:
            close()

    def fetch(self, request: Request) -> FetchResult:
        """Run the engine over the transport for a request that a page constructed; one line of log tells of it.

        :raises NotModelled: the answer depends on what the engine does not know.
        """
        result = self.decide(request)
        if log.isEnabledFor(logging.INFO):
            from pytest_cors.browser.story.in_short import in_short  # noqa: PLC0415  nobody reads it as a rule

            log.info("%s", in_short(result))
        return result

    def decide(self, request: Request) -> FetchResult:
        """As ``fetch``, and nothing is logged.

        :raises NotModelled: as ``fetch``.
        """
        params = FetchParams(
            self.profile, self.cookies, self.preflight_cache, self.clock(), self._authentication_entries
        )
        outcome = self._drive(fetch(params, request))
        notes = params.cookie_notes
        if notes or self._refused:
            notes += self._missed(request, outcome, notes)
        return FetchResult(
            request,
            outcome,
            tuple(params.exchanges),
            params.trace,
            self.profile.name,
            params.max_age,
            params.timing_allowed and isinstance(outcome, Response),
            tuple(notes),
            self.mask,
        )

    def _missed(
        self, request: Request, outcome: Response | NetworkError, notes: Iterable[CookieNote]
    ) -> list[CookieNote]:
        """Cookies that an earlier answer set in vain, where the app now says that it does not know who asks."""
        for note in notes:
            if note.what == "not-stored":
                self._refused[parse(note.url).host, note.name] = note
        anonymous = isinstance(outcome, Response) and outcome.status in {401, 403}
        if not anonymous or request.credentials_mode != "include":
            return []
        told = {note.name for note in notes} | set(self.cookies.addressed_to(request.current_url))
        host = request.current_url.host
        return [note for (of, name), note in self._refused.items() if of == host and name not in told]

    def _drive(self, steps: Generator[HttpRequest, HttpResponse, Any]) -> Any:
        send = self.transport.send
        try:
            message = next(steps)
            while True:
                try:
                    response = send(message)
                except TransportError as error:
                    message = steps.throw(error)
                else:
                    message = steps.send(response)
        except StopIteration as stop:
            return stop.value


class Page:
    """A document, and the script in it. Made by ``Browser.page``."""

    def __init__(self, browser: Browser, client: Client) -> None:
        self.browser = browser
        self.client = client

    @property
    def origin(self) -> str:
        """The origin as it is sent, ``null`` when the document is sandboxed."""
        return self.client.origin.serialized

    @property
    def url(self) -> str:
        """The document's URL."""
        return self.client.url.href

    def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Iterable[Header] | Mapping[str, str] = (),
        body: bytes | str | None = None,
        mode: str = "cors",
        credentials: str = "same-origin",
        redirect: str = "follow",
        cache: str = "default",
        referrer: str | None = None,
        referrer_policy: str = "",
        integrity: str = "",
        keepalive: bool = False,  # noqa: ARG002  accepted as fetch() does; it has no influence on CORS
        use_cors_preflight: bool = False,
    ) -> FetchResult:
        """What ``fetch(url, {...})`` does in this document; the keywords are ``RequestInit``'s in snake_case.

        :param url: absolute, or relative to the document.
        :param headers: ordered ``(name, value)`` pairs, or a mapping of names to values.
        :param body: text goes out as UTF-8 with ``Content-Type: text/plain;charset=UTF-8`` unless one is given; bytes
            add no header.
        :param keepalive: accepted; it has no influence on CORS.
        :param use_cors_preflight: always ask first, as an ``XMLHttpRequest`` with upload listeners does.
        :raises RequestError: script could not construct the request; nothing was sent.
        :raises NotModelled: ``integrity`` or ``referrer`` was given, or no app is known at that URL.
        """
        if integrity:
            raise NotModelled("subresource integrity (integrity=)")
        if referrer is not None:
            raise NotModelled("a referrer other than the document's (referrer=)")
        # Most are lists, and to ask whether something is a mapping takes a while.
        if not isinstance(headers, (list, tuple)) and isinstance(headers, Mapping):
            headers = headers.items()
        request = new_request(
            self.client,
            self.browser.profile,
            url,
            method=method,
            headers=headers,
            body=body,
            mode=mode,
            credentials=credentials,
            redirect=redirect,
            cache=cache,
            referrer_policy=referrer_policy,
            use_cors_preflight=use_cors_preflight,
        )
        return self.browser.fetch(request)


@lru_cache(maxsize=1024)
def _document(url: str, top_level_url: str | None, referrer_policy: str) -> Client:
    if referrer_policy not in REFERRER_POLICIES:
        raise InvalidArgument(
            "referrer_policy", referrer_policy, "is not a referrer policy", valid=REFERRER_POLICIES[1:]
        )
    document = _absolute("url", url)
    top = document if top_level_url is None else _absolute("top_level_url", top_level_url)
    return Client(document, document.origin, top.origin, referrer_policy)


def _absolute(argument: str, url: str, base: Url | None = None) -> Url:
    try:
        return parse(url, base)
    except ValueError:
        raise InvalidArgument(argument, url, "is not an absolute URL, such as 'https://app.example.com/'") from None
