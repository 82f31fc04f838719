"""WSGI as a server sees it: what an app may do, what it must not, and what becomes of its exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.validate import validator

import pytest

from pytest_cors.errors import TransportError
from pytest_cors.transport import HttpRequest, HttpResponse, WsgiTransport

OK = "200 OK"


def ask(app: Any, method: str = "GET", body: bytes = b"") -> HttpResponse:
    return WsgiTransport(app).send(HttpRequest(method, "https://api.example.com/", (), body))


def answering(status: Any = OK, headers: Any = (), body: Any = (b"body",)) -> Any:
    def app(environ: Any, start_response: Any) -> Any:
        start_response(status, headers if headers != () else [])
        return body

    return app


class Closing:
    """An iterable that remembers whether it was closed."""

    def __init__(self, chunks: Iterable[bytes], error: Exception | None = None) -> None:
        self.iterator = iter(chunks)
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return self.iterator

    def close(self) -> None:
        self.closed += 1
        if self.error is not None:
            raise self.error


def raising(error: BaseException, *before: bytes) -> Iterator[bytes]:
    yield from before
    raise error


def test_the_answer_of_an_app() -> None:
    response = ask(answering("404 Not Found", [("Content-Type", "text/plain"), ("X", "1")], [b"no", b"pe"]))
    assert (response.status, response.reason, response.body) == (404, "Not Found", b"nope")
    assert response.headers == (("Content-Type", "text/plain"), ("X", "1"))
    assert response.error is None


def test_repeated_header_lines_their_order_and_their_case_are_kept() -> None:
    lines = [
        ("Vary", "Origin"),
        ("set-cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("VARY", "Accept"),
        ("Empty", ""),
    ]
    assert ask(answering(headers=lines)).headers == tuple(lines)


def test_space_around_a_value_is_lost_on_the_wire() -> None:
    assert ask(answering(headers=[("X", " \ta b ")])).headers == (("X", "a b"),)


def test_a_value_is_bytes_one_character_each() -> None:
    assert ask(answering(headers=[("X", "caf\xe9\t\x01")])).headers == (("X", "caf\xe9\t\x01"),)


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [("200", 200, ""), ("200 ", 200, ""), ("299 Fine by me", 299, "Fine by me"), ("599 X", 599, "X")],
)
def test_status_lines(line: str, status: int, reason: str) -> None:
    response = ask(answering(line))
    assert (response.status, response.reason) == (status, reason)


@validator
def by_the_book(environ: Any, start_response: Any) -> list[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    text = environ["wsgi.input"].read(length).upper()
    start_response(OK, [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


@pytest.mark.parametrize(("method", "body"), [("GET", b""), ("POST", b"abc"), ("PUT", b"")])
def test_the_reference_validator_finds_nothing(method: str, body: bytes) -> None:
    response = ask(by_the_book, method, body)
    assert response.error is None
    assert response.body == body.upper()


def test_start_response_may_be_called_late() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        yield b""
        start_response(OK, [("Content-Length", "3")])
        yield b""
        yield b"abc"

    response = ask(app)
    assert (response.status, response.body) == (200, b"abc")


def test_start_response_may_be_called_late_without_a_body() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response("302 Found", [("Location", "/login")])
        yield from ()

    response = ask(app)
    assert (response.status, response.headers, response.body) == (302, (("Location", "/login"),), b"")


def test_start_response_may_be_called_again_to_tell_of_an_error() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [("X", "first")])
        error = LookupError()
        start_response("500 Oops", [("X", "second")], (LookupError, error, None))
        return [b"sorry"]

    response = ask(app)
    assert (response.status, response.reason, response.headers) == (500, "Oops", (("X", "second"),))
    assert (response.body, response.error) == (b"sorry", None)


def test_an_error_after_the_first_byte_comes_too_late_for_other_headers() -> None:
    error = LookupError("late")

    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [("X", "first"), ("Content-Length", "10")])
        yield b"part"
        start_response("500 Oops", [("X", "second")], (type(error), error, error.__traceback__))
        yield b"never"

    response = ask(app)
    assert (response.status, response.headers[0], response.body) == (200, ("X", "first"), b"part")
    assert response.error is error


def test_write_comes_before_what_is_returned() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        write = start_response(OK, [])
        write(b"one ")
        write(b"two ")
        return [b"three"]

    assert ask(app).body == b"one two three"


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        (lambda environ, start_response: [], "never called start_response"),
        (lambda environ, start_response: [b"x"], "sent a body before it called start_response"),
        (lambda environ, start_response: None, "returned None, not an iterable of bytes"),
        (answering(body=b"text"), "returned bytes b'text', not an iterable of bytes"),
        (answering(body="text"), "returned str 'text', not an iterable of bytes"),
        (answering(body=7), "returned int 7, not an iterable"),
        (answering(body=["text"]), "body holds str 'text'; a chunk must be bytes"),
        (answering("OK"), "status is 'OK', which does not begin with a number"),
        (answering("20 OK"), "status is '20 OK', which does not begin with a number"),
        (answering("2000 OK"), "status is '2000 OK', which does not begin with a number"),
        (answering(200), "status is int 200, not a str such as '200 OK'"),
        (answering(b"200 OK"), "status is bytes b'200 OK', not a str"),
        (answering("100 Continue"), "interim response"),
        (answering(headers=None), "headers are None, not a list"),
        (answering(headers={"Vary": "Origin"}), "headers are dict {'Vary': 'Origin'}, not a list"),
        (answering(headers=[("Vary",)]), r"header line tuple \('Vary',\) is no pair"),
        (answering(headers=["Vary: Origin"]), "header line str 'Vary: Origin' is no pair"),
        (answering(headers=[("X", 1)]), r"line \('X', 1\) holds int 1, not a str"),
        (answering(headers=[("X", b"1")]), r"line \('X', b'1'\) holds bytes b'1', not a str"),
        (answering(headers=[("X", None)]), r"line \('X', None\) holds None, not a str"),
        (answering(headers=[(b"X", "1")]), r"line \(b'X', '1'\) holds bytes b'X', not a str"),
        (answering(headers=[("X", "1\r\nY: 2")]), "header 'X': .* has a line end or more than latin-1"),
        (answering(headers=[("X", "\u20ac")]), "header 'X': '\u20ac' has a line end or more than latin-1"),
    ],
)
def test_a_mistake_of_the_app_is_named(wrong: Any, mistake: str) -> None:
    with pytest.raises(TransportError, match=f"^the app breaks the WSGI protocol .*{mistake}"):
        ask(wrong)


def test_start_response_is_called_once() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [])
        start_response(OK, [])
        return []

    with pytest.raises(TransportError, match="called start_response twice"):
        ask(app)


def test_what_write_is_given_is_bytes() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [])("text")
        return []

    with pytest.raises(TransportError, match="body holds str 'text'"):
        ask(app)


def test_an_exception_of_the_call_is_a_plain_500() -> None:
    error = ZeroDivisionError("oops")

    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [("Access-Control-Allow-Origin", "*")])
        raise error

    response = ask(app)
    assert (response.status, response.reason, response.error) == (500, "Internal Server Error", error)
    assert [name for name, _ in response.headers] == ["Content-Type", "Content-Length"]
    assert response.body == b"Internal Server Error"
    assert ask(app, "HEAD").body == b""


@pytest.mark.parametrize("headers", [[], [("Content-Length", "4")]])
@pytest.mark.parametrize("before", [(), (b"",)])
def test_an_exception_before_the_first_byte_loses_the_headers(
    headers: list[tuple[str, str]], before: tuple[bytes, ...]
) -> None:
    error = ZeroDivisionError("oops")
    body = Closing(raising(error, *before))
    response = ask(answering(headers=[*headers, ("Access-Control-Allow-Origin", "*")], body=body))
    assert (response.status, response.error, body.closed) == (500, error, 1)
    assert "Access-Control-Allow-Origin" not in dict(response.headers)


def test_an_exception_after_the_first_byte_cuts_the_body() -> None:
    error = ZeroDivisionError("oops")
    body = Closing(raising(error, b"part"))
    response = ask(answering(headers=[("Content-Length", "9"), ("X", "1")], body=body))
    assert (response.status, response.body, response.error) == (200, b"part", error)
    assert response.headers == (("Content-Length", "9"), ("X", "1"))
    assert body.closed == 1


def test_an_exception_of_close_changes_nothing_but_is_told() -> None:
    error = ZeroDivisionError("oops")
    response = ask(answering(headers=[("Content-Length", "1")], body=Closing([b"x"], error)))
    assert (response.status, response.body, response.error) == (200, b"x", error)


def test_the_first_exception_is_the_one_that_is_told() -> None:
    first = ZeroDivisionError("first")
    body = Closing(raising(first, b"x"), LookupError("second"))
    assert ask(answering(headers=[("Content-Length", "2")], body=body)).error is first


def test_what_is_no_exception_of_the_app_is_not_caught() -> None:
    """`pytest.fail()` in a view, or a person at the keyboard: but the iterable is closed."""
    body = Closing(raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        ask(answering(headers=[("Content-Length", "2")], body=body))
    assert body.closed == 1


@pytest.mark.parametrize("headers", [[], [("Content-Length", "2")]])
@pytest.mark.parametrize(("method", "status"), [("HEAD", OK), ("GET", "204 No Content"), ("GET", "304 Not Modified")])
def test_where_no_body_can_be_there_is_none(method: str, status: str, headers: list[tuple[str, str]]) -> None:
    body = Closing([b"ab"])
    response = ask(answering(status, headers, body), method)
    assert (response.body, response.headers, body.closed) == (b"", tuple(headers), 1)


def test_a_sequence_is_taken_whole() -> None:
    assert ask(answering(headers=[("Content-Length", "1")], body=[b"ab", b"", b"c"])).body == b"abc"
    assert ask(answering(body=(b"ab", b"c"))).body == b"abc"


def test_no_more_is_taken_than_was_declared() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"abc"

    body = Closing(endless())
    response = ask(answering(headers=[("content-length", "5")], body=body))
    assert (response.body, body.closed) == (b"abcab", 1)


def test_what_was_written_counts() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response(OK, [("Content-Length", "5")])(b"abc")
        yield b"def"
        yield b"ghi"

    assert ask(app).body == b"abcde"


def test_the_last_line_of_a_generator_is_run() -> None:
    """It may commit a transaction."""
    done: list[str] = []

    def body() -> Iterator[bytes]:
        yield b"ab"
        done.append("yes")

    ask(answering(headers=[("Content-Length", "2")], body=body()))
    assert done == ["yes"]
