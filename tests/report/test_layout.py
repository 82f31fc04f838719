"""Text in a terminal: inert, measured, cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.report.layout import Span, columns, elide, inert, pad, plain, wrap

anything = st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x07\x1b\x7f\x9b\u202e\u2028\ud800"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/api/users/<int:user_id>", "/api/users/<int:user_id>"),
        ("/ünïcode", "/ünïcode"),
        ("/用户", "/用户"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\r\nb\tc", r"a\x0d\x0ab\x09c"),
        ("\x9b2J", r"\x9b2J"),
        ("evil\u202egpj.exe", r"evil\u202egpj.exe"),
        ("two\u2028lines", r"two\u2028lines"),
        ("\ud800", r"\ud800"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_spells_out_what_drives_a_terminal(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_spells_out_what_the_terminal_cannot_show() -> None:
    assert inert("/é/用", encoding="latin-1") == r"/é/\u7528"
    assert inert("/é/用", encoding="ascii") == r"/\xe9/\u7528"


@given(anything, st.sampled_from(["utf-8", "ascii", "latin-1", "cp437"]))
def test_lets_nothing_active_through(text: str, encoding: str) -> None:
    shown = inert(text, encoding=encoding)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert shown.encode(encoding).decode(encoding) == shown


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("用户", 4), ("e\u0301", 1), ("e\ufe0f", 1), ("·⊘✓", 3)]
)
def test_measures_columns(text: str, width: int) -> None:
    assert columns(text) == width
    assert columns(pad(text, 10)) == 10


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("/api/users", 10, "/api/users"),
        ("/api/users", 9, "/api…sers"),
        ("/api/users/items", 8, "/api…ems"),
        ("/用户用户", 7, "/用…户"),
        ("/api/users", 1, "…"),
    ],
)
def test_leaves_out_the_middle(text: str, width: int, shown: str) -> None:
    assert elide(text, width, ellipsis="…") == shown


@given(st.text("ab用e\u0301"), st.integers(3, 20))
def test_never_takes_more_than_its_columns(text: str, width: int) -> None:
    assert columns(elide(text, width, ellipsis="...")) <= width


def test_wraps_words_and_cuts_none() -> None:
    assert wrap(["aa", "bb", "cccccccc", "d"], 6) == ["aa bb", "cccccccc", "d"]
    assert wrap([], 6) == []


def test_gives_plain_text() -> None:
    assert plain([(Span("a", "strong"), Span("b  ")), ()]) == ["ab", ""]
