"""What somebody declared: a fetch that a page makes, and what is expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pytest_cors.fetch.http import Header
from pytest_cors.fetch.request import CredentialsMode

Word = Literal["allowed", "denied"]

WORDS: tuple[str, ...] = get_args(Word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must come of a fetch. Everything but the word is optional.

    :param word: ``"allowed"``: script gets the response. ``"denied"``: it gets a network error.
    :param reasons: codes of which one must be the reason. Not empty ⇒ word is ``"denied"``.
    :param status: of the response that script gets. Given ⇒ word is ``"allowed"``.
    :param exposes: names of response headers that script can read. Not empty ⇒ word is ``"allowed"``.
    :param max_age: for how many seconds at least the browser keeps the preflight's answer.
        Given ⇒ word is ``"allowed"``.
    :param preflight: whether there is one.
    :param sent: whether the request itself reaches the app, a preflight not counted.
    """

    word: Word
    reasons: tuple[str, ...] = ()
    status: int | None = None
    exposes: tuple[str, ...] = ()
    max_age: float | None = None
    preflight: bool | None = None
    sent: bool | None = None

    def clauses(self) -> Iterator[str]:
        """What was declared besides the word, as a person would say it."""
        if self.status is not None:
            yield f"status {self.status}"
        if self.reasons:
            yield f"reason {' or '.join(self.reasons)}"
        if self.exposes:
            yield f"exposes {', '.join(self.exposes)}"
        if self.max_age is not None:
            yield f"max_age {self.max_age:.10g}"
        if self.preflight is not None:
            yield "with a preflight" if self.preflight else "without a preflight"
        if self.sent is not None:
            yield "sent to the app" if self.sent else "not sent to the app"

    def __str__(self) -> str:
        return ", ".join((self.word, *self.clauses()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One fetch, by a page on one origin.

    :param route: a path of the app, with its query, or an absolute URL.
    :param method: as script gives it.
    :param origin: of the page, serialised; ``"null"`` is a sandboxed page.
    :param headers: that script sets.
    :param body: a ``str`` is sent as script would send it, with a Content-Type of its own.
    :param expectation: None when the fetch is made to see what comes of it.
    """

    route: str
    origin: str
    method: str = "GET"
    headers: tuple[Header, ...] = ()
    body: str | bytes | None = None
    mode: str = "cors"
    credentials: str = "same-origin"
    redirect: str = "follow"
    expectation: Expectation | None = None

    def __str__(self) -> str:
        """What was declared, in a line."""
        names = ", ".join(name for name, _ in self.headers)
        sent = "".join(
            (
                f" with {names}" if names else "",
                f", credentials {self.credentials}" if self.credentials != "same-origin" else "",
            )
        )
        what = f"{self.method} {self.route} from {self.origin}{sent}"
        return what if self.expectation is None else f"{what}: {self.expectation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the markers of one test say together: a whole case, or the defaults for what its body asks.

    :param route: None when no marker names one.
    :param origin: None when every call has to say it.
    :param method: None when nothing was said.
    :param browsers: names of the profiles that hold it; empty when the run's own do.
    :param id: the name that somebody gave to the test.
    """

    route: str | None = None
    origin: str | None = None
    method: str | None = None
    headers: tuple[Header, ...] = ()
    credentials: CredentialsMode | None = None
    expectation: Expectation | None = None
    browsers: tuple[str, ...] = ()
    id: str | None = None

    def case(self) -> Case:
        """The case of a declaration that has a route and an origin."""
        assert self.route is not None, "a declaration without a route is no case"
        assert self.origin is not None, "a route without an origin is refused when it is read"
        return Case(
            route=self.route,
            origin=self.origin,
            method=self.method or "GET",
            headers=self.headers,
            credentials=self.credentials or "same-origin",
            expectation=self.expectation,
        )
