"""A question to the app, asked by a page in a browser, and the answer: what the audit keeps of a fetch.

Thousands are kept while an audit runs, so that no two rules ask the same twice: the headers of each response, and the
verdict, but neither bodies nor traces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytest_cors.browser import FetchResult
from pytest_cors.fetch.headers import get, get_all
from pytest_cors.fetch.http import Header, HeaderList
from pytest_cors.fetch.params import CookieNote, Exchange
from pytest_cors.transport.faults import WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fetch.

    :param url: of the app: absolute, or a path.
    :param origin: of the page, serialised; ``"null"`` is a sandboxed page.
    :param headers: that script sets.
    :param browser: name of the profile; empty is the audit's first.
    :param fault: status with which the view is made to answer; 0 leaves it alone.
    :param cookie: a ``Set-Cookie`` line that a visit to the app was answered with before; empty is none.
    :param added: to its preflight, by browsers of another year than the profiles.
    """

    url: str
    origin: str
    method: str = "GET"
    headers: tuple[Header, ...] = ()
    body: bytes | None = None
    mode: str = "cors"
    credentials: str = "include"
    browser: str = ""
    fault: int = 0
    cookie: str = ""
    added: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One response, without its body.

    :param kind: of the request it answers: ``"preflight"`` or ``"request"``.
    :param request_headers: as they were sent.
    :param headers: as they came.
    :param raised: name of the exception that the app raised, such as ``"KeyError"``; empty when it raised none.
    """

    kind: str
    method: str
    url: str
    status: int
    request_headers: HeaderList
    headers: HeaderList
    raised: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status <= 299

    def header(self, name: str) -> str | None:
        """A header's value, lines joined as a browser joins them; None when it is not there.

        :param name: in lower case.
        """
        return get(self.headers, name)

    def lines(self, name: str) -> tuple[str, ...]:
        """The value of each line of a header.

        :param name: in lower case.
        """
        return tuple(get_all(self.headers, name))

    @property
    def allow_origin(self) -> str | None:
        """Access-Control-Allow-Origin."""
        return self.header("access-control-allow-origin")

    @property
    def allows_credentials(self) -> bool:
        """Whether Access-Control-Allow-Credentials is what a browser takes for a yes."""
        return self.header("access-control-allow-credentials") == "true"

    @property
    def vary(self) -> frozenset[str]:
        """The names in Vary, in lower case; ``*`` is one of them."""
        value = self.header("vary") or ""
        return frozenset(name.strip().lower() for name in value.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    :param reason: the code of the reason why the page was denied; empty when it was not.
    :param parameter: the value that was judged, if there was one.
    :param seen: every response, in order.
    :param held_back: the request itself was not sent, because it may have effects; its preflight was approved then,
        if there was one.
    :param not_modelled: why there is no verdict; empty when there is one.
    :param visible: names of the headers that script may read, in lower case; empty when it read nothing.
    :param max_age: seconds for which the browser keeps what the preflight said; None without a preflight that was
        approved.
    :param cookies: those that did not travel, and why.
    :param faulty: the view did as it was made to.
    """

    question: Question
    reason: str
    parameter: str | None
    seen: tuple[Seen, ...]
    held_back: bool = False
    not_modelled: str = ""
    visible: frozenset[str] = frozenset()
    max_age: float | None = None
    cookies: tuple[CookieNote, ...] = ()
    faulty: bool = False
    tells: bool = False

    @property
    def read(self) -> bool:
        """Whether script got the response of the request itself."""
        return not self.reason and not self.held_back and not self.not_modelled

    @property
    def approved(self) -> bool:
        """Whether the page may do it: it read the response, or its preflight was approved and nothing more was sent."""
        return self.read or (self.held_back and self.preflight is not None)

    @property
    def preflight(self) -> Seen | None:
        """The answer to the first preflight."""
        return next((each for each in self.seen if each.kind == "preflight"), None)

    @property
    def response(self) -> Seen | None:
        """The last answer to a request itself."""
        return next((each for each in reversed(self.seen) if each.kind == "request"), None)

    @property
    def last(self) -> Seen | None:
        """The last answer of any kind."""
        return self.seen[-1] if self.seen else None


def answer_of(
    question: Question,
    result: FetchResult,
    *,
    held_back: bool,
    kept: Callable[[HeaderList], HeaderList],
    faulty: bool = False,
    refused: tuple[CookieNote, ...] = (),
) -> Answer:
    """What is kept of a fetch.

    :param held_back: the request itself was not sent, because it may have effects.
    :param faulty: the view did as it was made to.
    :param refused: cookies that the browser had not taken before.
    :param kept: gives for a header list the one that is kept: equal lists are kept once.
    """
    reason = None if held_back else result.reason
    return Answer(
        question=question,
        reason="" if reason is None else reason.code,
        parameter=None if reason is None else reason.parameter,
        seen=tuple(_seen(exchange, kept) for exchange in result.exchanges),
        held_back=held_back,
        visible=_visible(result),
        max_age=result.max_age,
        cookies=(*refused, *result.cookies),
        faulty=faulty,
        tells=faulty and _tells(result),
    )


def _tells(result: FetchResult) -> bool:
    body = result.exchanges[-1].response.body
    return WORDS.encode() in (body if isinstance(body, bytes) else body.read())


def _visible(result: FetchResult) -> frozenset[str]:
    return frozenset() if result.denied else frozenset(name.lower() for name, _ in result.response.headers)


def _seen(exchange: Exchange, kept: Callable[[HeaderList], HeaderList]) -> Seen:
    request, response = exchange.request, exchange.response
    error = response.error
    return Seen(
        kind=exchange.kind,
        method=request.method,
        url=request.url,
        status=response.status,
        request_headers=kept(tuple(request.headers)),
        headers=kept(tuple(response.headers)),
        raised="" if error is None else type(error).__name__,
    )
