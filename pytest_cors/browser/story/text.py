"""Text for a terminal: spans with a tone, set in lines, and the one place where they become a string.

Whatever a span holds, a server may have had a hand in it. So it is spelled out at the very end, where nobody can
forget it: what leaves ``set_lines`` has no control character but the line break, and the colours are ours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "strong", "label", "arrow", "wrong", "right", "code", "quiet"]

LONGEST = 200
"""Characters of one value that are shown; more of it says nothing more."""

_COLORS: dict[Tone, str] = {
    "plain": "",
    "strong": "1",
    "label": "1;34",
    "arrow": "34",
    "wrong": "1;31",
    "right": "32",
    "code": "36",
    "quiet": "2",
}

# Controls, formats (among them the marks that turn the reading direction), surrogates, private and unassigned
# characters, separators of lines and paragraphs: nobody can say what a terminal makes of them.
_ACTIVE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line.

    :param tone: what it is for; the colour follows from it.
    """

    text: str
    tone: Tone = "plain"


Line = tuple[Span, ...]
EMPTY: Line = ()


def plain(text: str) -> Line:
    """A line of one span without colour."""
    return (Span(text),)


def set_lines(lines: Iterable[Line], *, color: bool) -> str:
    """The lines as one string.

    :param color: with the ANSI sequences of the tones; without them there is no escape character in it at all.
    """
    return "\n".join("".join(_set(span, color=color) for span in _trimmed(line)) for line in lines)


def _trimmed(line: Line) -> list[Span]:
    """The line without spaces at its end."""
    spans = list(line)
    while spans:
        last = spans.pop()
        text = last.text.rstrip()
        if text:
            return [*spans, Span(text, last.tone)]
    return spans


def _set(span: Span, *, color: bool) -> str:
    text = inert(span.text)
    code = _COLORS[span.tone]
    return f"\x1b[{code}m{text}\x1b[0m" if color and code and text.strip() else text


def inert(text: str) -> str:
    r"""The text with every character spelled out that could drive a terminal: ESC becomes ``\x1b``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(char) if unicodedata.category(char) in _ACTIVE else char for char in text)


def of_bytes(value: str) -> str:
    """A header's value, in which one character is one byte: all that is not printable ASCII is spelled out."""
    if value.isascii() and value.isprintable():
        return value
    return "".join(char if " " <= char <= "~" else _spelled(char) for char in value)


def _spelled(char: str) -> str:
    number = ord(char)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def capped(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and how long it is."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}... ({len(text)} characters)"


def columns(text: str) -> int:
    """How many columns of a terminal an inert text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns. A longer word, such as a URL, has a line of its own, uncut."""
    lines: list[str] = []
    for word in map(capped, map(inert, text.split())):
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def folded(text: str, width: int) -> list[str]:
    """The text in pieces of ``width`` characters, nothing lost; one empty piece when there is no text."""
    return [text[start : start + width] for start in range(0, len(text), width)] or [""]


def beside(label: str, lines: Sequence[Line], *, indent: int) -> list[Line]:
    """Lines with a label in the margin of the first.

    :param indent: where the lines begin; a label that does not fit before it has a line of its own.
    """
    head = Span(f"  {label}".ljust(indent), "label")
    fits = len(label) + 4 <= indent
    first: Line = (head, *lines[0]) if fits and lines else (head,)
    rest = lines[1:] if fits else lines
    return [first, *((Span(" " * indent), *line) for line in rest)]
