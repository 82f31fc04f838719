"""Where a key stands in a contract file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pytest_cors.contract.positions import Path, Position, nearest, positions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOCUMENT = '''\
# a comment with [brackets] and a = sign
title = "a # no comment, \\" and ] neither"

[contract]
base_url = "https://api.example.com"   # decides same-site
browsers = [
    "chromium",  # the first
    "firefox", 'web]kit',
]
text = """
[no.table]
key = "value"
"""
literal = \'\'\'
[[none]]
\'\'\'

[origins]
spa     = "https://app.example.com"
"quoted.name" = ["a", ["b", "c"]]
dotted.inside.here = 1

[env.staging.origins]
spa = "https://staging.example.com"
inline = { one = 1, two = [ { three = 3 } ] }

[[allow]]
routes = ["/api/*"]

[[allow]]
routes = [
  "/x",
]
date = 1979-05-27T07:32:00Z

[[allow.nested]]
deep = true

  [[allow.nested]]
  deep = false
'''


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


def test_every_key_and_every_item_has_a_place() -> None:
    assert set(positions(DOCUMENT)) == set(paths(tomllib.loads(DOCUMENT)))


def test_windows_line_ends_change_nothing() -> None:
    assert positions(DOCUMENT.replace("\n", "\r\n")) == positions(DOCUMENT)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("title",), 2, 1),
        (("contract",), 4, 1),
        (("contract", "browsers", 0), 7, 5),
        (("contract", "browsers", 2), 8, 16),
        (("contract", "literal"), 14, 1),
        (("origins", "spa"), 19, 1),
        (("origins", "quoted.name", 1, 1), 20, 29),
        (("origins", "dotted", "inside", "here"), 21, 1),
        (("env", "staging", "origins", "spa"), 24, 1),
        (("env", "staging", "origins", "inline", "two", 0, "three"), 25, 31),
        (("allow", 0), 27, 1),
        (("allow", 1, "routes", 0), 32, 3),
        (("allow", 1, "nested", 1, "deep"), 40, 3),
    ],
)
def test_the_place_is_where_it_stands(path: Path, line: int, column: int) -> None:
    assert positions(DOCUMENT)[path] == Position(line, column)


def test_what_is_missing_would_stand_in_its_table() -> None:
    found = positions(DOCUMENT)
    assert nearest(found, ("allow", 1, "origins")) == found["allow", 1]
    assert nearest(found, ("samples",)) == Position(1, 1)
