"""A response body that is read only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic

from pytest_cors.transport.head import WsgiMistake, shown
from pytest_cors.transport.visit import Visit

# A script that reads an endless stream would wait for ever; a test gets what came until one of these.
MOST_BYTES = 16 * 1024 * 1024
MOST_SECONDS = 5.0


class StreamBody:
    """The body of a response that may not end.

    :param chunks: what has come already.
    :param iterator: what is still to come.
    :param iterable: what the app returned, and wants closed.
    :param visit: the surroundings in which the app's code runs.
    """

    __slots__ = ("_chunks", "_is_open", "_iterable", "_iterator", "_visit", "error")

    def __init__(self, chunks: list[bytes], iterator: Iterator[bytes], iterable: Iterable[bytes], visit: Visit) -> None:
        self.error: Exception | None = None
        self._chunks = chunks
        self._iterator = iterator
        self._iterable = iterable
        self._visit = visit
        self._is_open = True

    def read(self) -> bytes:
        """All of it, up to ``MOST_BYTES`` and ``MOST_SECONDS``; what had come, if it was closed before.

        An exception of the app ends the body, as a lost connection would, and is kept in ``error``. A chunk
        that never comes is waited for: there is no second thread that could give up.
        """
        if self._is_open:
            self._visit.run(self._drain)
            self.close()
        if len(self._chunks) != 1:
            self._chunks[:] = [b"".join(self._chunks)]
        return self._chunks[0]

    def close(self) -> None:
        """Let go of it. Harmless when repeated."""
        if self._is_open:
            self._is_open = False
            failures = self.error, self._visit.run(close_iterable, self._iterable), self._visit.leave()
            self.error = next(filter(None, failures), None)

    def __del__(self) -> None:
        # A generator that is collected unclosed ends in whatever context is current, and pops what is not its
        # own.
        self.close()

    def _drain(self) -> None:
        left = MOST_BYTES - sum(map(len, self._chunks))
        deadline = monotonic() + MOST_SECONDS
        try:
            for chunk in self._iterator:
                self._chunks.append(checked_chunk(chunk))
                left -= len(chunk)
                if left <= 0 or monotonic() >= deadline:
                    break
        except Exception as exception:  # noqa: BLE001 - whatever the app raises is part of the answer
            self.error = exception


def checked_chunk(chunk: bytes) -> bytes:
    """The chunk itself.

    :raises WsgiMistake: it is not bytes.
    """
    if isinstance(chunk, bytes):
        return chunk
    raise WsgiMistake(f"its body holds {shown(chunk)}; a chunk must be bytes")


def close_iterable(iterable: object) -> Exception | None:
    """Close what the app returned. Answers with what that raised."""
    close = getattr(iterable, "close", None)
    if close is None:
        return None
    try:
        close()
    except Exception as exception:  # noqa: BLE001 - whatever the app raises is part of the answer
        return exception
    return None
