"""What crosses the wire: one request, one response. The engine yields the first and receives the second.

Every string here is *isomorphic*: one character is one byte (latin-1), as the Fetch Standard treats header
values and as WSGI does. Header lists are ordered, keep the case they were given in, and keep repeated lines apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from typing_extensions import Self

Header = tuple[str, str]
HeaderList = Sequence[Header]


class HeaderLines(tuple[Header, ...]):  # noqa: SLOT001  a subclass of tuple can have none
    """A header list that was looked through once: a browser asks a response for a dozen names, most of them in vain.

    :param by_name: the lines of each header, its name in lower case, values stripped of outer tabs and spaces.
    :param combined: the same lines joined by a comma and a space.
    """

    by_name: Mapping[str, tuple[str, ...]]
    combined: Mapping[str, str]

    def __init__(self, _: Iterable[Header]) -> None:
        by_name: dict[str, tuple[str, ...]] = {}
        for name, value in self:
            low = name.lower()
            by_name[low] = (*by_name.get(low, ()), value.strip(" \t"))
        self.by_name = by_name
        self.combined = {name: ", ".join(lines) for name, lines in by_name.items()}


class Body(Protocol):
    """A response body that is read only when somebody asks for it."""

    def read(self) -> bytes:
        """All of it, up to the transport's cap; the same bytes when asked again."""

    def close(self) -> None:
        """Let go of it unread. Harmless when repeated."""


class HttpRequest(NamedTuple):
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


class _HttpResponse(NamedTuple):
    status: int
    headers: HeaderLines
    body: bytes | Body
    reason: str
    error: BaseException | None


class HttpResponse(_HttpResponse):
    """One response as a browser receives it.

    :param status: 100 to 599.
    :param headers: ordered ``(name, value)`` pairs, repeated lines kept apart; kept as ``HeaderLines``.
    :param body: the bytes, or a ``Body`` that is read only when script asks for it.
    :param reason: the reason phrase, such as ``"Not Found"``.
    :param error: the exception that the application raised while it made this response, for the story.
    """

    __slots__ = ()

    def __new__(
        cls,
        status: int,
        headers: HeaderList = (),
        body: bytes | Body = b"",
        reason: str = "",
        error: BaseException | None = None,
    ) -> Self:
        """Look through the headers, unless somebody has."""
        lines = headers if type(headers) is HeaderLines else HeaderLines((name, value) for name, value in headers)
        return tuple.__new__(cls, (status, lines, body, reason, error))
