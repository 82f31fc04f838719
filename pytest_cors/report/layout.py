"""Text in columns of a terminal: what it may contain, how wide it is, how it is cut to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "strong", "quiet", "allowed", "denied", "broken", "unknown", "alarm"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line, and what it is for; the colour is the terminal's business.

    :param text: inert, without line breaks.
    """

    text: str
    tone: Tone = "plain"


Line = tuple[Span, ...]

# Controls, formats (among them the marks that reverse the reading direction), surrogates, separators of lines
# and paragraphs, private and unassigned characters: nobody can say what a terminal makes of them.
_ACTIVE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def inert(text: str, *, encoding: str = "utf-8") -> str:
    """The text with every character spelled out that could drive a terminal or that it cannot show.

    A value from an application may hold anything; an escape character becomes a backslash and ``x1b``.

    :param encoding: of the terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    spelled = "".join(_spelled(char) if unicodedata.category(char) in _ACTIVE else char for char in text)
    return spelled.encode(encoding, "backslashreplace").decode(encoding)


def _spelled(char: str) -> str:
    return char.encode("ascii", "backslashreplace").decode("ascii") if ord(char) > 0x7F else f"\\x{ord(char):02x}"


def columns(text: str) -> int:
    """How many columns the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    """The text with spaces behind it, up to ``width`` columns."""
    return text + " " * (width - columns(text))


def elide(text: str, width: int, *, ellipsis: str) -> str:
    """The text, its middle left out if it takes more than ``width`` columns: both ends tell routes apart."""
    if columns(text) <= width:
        return text
    room = max(width - columns(ellipsis), 0)
    tail = _fitting(reversed(text), room // 2)[::-1]
    return _fitting(text, room - columns(tail)) + ellipsis + tail


def _fitting(text: Iterable[str], width: int) -> str:
    taken = ""
    for char in text:
        width -= _columns(char)
        if width < 0:
            break
        taken += char
    return taken


def wrap(words: Iterable[str], width: int, *, gap: str = " ") -> list[str]:
    """The words in lines of at most ``width`` columns; a longer word has a line of its own, uncut."""
    lines: list[str] = []
    for word in words:
        if lines and columns(lines[-1]) + len(gap) + columns(word) <= width:
            lines[-1] += gap + word
        else:
            lines.append(word)
    return lines


def plain(lines: Iterable[Line]) -> list[str]:
    """The lines as text, nothing but text."""
    return ["".join(span.text for span in line).rstrip() for line in lines]
