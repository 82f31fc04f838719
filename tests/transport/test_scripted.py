"""The transport that answers as it was told."""

from __future__ import annotations

import pytest

from pytest_cors.errors import NotModelled, TransportError
from pytest_cors.transport import HttpRequest, HttpResponse, ScriptedTransport

FIRST = HttpRequest("OPTIONS", "https://a.example/")
SECOND = HttpRequest("GET", "https://a.example/x")


def test_a_list_is_answered_in_turn_and_the_requests_are_kept() -> None:
    answers = [HttpResponse(204), HttpResponse(200)]
    transport = ScriptedTransport(iter(answers))
    assert [transport.send(FIRST), transport.send(SECOND)] == answers
    assert transport.requests == [FIRST, SECOND]


def test_a_list_that_is_used_up_says_so() -> None:
    transport = ScriptedTransport([HttpResponse(204)])
    transport.send(FIRST)
    with pytest.raises(NotModelled, match=r"request 2, GET https://a\.example/x; scripted: 1"):
        transport.send(SECOND)


def test_a_function_answers() -> None:
    transport = ScriptedTransport(lambda request: HttpResponse(200, (("X-Method", request.method),)))
    assert transport.send(FIRST).headers == (("X-Method", "OPTIONS"),)
    assert transport.requests == [FIRST]


def test_a_connection_may_fail() -> None:
    refused = TransportError("connection refused")
    for transport in (ScriptedTransport([refused]), ScriptedTransport(lambda request: refused)):
        with pytest.raises(TransportError, match="connection refused"):
            transport.send(FIRST)


def test_an_answer_is_a_response() -> None:
    transport = ScriptedTransport([200])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="must be an HttpResponse or an exception, not 200"):
        transport.send(FIRST)
