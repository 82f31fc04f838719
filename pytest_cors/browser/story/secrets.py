"""Secrets, masked wherever they stand: credentials, and what somebody has named.

A name stands for headers, cookies, parameters and fields. The story is told of a copy in which the values are masks
already, so that nothing that is made of it can hold one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from pytest_cors.browser.story.masks import SHORTEST_SECRET, hidden, is_secret, mask, secrets_of
from pytest_cors.browser.story.subject import Told
from pytest_cors.fetch.http import HeaderLines, HeaderList, HttpRequest, HttpResponse
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.trace import TraceEntry
from pytest_cors.fetch.url import Url, parse

Names = frozenset[str]
"""Names in lower case."""


def without_secrets_of(told: Told) -> Told:
    """The same fetch, with its secrets masked wherever they stand.

    Those are the values of the names that it is to be told without, and credentials: an app may repeat either.
    """
    secrets = secrets_in(told)
    if not told.mask and not _are_repeated(told, secrets):
        return told
    veil = _Veil(told.mask, secrets)
    responses = {id(seen.response): veil.response(seen.response) for seen in told.exchanges}
    exchanges = tuple(
        seen._replace(request=veil.http_request(seen.request), response=responses[id(seen.response)])
        for seen in told.exchanges
    )
    trace = (*told.trace[:-1], veil.entry(told.trace[-1], responses))
    request = veil.request(told.request)
    return cast("Told", cast("Any", told)._replace(request=request, exchanges=exchanges, trace=trace))


def _are_repeated(told: Told, secrets: frozenset[str]) -> bool:
    """Whether any of them stands where nobody would look for it; of thousands of fetches few have such a thing."""
    if not secrets:
        return False
    lists = [told.request.headers, *(side.headers for seen in told.exchanges for side in (seen.request, seen.response))]
    texts = [value for headers in lists for name, value in headers if not is_secret(name)]
    texts += [url.href for url in (told.request.client.url, *told.request.url_list)]
    texts += [text for seen in told.exchanges for text in (seen.request.url, seen.response.reason)]
    texts.append(_text(told.request.body))
    together = "\n".join(texts)
    return hidden(together, secrets) != together


def secrets_in(told: Told) -> frozenset[str]:
    """The values that nobody may tell, as far as they are long enough to be recognised elsewhere."""
    headers = [told.request.headers]
    urls = [told.request.url.href]
    for exchange in told.exchanges:
        headers += [exchange.request.headers, exchange.response.headers]
        urls.append(exchange.request.url)
    return secrets_of(headers, urls) | _named_values(told)


def _named_values(told: Told) -> frozenset[str]:
    names = told.mask
    if not names:
        return frozenset()
    lists = [told.request.headers]
    texts = [url.href for url in told.request.url_list] + [_text(told.request.body)]
    for seen in told.exchanges:
        lists += [seen.request.headers, seen.response.headers]
        texts += [seen.request.url, _text(seen.request.body)]
    found = {value.strip(" \t") for headers in lists for name, value in headers if name.lower() in names}
    for text in texts:
        found.update(match[2] for match in _assigned(names).finditer(text))
    return frozenset(value for value in found if len(value) >= SHORTEST_SECRET)


def masked_names(text: str, names: Names) -> str:
    """A text with the values masked that are assigned to these names in it: ``tenant=***a1b2``."""
    return _assigned(names).sub(lambda match: match[1] + mask(match[2]), text) if names else text


def _text(body: bytes | None) -> str:
    return (body or b"").decode("latin-1")


@lru_cache(maxsize=16)
def _assigned(names: Names) -> re.Pattern[str]:
    """``name=value`` of a query or a form, ``"name": "value"`` of JSON."""
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    # As in a sentence, where a value ends before the quotation mark, bracket or full stop behind it.
    outside = r"\"'&#,;(){}\s\u2018-\u201d"
    value = rf"[^{outside}]*[^{outside}.:]"
    return re.compile(rf"((?<![\w-])(?:{words})(?:=|\"\s*:\s*\"?))({value})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Veil:
    """Masks the values of names, and secrets."""

    names: Names
    secrets: frozenset[str]

    def text(self, text: str) -> str:
        """A URL, a body, a part of a sentence."""
        return hidden(masked_names(text, self.names), self.secrets)

    def headers(self, headers: HeaderList) -> HeaderList:
        return tuple((name, self._value(name, value)) for name, value in headers)

    def _value(self, name: str, value: str) -> str:
        if name.lower() in self.names:
            return mask(value.strip(" \t"))
        if is_secret(name):
            return value  # masked by whoever tells a header
        # A Location or a Referer may hold a parameter of that name; any header may hold what another told.
        return self.text(value)

    def body(self, body: bytes) -> bytes:
        return self.text(_text(body)).encode("latin-1") if body else body

    def http_request(self, request: HttpRequest) -> HttpRequest:
        headers = self.headers(request.headers)
        return request._replace(url=self.text(request.url), headers=headers, body=self.body(request.body))

    def response(self, response: HttpResponse) -> HttpResponse:
        return response._replace(headers=HeaderLines(self.headers(response.headers)), reason=self.text(response.reason))

    def url(self, url: Url) -> Url:
        told = self.text(url.href)
        return url if told == url.href else parse(told)

    def request(self, request: Request) -> Request:
        client = request.client
        return request._replace(
            client=client._replace(url=self.url(client.url)),
            url_list=tuple(map(self.url, request.url_list)),
            headers=self.headers(request.headers),
            body=None if request.body is None else self.body(request.body),
        )

    def entry(self, entry: TraceEntry, responses: dict[int, HttpResponse]) -> TraceEntry:
        """The last step, with what it says of why the fetch was denied."""
        reason = entry[-1]
        if not isinstance(reason, Reason):
            return entry
        response = reason.response
        told = replace(
            reason,
            request=self.request(reason.request),
            parameter=None if reason.parameter is None else self.text(reason.parameter),
            url=self.text(reason.url),
            first_url=self.text(reason.first_url),
            response=None if response is None else responses.get(id(response)) or self.response(response),
        )
        return (*entry[:-1], told)
