"""Which header Chromium names when a preflight refuses several: the first of Blink's header table.

The others are refused for the same reason, so that a message which names another one is not wrong; it is only not
Chromium's. Blink keeps request headers in a hash table, and judges them in the table's order. The table has eight
places, doubles as soon as it is half full, and probes i, i+1, i+3, i+6 and so on; the hash is rapidhash (2024, its
default seed and secrets) over the lower-case name in UTF-16.

Evidence: right in 137 of 137 recorded cases of Chromium 156 with several refused headers (2026-11).
"""

from __future__ import annotations

from collections.abc import Iterable

_MASK = (1 << 64) - 1
_SEED = 0xBDD89AA982704029
_SECRET = (0x2D358DCCAA6C78A5, 0x8BB84B93962EACC9, 0x4B33A62ED433D4A3)
_CLIENT_HINTS = ("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform")


def table_order(names: Iterable[str], *, trustworthy: bool) -> list[str]:
    """Header names in the order in which Blink judges them.

    :param names: the author's, lower-case.
    :param trustworthy: whether the first URL is potentially trustworthy; Chromium adds headers of its own then.
    """
    own = (*_CLIENT_HINTS, "user-agent") if trustworthy else ("user-agent",)
    table: list[str | None] = [None] * 8
    for count, name in enumerate((*sorted(names), *own), start=1):
        _insert(table, name)
        if count * 2 >= len(table):
            old, table = table, [None] * (2 * len(table))
            for kept in old:
                if kept is not None:
                    _insert(table, kept)
    return [name for name in table if name is not None]


def _insert(table: list[str | None], name: str) -> None:
    index = (_rapidhash(name.encode("utf-16-le")) & 0xFFFFFF) % len(table)
    step = 0
    while table[index] is not None:
        step += 1
        index = (index + step) % len(table)
    table[index] = name


def _mix(a: int, b: int) -> int:
    product = a * b
    return (product & _MASK) ^ (product >> 64)


def _rapidhash(data: bytes) -> int:
    length = len(data)
    seed = _SEED ^ _mix(_SEED ^ _SECRET[0], _SECRET[1]) ^ length
    a, b, seed = _short(data, seed) if length <= 16 else _long(data, seed)
    product = (a ^ _SECRET[1]) * (b ^ seed)
    return _mix((product & _MASK) ^ _SECRET[0] ^ length, (product >> 64) ^ _SECRET[1])


def _short(data: bytes, seed: int) -> tuple[int, int, int]:
    length = len(data)
    if length < 4:
        return _word(data, 0, length), 0, seed
    middle = 4 if length >= 8 else 0
    a = _word(data, 0, 4) << 32 | _word(data, length - 4, 4)
    b = _word(data, middle, 4) << 32 | _word(data, length - 4 - middle, 4)
    return a, b, seed


def _long(data: bytes, seed: int) -> tuple[int, int, int]:
    at, left = 0, len(data)
    if left > 48:
        second = third = seed
        while left >= 48:
            seed = _mix(_word(data, at) ^ _SECRET[0], _word(data, at + 8) ^ seed)
            second = _mix(_word(data, at + 16) ^ _SECRET[1], _word(data, at + 24) ^ second)
            third = _mix(_word(data, at + 32) ^ _SECRET[2], _word(data, at + 40) ^ third)
            at, left = at + 48, left - 48
        seed ^= second ^ third
    if left > 16:
        seed = _mix(_word(data, at) ^ _SECRET[2], _word(data, at + 8) ^ seed ^ _SECRET[1])
        if left > 32:
            seed = _mix(_word(data, at + 16) ^ _SECRET[2], _word(data, at + 24) ^ seed)
    return _word(data, at + left - 16), _word(data, at + left - 8), seed


def _word(data: bytes, at: int, size: int = 8) -> int:
    return int.from_bytes(data[at : at + size], "little")
