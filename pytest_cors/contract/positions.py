"""Where in a TOML document a key stands, so that a mistake can be shown to whoever wrote it.

The standard library's parser keeps no positions. Here is only what it takes to find them: the text is known
to be valid TOML, so brackets and quotes can be trusted.

Source: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and indexes of arrays."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file, counted from 1."""

    line: int
    column: int


START = Position(1, 1)

_space = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*").match
_blank = re.compile(r"[ \t]*").match
_bare_key = re.compile(r"[A-Za-z0-9_-]+").match
_string = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'",
    re.DOTALL,
).match
_scalar = re.compile(r"[^,\]}#\r\n]*").match


def positions(text: str) -> Mapping[Path, Position]:
    """The position of every key, of every table, and of every item of an array.

    :param text: a valid TOML document.
    """
    scan = _Scan(text)
    scan.document()
    return scan.found


def nearest(found: Mapping[Path, Position], path: Path) -> Position:
    """Where a key stands, or else what it would stand in."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, START)


class _Scan:
    """One way through a document, from its first character to its last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Position] = {}
        self._arrays: dict[Path, int] = {}
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._line = 0

    def document(self) -> None:
        """Tables and their pairs."""
        table: Path = ()
        while self._skip(_space) < len(self.text):
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self.at
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        path: Path = ()
        names = self._dotted()
        for index, name in enumerate(names):
            path = (*path, name)
            is_last = index == len(names) - 1
            if is_last and is_array:
                self._arrays[path] = self._arrays.get(path, -1) + 1
            self._note(path, start)
            if path in self._arrays:
                path = (*path, self._arrays[path])
                self._note(path, start)
        self.at += 2 if is_array else 1
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for name in self._dotted():
            path = (*path, name)
            self._note(path, start)
        self.at += 1  # the sign between key and value
        self._skip(_blank)
        self._value(path)

    def _dotted(self) -> list[str]:
        names = [self._key()]
        while self.text.startswith(".", self._skip(_blank)):
            self.at += 1
            names.append(self._key())
        return names

    def _key(self) -> str:
        self._skip(_blank)
        quoted = _string(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return _unquoted(quoted[0])
        bare = _bare_key(self.text, self.at)
        assert bare is not None, "because the document has been parsed before"
        self.at = bare.end()
        return bare[0]

    def _value(self, path: Path) -> None:
        if self.text.startswith("[", self.at):
            self._array(path)
        elif self.text.startswith("{", self.at):
            self._inline_table(path)
        else:
            end = _string(self.text, self.at) or _scalar(self.text, self.at)
            assert end is not None, "because a scalar may be empty to this pattern"
            self.at = end.end()

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while not self.text.startswith("]", self._skip(_space)):
            self._note((*path, index), self.at)
            self._value((*path, index))
            index += 1
            if self.text.startswith(",", self._skip(_space)):
                self.at += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while not self.text.startswith("}", self._skip(_space)):
            self._pair(path)
            if self.text.startswith(",", self._skip(_space)):
                self.at += 1
        self.at += 1

    def _skip(self, pattern: Callable[[str, int], re.Match[str] | None]) -> int:
        match = pattern(self.text, self.at)
        assert match is not None, "because what is skipped may be empty"
        self.at = match.end()
        return self.at

    def _note(self, path: Path, start: int) -> None:
        if path in self.found:
            return
        # Positions are asked for in the order of the text.
        while self._line + 1 < len(self._line_starts) and self._line_starts[self._line + 1] <= start:
            self._line += 1
        self.found[path] = Position(self._line + 1, start - self._line_starts[self._line] + 1)


def _unquoted(text: str) -> str:
    if text.startswith("'"):
        return text[1:-1]
    # TOML has \UXXXXXXXX beside JSON's escapes.
    wide = re.sub(r"\\U([0-9a-fA-F]{8})", lambda match: chr(int(match[1], 16)), text)
    name: str = json.loads(wide, strict=False)
    return name
