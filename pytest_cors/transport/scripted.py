"""The transport that answers as it was told, for tests of browsers and of those who extend us."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_cors.errors import NotModelled
from pytest_cors.fetch.http import HttpRequest, HttpResponse

Answer = HttpResponse | Exception


class ScriptedTransport:
    """Answers requests from a list, in turn, or from a function, and keeps them.

    :param answers: responses, or exceptions to raise (a ``TransportError`` is a failed connection); or a
        callable that takes the request and answers with one.
    """

    def __init__(self, answers: Iterable[Answer] | Callable[[HttpRequest], Answer]) -> None:
        self.requests: list[HttpRequest] = []
        self._answer = answers if callable(answers) else self._next_of(tuple(answers))

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Keep the request and give its answer.

        :raises NotModelled: the list is used up.
        """
        self.requests.append(request)
        answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, HttpResponse):
            raise TypeError(f"a scripted answer must be an HttpResponse or an exception, not {answer!r}")
        return answer

    def _next_of(self, answers: tuple[Answer, ...]) -> Callable[[HttpRequest], Answer]:
        def answer(request: HttpRequest) -> Answer:
            asked = len(self.requests)
            if asked > len(answers):
                raise NotModelled(
                    f"an answer to request {asked}, {request.method} {request.url}; scripted: {len(answers)}"
                )
            return answers[asked - 1]

        return answer
