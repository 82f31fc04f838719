"""What records have to tell, each story once: thousands of cells differ in nothing but their names.

A story speaks of its record's URL, path, origin and route. Here placeholders stand for these four, so that one text
serves all records that saw the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from pytest_cors.survey.plain import encode
from pytest_cors.survey.record import Record
from pytest_cors.survey.spill import Spill

FILLED = "filled"
"""Says of a story whether its placeholders are some; a story in which one occurs anyway goes without."""

_placeholder = re.compile(r"\{(?:url|path|origin|route)\}")
_path = re.compile(r"[^/]*//[^/]*(/[^#]+)")


class Stories:
    """The stories of many records, as JSON text, each by its number.

    Of each that differs from all others, 200 bytes are in memory.

    :param fields: those of a record that are part of its story, besides what it tells.
    """

    def __init__(self, *fields: str) -> None:
        self._fields = fields
        self._numbers: dict[bytes, int] = {}
        self._texts = Spill(str.encode, bytes.decode)

    def number(self, record: Record, told: str) -> int:
        """Which story is the record's.

        :param told: its fields of ``TOLD`` as a JSON object.
        """
        text = self._text(record, told)
        number = self._numbers.setdefault(_digest(text), len(self._numbers))
        if number == len(self._texts):
            self._texts.append(text)
        return number

    def __iter__(self) -> Iterator[str]:
        """The texts, in the order of their numbers."""
        return iter(self._texts)

    def _text(self, record: Record, told: str) -> str:
        own = encode({FILLED: True, **{name: getattr(record, name) for name in self._fields}})
        text = f"{own[:-1]},{told[1:]}"
        if _placeholder.search(text):
            return text.replace(f'"{FILLED}":true', f'"{FILLED}":false', 1)
        for placeholder, value in _names(record.url, record.origin, record.route).items():
            # With a slash it is no word of JSON, such as the origin null, and no name of a field.
            if "/" in value:
                text = text.replace(json.dumps(value)[1:-1], placeholder)
        return text


def _digest(text: str) -> bytes:
    """What no two stories have in common."""
    return blake2b(text.encode("ascii"), digest_size=16).digest()


def _names(url: str, origin: str, route: str) -> dict[str, str]:
    """What a story may speak of, by placeholder: what may hold another of them comes before it."""
    path = _path.match(url)
    return {"{url}": url, "{origin}": origin, "{path}": "" if path is None else path[1], "{route}": route}


def filled(story: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """A story, told of one record: the fields that it consists of, as JSON values.

    :param record: its ``url``, ``origin`` and ``route``.
    """
    fields = {name: value for name, value in story.items() if name != FILLED}
    if not story[FILLED]:
        return fields
    names = _names(record["url"], record["origin"], record["route"])
    told: dict[str, Any] = _filled(fields, names)
    return told


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _placeholder.sub(lambda match: names[match[0]], value)
    if isinstance(value, list):
        return [_filled(each, names) for each in value]
    if isinstance(value, dict):
        return {name: _filled(each, names) for name, each in value.items()}
    return value
