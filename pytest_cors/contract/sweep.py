"""The cells of a contract, asked of browsers: many, cheaply, and without doing any harm.

Each cell is asked as if it were the only one: with the cookies that the user's browser has, and without any
memory of preflights. What would be the same bytes on the wire is sent once, whichever cell of a route or browser it is
for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.contract.cell import Cell, CellResult
from pytest_cors.contract.check import page_url, resolve
from pytest_cors.contract.judge import Judgement, judge, seems_to_have_effects
from pytest_cors.contract.question import Question
from pytest_cors.errors import NotModelled, RequestError, TransportError
from pytest_cors.fetch.construct import new_request
from pytest_cors.fetch.headers import contains
from pytest_cors.fetch.http import Header, HttpRequest, HttpResponse
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.url import Url
from pytest_cors.transport.base import Transport

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})

NOT_SENT = "not sent, because it may have effects"

MOST_REMEMBERED = 8 * 1024 * 1024
"""Bytes of bodies; what has more is asked of a route anew for the next page."""

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
        self._remembered = 0
        self._url = self._origin = ""
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
                if type(response.body) is bytes:
                    self._remembered += len(response.body)
        self.set_a_cookie = self.set_a_cookie or contains(response.headers, "set-cookie")
        return response

    def turn_to(self, cell: Cell) -> None:
        """Be ready for the requests of a cell: those of another route can be none that is known."""
        question = cell.question
        self.hold_all = question.method in {"GET", "HEAD"} and seems_to_have_effects(cell.route)
        if cell.url != self._url or (question.origin != self._origin and self._remembered > MOST_REMEMBERED):
            self.forget()
        self._url, self._origin = cell.url, question.origin

    def forget(self) -> None:
        """Forget every answer."""
        self._known.clear()
        self._remembered = 0

    def app_at(self, url: str) -> object:
        """The app behind a URL, if there is one to be known."""
        find = getattr(self._live, "app_at", None)
        return None if find is None else find(url)


class Sweep:
    """Asks cells of one browser or several.

    :param first: what the ``cors_browser`` fixture gave, perhaps signed in; it is left as it is.
    :param names: of the profiles that are asked, in this order; none means that of ``first``.
    :param careful: asks the app; it may have asked for other cells before.
    :param requests: those of other routes, as ``Plan.requests`` keeps them; they become more.
    """

    def __init__(
        self,
        first: Browser,
        names: Sequence[str] = (),
        *,
        careful: Careful,
        requests: dict[tuple[str, Question], Request] | None = None,
    ) -> None:
        self._first = first
        self._careful = careful
        self._requests = {} if requests is None else requests
        self._browsers = tuple(self._like_the_first(name) for name in names or (first.profile.name,))
        self._controls: dict[tuple[str, Question], FetchResult | None] = {}
        self._urls: dict[str, str] = {}
        self._url_lists: dict[str, tuple[Url, ...]] = {}
        self._route = ""

    def _like_the_first(self, name: str) -> Browser:
        first = self._first
        browser = Browser(self._careful, profile=name, base_url=first.base_url or None, clock=first.clock)
        browser.cookies.copy_from(first.cookies)
        return browser

    def ask(self, cell: Cell) -> Iterator[CellResult]:
        """What comes of a cell, in each browser."""
        if cell.url != self._route:
            self._route = cell.url
            self._controls.clear()
            self._urls.clear()
            self._url_lists.clear()
        self._careful.turn_to(cell)
        for browser in self._browsers:
            yield self._ask(browser, cell)

    def _ask(self, browser: Browser, cell: Cell) -> CellResult:
        started = perf_counter()
        result: FetchResult | None = None
        url = self._url(browser, cell)
        try:
            result = self._fetch(browser, self._request(browser, cell.question, url))
        except (NotModelled, RequestError) as error:
            judgement = Judgement("not modelled", (str(error),))
        else:
            held = self._careful.held
            judgement = judge(cell, result, held_back=held, control=lambda: self._control(browser, cell))
        held_back = self._careful.held and result is not None and result.reason is not None
        seconds = perf_counter() - started
        state, why, cause = judgement
        return CellResult(cell, browser.profile.name, url, state, why, cause, result, held_back, seconds)

    def _url(self, browser: Browser, cell: Cell) -> str:
        """The URL that is asked for, of which the page decides no more than the scheme."""
        origin = cell.question.origin
        scheme = origin.partition(":")[0]
        url = self._urls.get(scheme)
        if url is None:
            url = self._urls[scheme] = resolve(browser, cell.url, page_origin=origin)
        return url

    def _request(self, browser: Browser, question: Question, url: str) -> Request:
        """What script asks for; from one route to the next, it is only the URL that is another."""
        key = (browser.profile.name, question)
        known, url_list = self._requests.get(key), self._url_lists.get(url)
        if known is not None and url_list is not None:
            return known.moved_to(url_list)
        origin = question.origin
        request = new_request(
            browser.page(page_url(origin), sandboxed=origin == "null").client,
            browser.profile,
            url,
            method=question.method,
            headers=question.headers,
            body=question.body,
            credentials=question.credentials,
        )
        self._requests[key], self._url_lists[url] = request, request.url_list
        return request

    def _fetch(self, browser: Browser, request: Request) -> FetchResult:
        self._careful.held = False
        browser.preflight_cache.clear()
        if self._careful.set_a_cookie:
            self._careful.set_a_cookie = False
            for each in self._browsers:
                each.cookies.copy_from(self._first.cookies)
        return browser.fetch(request)

    def _control(self, browser: Browser, cell: Cell) -> FetchResult | None:
        """What a page gets that may make the same request; asked once."""
        control = cell.question.control
        if control is None:
            return None
        key = (browser.profile.name, control)
        if key not in self._controls:
            held = self._careful.held
            try:
                url = self._url(browser, cell._replace(question=control))
                self._controls[key] = self._fetch(browser, self._request(browser, control, url))
            except (NotModelled, RequestError):
                self._controls[key] = None
            self._careful.held = held
        return self._controls[key]
