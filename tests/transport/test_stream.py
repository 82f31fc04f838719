"""Bodies that may not end: the verdict is known at the headers, and nothing hangs."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pytest_cors.transport import HttpRequest, HttpResponse, WsgiTransport, stream
from pytest_cors.transport.stream import StreamBody

GET = HttpRequest("GET", "https://api.example.com/")


class Source:
    """An app that streams, and what became of it."""

    def __init__(self, chunks: Any, *, content_type: str = "text/plain", close_error: Exception | None = None):
        self.chunks = chunks
        self.headers = [("Content-Type", content_type)]
        self.close_error = close_error
        self.pulled = 0
        self.closed = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", self.headers)
        return Reader(self)


class Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.iterator = iter(source.chunks() if callable(source.chunks) else source.chunks)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.source.pulled += 1
        return next(self.iterator)

    def close(self) -> None:
        self.source.closed += 1
        if self.source.close_error is not None:
            raise self.source.close_error


def endless() -> Iterator[bytes]:
    while True:
        yield b"data: tick\n\n"


def opened(transport: WsgiTransport) -> tuple[HttpResponse, StreamBody]:
    response = transport.send(GET)
    assert isinstance(response.body, StreamBody)
    return response, response.body


def test_a_stream_is_left_at_its_first_chunk() -> None:
    source = Source([b"", b"", b"a", b"b", b"c"])
    response, body = opened(WsgiTransport(source))
    assert (response.status, response.error) == (200, None)
    assert (source.pulled, source.closed) == (3, 0)
    assert body.read() == b"abc"
    assert source.closed == 1


def test_a_stream_without_a_chunk_is_an_empty_body() -> None:
    source = Source([b""])
    assert WsgiTransport(source).send(GET).body == b""
    assert source.closed == 1


@pytest.mark.parametrize(
    "content_type",
    ["text/event-stream", "Text/Event-Stream; charset=utf-8", "multipart/x-mixed-replace; boundary=x"],
)
def test_an_event_stream_is_not_waited_for(content_type: str) -> None:
    source = Source(endless, content_type=content_type)
    transport = WsgiTransport(source)
    opened(transport)
    assert source.pulled == 0
    transport.close()
    assert source.closed == 1


def test_reading_twice_gives_the_same() -> None:
    source = Source([b"a", b"b"])
    _, body = opened(WsgiTransport(source))
    assert body.read() is body.read()
    assert source.closed == 1


def test_a_stream_that_was_closed_has_what_had_come() -> None:
    source = Source([b"a", b"b"])
    _, body = opened(WsgiTransport(source))
    body.close()
    body.close()
    assert (body.read(), source.closed, source.pulled) == (b"a", 1, 1)


def test_the_next_exchange_closes_the_last_stream() -> None:
    source = Source(endless)
    transport = WsgiTransport(source)
    held = opened(transport)
    opened(transport)
    assert (source.closed, held[1].read()) == (1, b"data: tick\n\n")
    transport.close()
    transport.close()
    assert source.closed == 2


def test_a_stream_that_nobody_wants_is_closed() -> None:
    source = Source(endless)
    opened(WsgiTransport(source))
    gc.collect()
    assert source.closed == 1


def test_an_endless_stream_is_read_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_BYTES", 100)
    source = Source(endless)
    _, body = opened(WsgiTransport(source))
    assert body.read() == b"data: tick\n\n" * 9
    assert source.closed == 1


def test_a_slow_stream_is_read_for_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_SECONDS", 0.05)

    def slow() -> Iterator[bytes]:
        while True:
            yield b"x"
            time.sleep(0.02)

    _, body = opened(WsgiTransport(Source(slow)))
    started = time.monotonic()
    assert 2 <= len(body.read()) <= 5
    assert time.monotonic() - started < 4


def test_the_limits_are_those_that_are_documented() -> None:
    assert (stream.MOST_BYTES, stream.MOST_SECONDS) == (16 * 1024 * 1024, 5.0)


def test_an_exception_while_reading_ends_the_body() -> None:
    error = ZeroDivisionError("oops")

    def broken() -> Iterator[bytes]:
        yield b"a"
        yield b"b"
        raise error

    source = Source(broken)
    response, body = opened(WsgiTransport(source))
    assert body.read() == b"ab"
    assert (body.error, response.error, source.closed) == (error, None, 1)


def test_a_chunk_that_is_no_bytes_ends_the_body() -> None:
    _, body = opened(WsgiTransport(Source([b"a", "b", b"c"])))
    assert body.read() == b"a"
    assert "body holds str 'b'; a chunk must be bytes" in str(body.error)


def test_an_exception_of_close_is_kept() -> None:
    error = ZeroDivisionError("oops")
    _, body = opened(WsgiTransport(Source([b"a", b"b"], close_error=error)))
    body.close()
    assert body.error is error


def test_an_app_that_is_a_generator_streams_too() -> None:
    pulled: list[bytes] = []

    def app(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        for chunk in (b"a", b"b"):
            pulled.append(chunk)
            yield chunk

    _, body = opened(WsgiTransport(app))
    assert pulled == [b"a"]
    assert body.read() == b"ab"


def test_a_big_declared_body_is_left_for_later() -> None:
    source = Source([b"a", b"b"])
    source.headers.append(("Content-Length", str(stream.MOST_BYTES + 1)))
    _, body = opened(WsgiTransport(source))
    assert (source.pulled, body.read()) == (1, b"ab")
