"""What crosses the wire: one request, one response. The engine yields the first and receives the second.

Every string here is *isomorphic*: one character is one byte (latin-1), as the Fetch Standard treats header
values and as WSGI does. Header lists are ordered, keep the case they were given in, and keep repeated lines apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Header = tuple[str, str]
HeaderList = Sequence[Header]


class HeaderLines(tuple[Header, ...]):  # noqa: SLOT001  a subclass of tuple can have none
    """A header list that was looked through once: a browser asks a response for a dozen names, most of them in vain.

    :param by_name: the lines of each header, its name in lower case, values stripped of outer tabs and spaces.
    """

    by_name: Mapping[str, tuple[str, ...]]

    def __init__(self, _: Iterable[Header]) -> None:
        by_name: dict[str, tuple[str, ...]] = {}
        for name, value in self:
            low = name.lower()
            by_name[low] = (*by_name.get(low, ()), value.strip(" \t"))
        self.by_name = by_name


class Body(Protocol):
    """A response body that is read only when somebody asks for it."""

    def read(self) -> bytes:
        """All of it, up to the transport's cap; the same bytes when asked again."""

    def close(self) -> None:
        """Let go of it unread. Harmless when repeated."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as a server receives it.

    :param method: a token such as ``"GET"``, case kept.
    :param url: absolute, serialised by the URL Standard, without fragment and user info.
    :param headers: ordered ``(name, value)`` pairs; ``Host`` and ``Content-Length`` are the transport's to add.
    :param body: the bytes, empty when there are none.
    """

    method: str
    url: str
    headers: HeaderList = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One response as a browser receives it.

    :param status: 100 to 599.
    :param headers: ordered ``(name, value)`` pairs, repeated lines kept apart; kept as ``HeaderLines``.
    :param body: the bytes, or a ``Body`` that is read only when script asks for it.
    :param reason: the reason phrase, such as ``"Not Found"``.
    :param error: the exception that the application raised while it made this response, for the story.
    """

    status: int
    headers: HeaderList = ()
    body: bytes | Body = b""
    reason: str = ""
    error: BaseException | None = None

    def __post_init__(self) -> None:
        if type(self.headers) is not HeaderLines:
            object.__setattr__(self, "headers", HeaderLines((name, value) for name, value in self.headers))
