"""The way from an audit to an app: careful, and able to send what a browser of another year adds to its preflights."""

from __future__ import annotations

from pytest_cors.browser import FetchResult
from pytest_cors.contract.sweep import Careful
from pytest_cors.fetch.http import HeaderList, HttpRequest, HttpResponse


class Wire(Careful):
    """A careful transport, with further headers on each preflight; none unless somebody has set ``added``."""

    added: HeaderList = ()

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """The answer to a harmless request.

        :raises TransportError: it is held back.
        """
        return super().send(_with(request, self.added) if request.method == "OPTIONS" else request)


def as_sent(result: FetchResult, added: HeaderList) -> FetchResult:
    """The same fetch, with the headers that were added on the way."""
    if not added:
        return result
    exchanges = (
        each._replace(request=_with(each.request, added)) if each.kind == "preflight" else each
        for each in result.exchanges
    )
    return result._replace(exchanges=tuple(exchanges))


def _with(request: HttpRequest, added: HeaderList) -> HttpRequest:
    return request._replace(headers=(*request.headers, *added)) if added else request
