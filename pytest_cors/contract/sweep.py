"""The cells of a contract, asked of browsers: many, cheaply, and without doing any harm.

Each cell is asked as if it were the only one: with the cookies that the user's browser has, and without any
memory of preflights. What would be the same bytes on the wire is sent once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.browser.browser import Page
from pytest_cors.contract.cell import Cell, CellResult
from pytest_cors.contract.check import page_url, resolve
from pytest_cors.contract.judge import Judgement, judge, seems_to_have_effects
from pytest_cors.contract.model import Case
from pytest_cors.errors import NotModelled, RequestError, TransportError
from pytest_cors.fetch.headers import contains
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.transport.base import Transport

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})

NOT_SENT = "not sent, because it may have effects"

_Wire = tuple[str, str, tuple[Header, ...], bytes]


class Careful:
    """A transport that sends nothing that may have effects, and nothing twice.

    :param live: the one that sends.
    :param send_all: methods other than GET, HEAD and OPTIONS are sent, too.
    """

    def __init__(self, live: Transport, *, send_all: bool) -> None:
        self._live = live
        self._send_all = send_all
        self._known: dict[_Wire, HttpResponse] = {}
        self.origins: tuple[str, ...] = tuple(getattr(live, "origins", ()))
        self.hold_all = False
        self.held = False
        self.set_a_cookie = False

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """The answer to a harmless request.

        :raises TransportError: it is held back.
        """
        if not self._send_all and (request.method not in HARMLESS or (self.hold_all and request.method != "OPTIONS")):
            self.held = True
            raise TransportError(NOT_SENT)
        wire = (request.method, request.url, tuple(request.headers), request.body)
        response = self._known.get(wire)
        if response is None:
            response = self._live.send(request)
            if request.method in HARMLESS:
                self._known[wire] = response
            self.set_a_cookie = self.set_a_cookie or contains(response.headers, "set-cookie")
        return response

    def forget(self) -> None:
        """Forget every answer."""
        self._known.clear()

    def app_at(self, url: str) -> object:
        """The app behind a URL, if there is one to be known."""
        find = getattr(self._live, "app_at", None)
        return None if find is None else find(url)


class Sweep:
    """Asks cells of one browser or several.

    :param first: what the ``cors_browser`` fixture gave, perhaps signed in; it is left as it is.
    :param names: of the profiles that are asked, in this order; none means that of ``first``.
    :param send_all: requests that may have effects are sent, too.
    """

    def __init__(self, first: Browser, names: Sequence[str] = (), *, send_all: bool = False) -> None:
        self._first = first
        self._transport = Careful(first.transport, send_all=send_all)
        self._browsers = tuple(self._like_the_first(name) for name in names or (first.profile.name,))
        self._pages: dict[tuple[str, str], Page] = {}
        self._controls: dict[tuple[str, int], FetchResult | None] = {}
        self._urls: dict[tuple[str, str], str] = {}
        self._origin = ""

    def _like_the_first(self, name: str) -> Browser:
        first = self._first
        browser = Browser(self._transport, profile=name, base_url=first.base_url or None, clock=first.clock)
        browser.cookies.copy_from(first.cookies)
        return browser

    def ask(self, cell: Cell) -> Iterator[CellResult]:
        """What comes of a cell, in each browser."""
        for browser in self._browsers:
            yield self._ask(browser, cell)

    def _ask(self, browser: Browser, cell: Cell) -> CellResult:
        started = perf_counter()
        case = cell.case
        url = ""
        result: FetchResult | None = None
        if case.origin != self._origin:
            # Only requests of one origin can be the same.
            self._transport.forget()
            self._origin = case.origin
        self._transport.hold_all = case.method in {"GET", "HEAD"} and seems_to_have_effects(cell.route)
        try:
            url = self._url(browser, case)
            result = self._fetch(browser, case, url)
        except (NotModelled, RequestError) as error:
            judgement = Judgement("not modelled", (str(error),))
        else:
            held = self._transport.held
            judgement = judge(cell, result, held_back=held, control=lambda: self._control(browser, cell))
        return CellResult(
            cell=cell,
            browser=browser.profile.name,
            url=url,
            state=judgement.state,
            why=judgement.why,
            cause=judgement.cause,
            result=result,
            held_back=result is not None and result.reason is not None and self._transport.held,
            seconds=perf_counter() - started,
        )

    def _url(self, browser: Browser, case: Case) -> str:
        key = (case.route, case.origin)
        url = self._urls.get(key)
        if url is None:
            url = self._urls[key] = resolve(browser, case.route, page_origin=case.origin)
        return url

    def _fetch(self, browser: Browser, case: Case, url: str) -> FetchResult:
        self._transport.held = False
        browser.preflight_cache.clear()
        if self._transport.set_a_cookie:
            self._transport.set_a_cookie = False
            for each in self._browsers:
                each.cookies.copy_from(self._first.cookies)
        return self._page(browser, case.origin).fetch(
            url, method=case.method, headers=case.headers, body=case.body, credentials=case.credentials
        )

    def _page(self, browser: Browser, origin: str) -> Page:
        key = (browser.profile.name, origin)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = browser.page(page_url(origin), sandboxed=origin == "null")
        return page

    def _control(self, browser: Browser, cell: Cell) -> FetchResult | None:
        """What a page gets that may make the same request; asked once."""
        control = cell.control
        key = (browser.profile.name, id(control))
        if control is None or key in self._controls:
            return self._controls.get(key)
        url = self._url(browser, control)
        held = self._transport.held
        try:
            self._controls[key] = self._fetch(browser, control, url)
        except (NotModelled, RequestError):
            self._controls[key] = None
        self._transport.held = held
        return self._controls[key]
