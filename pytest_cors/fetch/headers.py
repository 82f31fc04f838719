"""Header lists: how a browser reads them.

A header list is an ordered sequence of ``(name, value)`` strings, isomorphic (one character is one byte), with
repeated lines kept apart. Two rules of the standard surprise people: *get* joins repeated lines with ``, ``, so
that two correct lines are not one correct value; and one invalid item makes a whole list unreadable.

Source: https://fetch.spec.whatwg.org/#headers
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence

from pytest_cors.fetch.http import Header, HeaderLines, HeaderList, HttpResponse
from pytest_cors.fetch.methods import is_token

HTTP_WHITESPACE = " \t\r\n"
HTTP_TAB_OR_SPACE = " \t"


class Failure:
    """What *extract* answers when a header is there and cannot be read."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token
        """The item that is not valid."""


def get(headers: HeaderList, name: str) -> str | None:
    """All values of a header joined by a comma and a space, None when it is absent. ``name`` is lower-case.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-get
    """
    lines = headers if type(headers) is HeaderLines else HeaderLines(headers)
    return lines.combined.get(name)


def get_all(headers: HeaderList, name: str) -> tuple[str, ...]:
    """The values of a header, line by line, each stripped of outer tabs and spaces. ``name`` is lower-case."""
    lines = headers if type(headers) is HeaderLines else HeaderLines(headers)
    return lines.by_name.get(name, ())


def has_repeated(headers: HeaderList) -> bool:
    """Whether some header has several lines."""
    lines = headers if type(headers) is HeaderLines else HeaderLines(headers)
    return len(lines.by_name) < len(lines)


def contains(headers: HeaderList, name: str) -> bool:
    """Whether a header is there. ``name`` is lower-case."""
    lines = headers if type(headers) is HeaderLines else HeaderLines(headers)
    return name in lines.by_name


def without(headers: HeaderList, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The list less some headers, named in lower case."""
    return tuple((key, value) for key, value in headers if key.lower() not in names)


_ITEM = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*"?)*', re.DOTALL)


def get_decode_and_split(headers: HeaderList, name: str) -> list[str] | None:
    """A header's items, split at commas outside quotes; empty items stay. None when the header is absent.

    Source: https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split
    """
    value = get(headers, name)
    return None if value is None else decode_and_split(value)


def decode_and_split(value: str) -> list[str]:
    """https://fetch.spec.whatwg.org/#header-value-get-decode-and-split"""
    items = []
    position = 0
    while True:
        match = _ITEM.match(value, position)
        assert match is not None, "the pattern matches the empty string"
        items.append(match.group().strip(HTTP_TAB_OR_SPACE))
        position = match.end() + 1
        if position > len(value):
            return items


def extract_tokens(values: Sequence[str]) -> list[str] | Failure:
    """The items of a list of tokens (RFC 9110 section 5.6.1): empty items do not count, an invalid one spoils all.

    Source: https://fetch.spec.whatwg.org/#extract-header-list-values
    """
    tokens = []
    for value in values:
        for item in value.split(","):
            token = item.strip(HTTP_TAB_OR_SPACE)
            if not token:
                continue
            if not is_token(token):
                return Failure(token)
            tokens.append(token)
    return tokens


def without_empty_parts(response: HttpResponse, *, but: str = "") -> HttpResponse:
    """The response less the empty ones of repeated lines, of which one stays when all are empty.

    :param but: a name whose lines all stay when it is repeated in this very spelling.
    """
    counts = Counter(name.lower() for name, _ in response.headers)
    if not any(count > 1 for count in counts.values()):
        return response
    full = {name.lower() for name, value in response.headers if value.strip(HTTP_TAB_OR_SPACE)}
    kept = but.lower() if sum(name == but for name, _ in response.headers) > 1 else None
    headers: list[Header] = []
    for name, value in response.headers:
        low = name.lower()
        if low == kept or counts[low] == 1 or value.strip(HTTP_TAB_OR_SPACE) or low not in full:
            headers.append((name, value))
            full.add(low)
    return response._replace(headers=HeaderLines(headers))


def with_repaired_utf8(response: HttpResponse) -> HttpResponse:
    """The response with every byte of its headers that is not UTF-8 replaced by a U+FFFD of its own."""
    if all(value.isascii() for _, value in response.headers):
        return response
    repaired = ((name, with_repaired_bytes(value, EACH_BYTE)) for name, value in response.headers)
    return response._replace(headers=HeaderLines(repaired))


EACH_BYTE = "pytest-cors-each-byte"
codecs.register_error(EACH_BYTE, lambda error: ("\ufffd", error.start + 1))  # type: ignore[attr-defined]


def with_repaired_bytes(value: str, errors: str = "replace") -> str:
    """The value with what is not UTF-8 in it replaced by U+FFFD; both isomorphic.

    :param errors: ``replace``, for one U+FFFD in place of a broken sequence, or ``EACH_BYTE``.
    """
    return value.encode("latin-1").decode("utf-8", errors).encode("utf-8").decode("latin-1")
