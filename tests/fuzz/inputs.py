"""What is thrown at the targets: what servers and scripts really say, broken at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

SEEDS = (
    "*",
    "null",
    "true",
    "https://app.example.com",
    "https://user:pass@app.example.com:8443/a/../b?c=d#e",
    "GET, PUT,,DELETE , *",
    "X-A, x-b,\tContent-Type",
    'a"b,c\\"d"e, "f',
    "text/plain;charset=utf-8",
    'multipart/form-data; boundary="x y"',
    "bytes=0-99, 200-",
    "86400",
    "-1",
    "sid=1; Path=/a; Domain=.example.com; Secure; HttpOnly; SameSite=None; Max-Age=60; Partitioned",
    "__Host-a=b; Expires=Fri, 20 Nov 2026 08:05:09 GMT",
    "\x64Access-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true\nVary: Origin",
    "\x34Access-Control-Allow-Origin:*\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Allow-Headers: *",
    "\x65Access-Control-Allow-Origin: https://app.example.com\nAccess-Control-Allow-Credentials: true\nLocation: //x/y",
    "\x65Location: data:,x\nSet-Cookie: a=b; Secure; SameSite=None\nAccess-Control-Max-Age: 600",
)
WORDS = (
    *", ; : = / \\ \" ' * - + . # ? @ % \t \n \r \x00 \x0b \x7f \x80 \xa0 \xff".split(" "),
    " ",
    "\xc3\xa9",
    "%2F",
    "//",
    "..",
    "[::1]",
    "xn--",
    "0x7f.1",
    "Location:",
    "Access-Control-Expose-Headers:",
    "Cross-Origin-Resource-Policy:",
    "Timing-Allow-Origin:",
    "Referrer-Policy:",
    "SameSite=",
    "9" * 20,
    "9" * 5000,
    "a" * 129,
    '"' * 50,
    "," * 50,
)


def broken(text: str, chance: random.Random) -> str:
    """The text after a few accidents."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(ACCIDENTS)(text, chance)
    return text


def inputs(seed: int) -> Iterator[str]:
    """One text after the other, without end; the same for the same seed."""
    chance = random.Random(seed)
    while True:
        yield broken(chance.choice(SEEDS), chance)


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(WORDS) + text[at:]


def _any_byte(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chr(chance.randrange(256)) + text[at + 1 :]


def _cut(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.randint(1, 9) :]


def _repeat(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    end = at + chance.randint(1, 20)
    return text[:end] + text[at:end] * chance.choice([1, 1, 2, 40]) + text[end:]


def _case(text: str, _: random.Random) -> str:
    # NB: some letters of latin-1 have no other case within it.
    return "".join(c.swapcase() if c.isascii() else c for c in text)


def _join(text: str, chance: random.Random) -> str:
    return text + chance.choice([",", ";", "\n", ""]) + chance.choice(SEEDS)


ACCIDENTS: tuple[Callable[[str, random.Random], str], ...] = (_insert, _insert, _any_byte, _cut, _repeat, _case, _join)
