"""The story of a check as plain values: what a report shows when somebody opens a cell.

Everything is masked already: no value in here is a credential, and a report need not know what one is. It is not
inert, though: a header may hold markup, controls and any other character up to U+00FF, so a report has to escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["allowed", "denied", "not modelled"]
Place = Literal["header", "status", "url"]

LONGEST_VALUE = 4000
"""Characters of one header value, URL or message that are kept; what follows is told by its length."""


@dataclass(frozen=True, slots=True, order=True)
class RecordedHeader:
    """One line of a header, as it crossed the wire.

    :param name: as it was written.
    :param value: one character a byte, without spaces around it; masked if it is a credential; cut after
        4000 characters.
    :param matters: a person who asks about CORS wants to see it; the others are what any server and browser send.
    """

    name: str
    value: str
    matters: bool = True


@dataclass(frozen=True, slots=True, order=True)
class RecordedExchange:
    """One request that reached a server.

    :param kind: ``"preflight"`` or ``"request"``.
    :param status: of the answer.
    :param phrase: behind the status; empty when the server sent none and there is no usual one.
    :param request_headers: in order; none unless stories were asked for.
    :param response_headers: as they are; all of them when every exchange was asked for, else those that matter.
    :param body_size: of the request, in bytes.
    """

    kind: str
    method: str
    url: str
    status: int
    phrase: str = ""
    request_headers: tuple[RecordedHeader, ...] = ()
    response_headers: tuple[RecordedHeader, ...] = ()
    body_size: int = 0


@dataclass(frozen=True, slots=True, order=True)
class RecordedKept:
    """How long a browser keeps a preflight's answer.

    :param seconds: after its cap; 0 when it asks again each time.
    """

    browser: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """A part of what decided, to be highlighted.

    :param line: which of the lines of that header, from 0; 0 for a status or a URL.
    :param start: of the part, in the value as it was recorded.
    :param end: after it; the same as ``start`` for what is missing there.
    :param label: what is wrong with it, in a few words; empty for a part that another mark's label is about.
    """

    line: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class RecordedSpot:
    """What decided, on the wire: to be highlighted.

    :param exchange: which one was judged, counted from 0; None when the request was not sent or not answered.
    :param place: where the marks are: in a response header, in the status, or in the URL of a request not sent.
    :param header: the name of the header, which the response may lack; empty elsewhere.
    :param marks: none when the header is missing.
    :param seen: the value that was judged; None when there was none.
    :param wanted: the value that would have passed; empty when the labels say it all.
    """

    exchange: int | None
    place: Place
    header: str
    marks: tuple[RecordedMark, ...]
    seen: str | None
    wanted: str


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """The step of the standard that decided against the page.

    :param anchor: of the algorithm in the standard, such as ``"concept-cors-check"``.
    :param algorithm: its name.
    :param number: of the step, such as ``"4"``; empty where the standard numbers none.
    :param title: what the step demands.
    :param link: where the standard says it.
    """

    anchor: str
    algorithm: str
    number: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class RecordedUnsent:
    """The request that never left, or that nobody answered.

    :param why: as a clause.
    """

    method: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class RecordedConsole:
    """What browsers print in their console.

    :param browsers: those that print exactly this.
    """

    browsers: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class RecordedAdvice:
    """One way out.

    :param text: a sentence, without its full stop; before code it ends in no colon either.
    :param code: lines to write, if that is what helps.
    """

    text: str
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedElsewhere:
    """What another browser decides of the same.

    :param verdict: None when it is not known, because that browser would have asked something else.
    :param code: of the reason, when it is denied.
    """

    browser: str
    verdict: Verdict | None
    code: str | None


@dataclass(frozen=True, slots=True)
class RecordedStory:
    """All that there is to tell of one check.

    :param headline: what happened, in one line: ``"denied[AllowOriginMismatch]: ..."``.
    :param declared: what was declared, in one line; empty when nothing was.
    :param page: the URL of the document.
    :param app: whether the app was reached by a request that was denied; empty when it was allowed.
    :param step: None when the page was allowed in.
    :param spot: what kept the page out; or what let it in although it was declared denied; else None.
    :param cached: before which of the requests, counted from 0 without the preflights, an earlier preflight's answer
        was still good.
    :param unsent: the request that was not sent, or not answered, if that is how it ended.
    :param hidden: names of headers that the response carries and script does not see.
    :param cookies: cookies that did not travel and why, as sentences.
    :param raised: the exception of the app: its type and message, then where it came from, one line each.
    :param consoles: what browsers print.
    :param advices: what to change.
    :param curl: a command that sends the deciding request once more; empty when none was sent.
    :param fetch: a call for the console of the page.
    :param elsewhere: what the other browsers decide; None when it was not looked into.
    """

    headline: str
    declared: str
    page: str
    app: str
    step: RecordedStep | None
    spot: RecordedSpot | None
    cached: tuple[int, ...]
    unsent: RecordedUnsent | None
    hidden: tuple[str, ...]
    cookies: tuple[str, ...]
    raised: tuple[str, ...]
    consoles: tuple[RecordedConsole, ...]
    advices: tuple[RecordedAdvice, ...]
    curl: str
    fetch: str
    elsewhere: tuple[RecordedElsewhere, ...] | None

    def __lt__(self, other: RecordedStory) -> bool:
        """Any fixed order will do; it is asked of two records that are the same in everything else."""
        return repr(self) < repr(other)
