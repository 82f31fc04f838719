"""The browsers that hold one test: one of them is the user's, the others are like it but for the profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pytest_cors.browser import Browser
from pytest_cors.contract.check import Check, check
from pytest_cors.contract.model import Case
from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.params import CookieContext, Exchange
from pytest_cors.fetch.url import parse
from pytest_cors.transport.base import Transport


class Panel:
    """Every case is asked of each browser.

    The app is reached once: what one browser has sent, and another sends byte for byte the same, is answered
    from memory. Otherwise the second browser would find the order already placed.

    :param first: what the ``cors_browser`` fixture gave, perhaps signed in.
    :param names: of the profiles that are asked, in this order; none means that of ``first``.
    """

    def __init__(self, first: Browser, names: Sequence[str] = ()) -> None:
        self.first = first
        self._memory = Memory(first.transport)
        self._browsers = tuple(self._named(name) for name in names or (first.profile.name,))

    def _named(self, name: str) -> Browser:
        first = self.first
        if name == first.profile.name:
            return first
        other = Browser(self._memory, profile=name, base_url=first.base_url or None, clock=first.clock, mask=first.mask)
        other.cookies.copy_from(first.cookies)
        return other

    @property
    def names(self) -> tuple[str, ...]:
        """Of the profiles that are asked."""
        return tuple(browser.profile.name for browser in self._browsers)

    def check(self, case: Case) -> tuple[Check, ...]:
        """Ask a case of each browser, in order.

        :raises RequestError: script could not construct such a request.
        :raises InvalidArgument: the route cannot be resolved.
        """
        checks: list[Check] = []
        for browser in self._browsers:
            results = (done.result for done in checks)
            self._memory.recall(exchange for result in results if result for exchange in result.exchanges)
            checks.append(check(browser, case))
        self._memory.recall(())
        return tuple(checks)

    def forget_preflights(self) -> None:
        """Have every browser ask again before its next request, so that a check sees the policy of now."""
        for browser in self._browsers:
            browser.preflight_cache.clear()

    def visit(self, url: str, *, method: str, headers: Iterable[Header], body: bytes) -> HttpResponse:
        """A person goes there, once; the cookies are every browser's."""
        response = self.first.visit(url, method=method, headers=headers, body=body)
        for browser in self._others():
            browser.cookies.copy_from(self.first.cookies)
        return response

    def cookie_header(self, url: str) -> str:
        """The cookies that a person who visits a URL sends along."""
        target = parse(url)
        context = CookieContext(target, None, (target,), "GET", self.first.clock())
        return self.first.cookies.cookie_header(context, [])

    def set_cookie(self, url: str, set_cookie: str) -> None:
        """Put a cookie into every browser.

        :raises InvalidArgument: one of them would refuse it.
        """
        for browser in (self.first, *self._others()):
            why = browser.set_cookie(url, set_cookie)
            if why is not None:
                reason = f"is a cookie that {browser.profile.name} refuses from {url}: {why}"
                raise InvalidArgument("cookie", set_cookie, reason)

    def _others(self) -> tuple[Browser, ...]:
        return tuple(browser for browser in self._browsers if browser is not self.first)


class Memory:
    """A transport that knows some answers already, and asks another for the rest.

    :param live: the other.
    """

    def __init__(self, live: Transport) -> None:
        self._live = live
        self._known: list[Exchange] = []
        self.origins: tuple[str, ...] = tuple(getattr(live, "origins", ()))

    def recall(self, exchanges: Iterable[Exchange]) -> None:
        """Know these, and no others; each is good for one answer."""
        self._known = list(exchanges)

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """The known answer to exactly this request, else a new one."""
        for index, known in enumerate(self._known):
            if _wire(known.request) == _wire(request):
                return self._known.pop(index).response
        return self._live.send(request)

    def app_at(self, url: str) -> object:
        """The app behind a URL, if there is one to be known."""
        find = getattr(self._live, "app_at", None)
        return None if find is None else find(url)


def _wire(request: HttpRequest) -> tuple[object, ...]:
    return request.method, request.url, tuple(request.headers), request.body
