"""The ``Range`` header of a request, as far as a browser looks into it.

Source: https://fetch.spec.whatwg.org/#simple-range-header-value
"""

from __future__ import annotations

import re

_SIMPLE = re.compile(r"bytes=([0-9]+)-([0-9]*)\Z")
_LENIENT = re.compile(r"bytes=([+]?[0-9]+)-([+]?[0-9]+)?\Z", re.IGNORECASE)
_LARGEST = 2**63 - 2
_LARGEST_UNSIGNED = 2**64 - 1


def is_safelisted_range(value: str) -> bool:
    """``bytes=0-99`` and ``bytes=0-``; neither a suffix range nor white space nor a second range.

    NB: the standard knows no largest number. All browsers do: for Chromium 2**63 - 1 and above are none (2026-11).
    """
    return _in_order(_SIMPLE.match(value), _LARGEST)


def is_safelisted_range_unsigned(value: str) -> bool:
    """As ``is_safelisted_range``, with numbers up to 2**64 - 1 (Firefox)."""
    return _in_order(_SIMPLE.match(value), _LARGEST_UNSIGNED)


def is_safelisted_range_webkit(value: str) -> bool:
    """As ``is_safelisted_range_unsigned``, and WebKit's parser is lenient about case and a leading plus."""
    return _in_order(_LENIENT.match(value), _LARGEST_UNSIGNED)


_SPACED = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,4000})[ \t]*-[ \t]*([0-9]{0,4000})[ \t]*\Z", re.IGNORECASE)


def normalized_range(value: str) -> str:
    """One byte range without white space, in lower case; a value that is not one range stays as it is."""
    match = _SPACED.match(value)
    if match is None or not (match[1] or match[2]):
        return value
    first, last = (int(digits) if digits else None for digits in match.groups())
    if max(first or 0, last or 0) > _LARGEST or (first is not None and last is not None and first > last):
        return value
    return f"bytes={'' if first is None else first}-{'' if last is None else last}"


def _in_order(match: re.Match[str] | None, largest: int) -> bool:
    if match is None:
        return False
    start = int(match[1])
    end = int(match[2]) if match[2] else None
    return start <= largest and (end is None or start <= end <= largest)
