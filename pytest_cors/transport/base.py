"""What a transport is: the one place where a request leaves us and a response comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pytest_cors.fetch.http import HttpRequest, HttpResponse

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Transport(Protocol):
    """Whatever has ``send``.

    A transport that keeps something open may also have ``close()``; one that knows the app behind a URL,
    ``app_at(url)``, so that checks can ask it for its routes.
    """

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Carry one request to its server.

        :raises TransportError: there is no response; the fetch becomes a network error.
        :raises NotModelled: nobody knows what that server would say.
        """
