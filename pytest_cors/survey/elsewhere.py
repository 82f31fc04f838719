"""What the other browsers decide of the same, where the answers that are already here tell it.

No request is made for it. Each browser runs its own algorithm over the exchanges of the first; one that would have
sent something else, by a byte, has no answer, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pytest_cors.browser.browser import Browser
from pytest_cors.browser.result import FetchResult
from pytest_cors.errors import NotModelled, RequestError
from pytest_cors.fetch.construct import new_request
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.params import Exchange
from pytest_cors.survey.story import RecordedElsewhere

_BROWSERS = ("chromium", "firefox", "webkit")


def elsewhere(result: FetchResult, browser: Browser) -> tuple[RecordedElsewhere, ...]:
    """The verdict of each browser but the one that was asked.

    :param browser: the one that was asked, for its cookies.
    """
    return tuple(_in(name, result, browser) for name in _BROWSERS if name != result.profile)


def _in(name: str, result: FetchResult, browser: Browser) -> RecordedElsewhere:
    other = Browser(_Replay(result.exchanges), profile=name, clock=browser.clock)
    other.cookies.copy_from(browser.cookies)
    request = result.request
    try:
        anew = new_request(
            request.client,
            other.profile,
            request.url.href,
            method=request.method,
            headers=request.headers,
            body=request.body,
            mode=request.mode,
            credentials=request.credentials_mode,
            redirect=request.redirect_mode,
            cache=request.cache_mode,
            referrer_policy=request.referrer_policy,
            use_cors_preflight=request.use_cors_preflight,
        )
        seen = other.decide(anew)
    except (NotModelled, RequestError):
        return RecordedElsewhere(name, None, None)
    return RecordedElsewhere(
        name, "allowed" if seen.allowed else "denied", None if seen.reason is None else seen.reason.code
    )


class _Replay:
    """A transport that has the answers of one fetch, each for exactly the request that it was given to."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._exchanges = list(exchanges)

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """The answer.

        :raises NotModelled: this was not asked, or not as often.
        """
        for at, known in enumerate(self._exchanges):
            if known.request == request:
                return self._exchanges.pop(at).response
        raise NotModelled("a request that the first browser did not make")
