"""An exception of a view: the user's own frames, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_cors.browser.story.raised import frames, raised

SOURCE = """\
import json


def view(text):
    return parse(text)


def parse(text):
    return json.loads(text)


def deep(depth):
    return deep(depth - 1) if depth else parse("{")
"""


def user_code(path: str) -> dict[str, Any]:
    module: dict[str, Any] = {"__name__": "shop.views"}
    exec(compile(SOURCE, path, "exec"), module)
    return module


def caught(function: Any, *args: Any) -> BaseException:
    try:
        function(*args)
    except Exception as error:  # noqa: BLE001 - whatever it raises is looked at
        return error.with_traceback(error.__traceback__.tb_next if error.__traceback__ else None)
    raise AssertionError("because the function raises")


def test_the_users_frames_come_innermost_first() -> None:
    error = caught(user_code("shop/views.py")["view"], "{")
    assert raised(error, frozenset()) == [
        "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "shop/views.py:9 in parse",
        "shop/views.py:5 in view",
    ]


def test_three_frames_are_enough() -> None:
    error = caught(user_code("shop/views.py")["deep"], 20)
    assert frames(error) == [
        "shop/views.py:9 in parse",
        "shop/views.py:13 in deep",
        "shop/views.py:13 in deep",
    ]


def test_libraries_are_left_out_by_their_place() -> None:
    error = caught(user_code("venv/lib/python3/site-packages/shop/views.py")["view"], "{")
    assert len(frames(error)) == 1
    assert "json" in frames(error)[0], "without a frame of the user's, the one that raised"


def test_a_path_is_told_from_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    error = caught(user_code(str(tmp_path / "shop" / "views.py"))["view"], "{")
    assert frames(error)[0] == "shop/views.py:9 in parse"


def test_a_path_that_cannot_be_told_from_here_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", refuse)
    error = caught(user_code("D:/shop/views.py")["view"], "{")
    assert frames(error)[0] == "D:/shop/views.py:9 in parse"


def test_frozen_code_is_no_users_code() -> None:
    error = caught(user_code("<frozen shop>")["view"], "{")
    assert len(frames(error)) == 1


def test_without_a_traceback_there_are_no_frames() -> None:
    assert raised(LookupError(), frozenset()) == ["LookupError"]


def test_a_long_message_is_cut() -> None:
    lines = raised(LookupError("\n".join(["x" * 1000, "two", "three", "four"])), frozenset())
    assert lines == ["LookupError: " + "x" * 300 + "... (1000 characters)", "  two", "  three"]


def test_a_message_that_cannot_be_read_does_no_harm() -> None:
    class BrokenError(Exception):
        def __str__(self) -> str:
            raise ValueError("no")

    assert raised(BrokenError(), frozenset()) == ["BrokenError: (its message cannot be read)"]


def test_the_standard_library_is_no_users_code() -> None:
    error = caught(json.loads, "{")
    assert "decoder.py" in frames(error)[0]
    assert len(frames(error)) == 1
