"""Secrets that somebody has named: headers, cookies, parameters and fields that are masked like any credential.

A name stands for all of these. The story is then told of a copy in which the values are masks already, so that
nothing that is made of it can hold one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from pytest_cors.browser.story.masks import SHORTEST_SECRET, mask
from pytest_cors.browser.story.subject import Told
from pytest_cors.fetch.http import HeaderList, HttpRequest, HttpResponse
from pytest_cors.fetch.reasons import Reason
from pytest_cors.fetch.request import Request
from pytest_cors.fetch.trace import TraceEntry
from pytest_cors.fetch.url import Url, parse

Names = frozenset[str]
"""Names in lower case."""


def without_named(told: Told) -> Told:
    """The same fetch, with the values masked that go by the names it is to be told without."""
    names = told.mask
    if not names:
        return told
    responses = {id(seen.response): _response(seen.response, names) for seen in told.exchanges}
    exchanges = tuple(
        seen._replace(request=_http_request(seen.request, names), response=responses[id(seen.response)])
        for seen in told.exchanges
    )
    trace = (*told.trace[:-1], _entry(told.trace[-1], names, responses))
    request = _request(told.request, names)
    return cast("Told", replace(cast("Any", told), request=request, exchanges=exchanges, trace=trace))


def named_values(told: Told) -> frozenset[str]:
    """The values that go by those names, as far as they are long enough to be recognised elsewhere."""
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


def _headers(headers: HeaderList, names: Names) -> HeaderList:
    return tuple((name, _value(name, value, names)) for name, value in headers)


def _value(name: str, value: str, names: Names) -> str:
    if name.lower() in names:
        return mask(value.strip(" \t"))
    # A Location or a Referer may hold a parameter of that name.
    return masked_names(value, names) if "=" in value else value


def _http_request(request: HttpRequest, names: Names) -> HttpRequest:
    return replace(
        request,
        url=masked_names(request.url, names),
        headers=_headers(request.headers, names),
        body=masked_names(_text(request.body), names).encode("latin-1"),
    )


def _response(response: HttpResponse, names: Names) -> HttpResponse:
    return replace(response, headers=_headers(response.headers, names))


def _url(url: Url, names: Names) -> Url:
    return parse(masked_names(url.href, names))


def _request(request: Request, names: Names) -> Request:
    body = request.body
    return request._replace(
        url_list=tuple(_url(url, names) for url in request.url_list),
        headers=_headers(request.headers, names),
        body=None if body is None else masked_names(_text(body), names).encode("latin-1"),
    )


def _entry(entry: TraceEntry, names: Names, responses: dict[int, HttpResponse]) -> TraceEntry:
    """The last step, with what it says of why the fetch was denied."""
    reason = entry[-1]
    if not isinstance(reason, Reason):
        return entry
    response = reason.response
    told = replace(
        reason,
        request=_request(reason.request, names),
        parameter=None if reason.parameter is None else masked_names(reason.parameter, names),
        url=masked_names(reason.url, names),
        first_url=masked_names(reason.first_url, names),
        response=None if response is None else responses.get(id(response)) or _response(response, names),
    )
    return (*entry[:-1], told)
