"""The server's side of WSGI: call an app, learn its status and headers, take its body.

What an app does wrong is answered as a production server would: an exception before the first byte makes a
plain 500, without any header that the app had in mind; a later one cuts the body. What no server could send
is a mistake of the app, and said so.

Source: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any

from pytest_cors.fetch.http import HeaderLines, HttpResponse
from pytest_cors.transport.base import Environ, WsgiApp
from pytest_cors.transport.head import WsgiMistake, head, shown
from pytest_cors.transport.stream import MOST_BYTES, StreamBody, checked_chunk, close_iterable
from pytest_cors.transport.visit import Visit

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

# https://fetch.spec.whatwg.org/#null-body-status, without 101 and 103, which end no exchange
NULL_BODY_STATUSES = frozenset({204, 205, 304})

# Streams that may wait for something to happen before they say anything: their first chunk is not waited for.
WAITING_TYPES = ("text/event-stream", "multipart/x-mixed-replace")

SEQUENCES = frozenset({list, tuple})

_NO_LINE = ("",)


class StartResponse:
    """The ``start_response`` of one exchange, and what it was told.

    :param chunks: the body so far: what ``write()`` was given, then what the app yielded.
    """

    __slots__ = ("chunks", "headers", "status")

    def __init__(self) -> None:
        self.status: Any = None
        self.headers: Any = None
        self.chunks: list[bytes] = []

    def __call__(self, status: object, headers: object, exc_info: ExcInfo | None = None, /) -> Callable[[bytes], None]:
        """Take the status and the headers; hand out ``write()``."""
        if exc_info:
            try:
                if any(self.chunks):  # other headers are on the wire already
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        elif self.status is not None:
            raise WsgiMistake("it called start_response twice, the second time without exc_info")
        self.status = status
        self.headers = headers
        return self._write

    def _write(self, data: bytes) -> None:
        self.chunks.append(checked_chunk(data))


def respond(app: WsgiApp, environ: Environ, method: str, visit: Visit) -> HttpResponse:
    """Let the app answer, and take as much of its body as is sure to end.

    :raises WsgiMistake: the app does not keep to the protocol.
    """
    start = StartResponse()
    chunks = start.chunks
    iterable: Iterable[bytes] = ()
    failure: Exception | None = None
    try:
        iterable = app(environ, start)
        iterator = _iterator(iterable)
        if start.status is None:
            _pull_until_started(iterator, start)
        status, reason, headers = head(start.status, start.headers)
        left = _length(iterable, headers)
        if method == "HEAD" or status in NULL_BODY_STATUSES:
            chunks.clear()
        elif left is None:
            if _pull_first_chunk(iterator, headers, chunks):
                return HttpResponse(status, headers, StreamBody(chunks, iterator, iterable, visit), reason)
        else:
            left -= sum(map(len, chunks)) if chunks else 0
            for chunk in iterator:
                chunks.append(chunk if type(chunk) is bytes else checked_chunk(chunk))
                left -= len(chunk)
                if left < 0:
                    break
            if left < 0:  # a server sends no more than was declared
                chunks[:] = [b"".join(chunks)[:left]]
    except Exception as exception:  # noqa: BLE001 - whatever the app raises is part of the answer
        failure = exception
    except BaseException:
        close_iterable(iterable)
        raise
    late_failure = close_iterable(iterable)
    if failure is not None:
        return _failed(start, method, failure)
    return HttpResponse(status, headers, b"".join(chunks), reason, late_failure)


def internal_server_error(error: Exception, method: str) -> HttpResponse:
    """What a production server says for an app that raised: nothing that the app had in mind."""
    body = b"Internal Server Error"
    headers = (("Content-Type", "text/plain"), ("Content-Length", str(len(body))))
    return HttpResponse(500, headers, b"" if method == "HEAD" else body, "Internal Server Error", error)


def _failed(start: StartResponse, method: str, failure: Exception) -> HttpResponse:
    if isinstance(failure, WsgiMistake):
        raise failure
    if not any(start.chunks):
        return internal_server_error(failure, method)
    status, reason, headers = head(start.status, start.headers)
    return HttpResponse(status, headers, b"".join(start.chunks), reason, failure)


def _iterator(returned: Any) -> Iterator[bytes]:
    if not isinstance(returned, (str, bytes)):  # both can be iterated, and yield what is no chunk
        try:
            return iter(returned)
        except TypeError:
            pass
    raise WsgiMistake(f"it returned {shown(returned)}, not an iterable of bytes objects")


def _pull_until_started(iterator: Iterator[bytes], start: StartResponse) -> None:
    """An app that is a generator calls ``start_response`` when it is asked for its first chunk."""
    for chunk in iterator:
        start.chunks.append(checked_chunk(chunk))
        if start.status is not None:
            return
        if chunk:
            raise WsgiMistake("it sent a body before it called start_response")
    if start.status is None:
        raise WsgiMistake("it never called start_response")


def _length(iterable: Iterable[bytes], headers: HeaderLines) -> int | None:
    """How many bytes of a body there are at most; None when it may not end, or not soon."""
    if type(iterable) in SEQUENCES:
        return sys.maxsize
    declared = headers.by_name.get("content-length", _NO_LINE)[0]
    return int(declared) if declared.isdecimal() and int(declared) <= MOST_BYTES else None


def _pull_first_chunk(iterator: Iterator[bytes], headers: HeaderLines, chunks: list[bytes]) -> bool:
    """A server keeps the headers back until it has a chunk, and an app that raises before it loses them."""
    if any(chunks) or headers.by_name.get("content-type", _NO_LINE)[0].lower().startswith(WAITING_TYPES):
        return True
    for chunk in iterator:
        chunks.append(checked_chunk(chunk))
        if chunk:
            return True
    return False
