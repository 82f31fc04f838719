from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.fetch.headers import (
    Failure,
    contains,
    decode_and_split,
    extract_tokens,
    get,
    get_all,
    get_decode_and_split,
    with_repaired_utf8,
    without,
    without_empty_parts,
)
from pytest_cors.fetch.http import Header, HttpResponse

LINES: list[Header] = [("X-A", "1"), ("Vary", " a\t"), ("x-a", "\t2 "), ("X-Ab", "3"), ("vary", "")]


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("x-a", "1, 2", ["1", "2"]),
        ("vary", "a, ", ["a", ""]),
        ("x-ab", "3", ["3"]),
        ("x-", None, []),
        ("", None, []),
    ],
)
def test_get(name: str, value: str | None, lines: list[str]) -> None:
    assert get(LINES, name) == value
    assert list(get_all(LINES, name)) == lines
    assert contains(LINES, name) == (value is not None)


def test_equal_lines_are_not_one_line() -> None:
    assert get([("A", "*"), ("a", "*")], "a") == "*, *"


def test_an_empty_line_is_not_no_line() -> None:
    assert get([("A", "")], "a") == ""


def test_only_tab_and_space_are_stripped() -> None:
    assert get([("A", "\t \x0b1\x0c\xa0 \t")], "a") == "\x0b1\x0c\xa0"


def test_without() -> None:
    assert without(LINES, frozenset({"x-a", "none"})) == (("Vary", " a\t"), ("X-Ab", "3"), ("vary", ""))


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a,", ["a", ""]),
        (",a", ["", "a"]),
        ("a,,b", ["a", "", "b"]),
        (" a \t, b", ["a", "b"]),
        ('"a,b",c', ['"a,b"', "c"]),
        ('a"b,c"d,e', ['a"b,c"d', "e"]),
        ('"a\\",b",c', ['"a\\",b"', "c"]),
        ('"a\\\\",b', ['"a\\\\"', "b"]),
        ('"never closed, b', ['"never closed, b']),
        ('x"y\\', ['x"y\\']),
        ("a\\,b", ["a\\", "b"]),
        ('"\n",b', ['"\n"', "b"]),
        ('"a\\\nb",c', ['"a\\\nb"', "c"]),
        ("a\x0b,\xa0b", ["a\x0b", "\xa0b"]),
    ],
)
def test_decode_and_split(value: str, items: list[str]) -> None:
    assert decode_and_split(value) == items


def test_get_decode_and_split_joins_lines_first() -> None:
    assert get_decode_and_split([("A", '"x'), ("a", 'y", z')], "a") == ['"x, y"', "z"]
    assert get_decode_and_split([("A", "x")], "b") is None


@given(st.lists(st.text(st.characters(codec="latin-1", exclude_characters='",'), max_size=5), min_size=1))
def test_without_quotes_a_comma_is_a_comma(items: list[str]) -> None:
    assert decode_and_split(",".join(items)) == [item.strip(" \t") for item in items]


@pytest.mark.parametrize(
    ("lines", "tokens"),
    [
        ([], []),
        ([""], []),
        (["a"], ["a"]),
        (["a, B,c"], ["a", "B", "c"]),
        ([",a,,\tb ,"], ["a", "b"]),
        (["a", "b,c", ""], ["a", "b", "c"]),
        (["*"], ["*"]),
        (["a,a"], ["a", "a"]),
    ],
)
def test_extract_tokens(lines: list[str], tokens: list[str]) -> None:
    assert extract_tokens(lines) == tokens


@pytest.mark.parametrize(
    ("lines", "culprit"),
    [
        (["a b"], "a b"),
        (["a;b"], "a;b"),
        (['"a"'], '"a"'),
        (["a,b c,d e"], "b c"),
        (["a", "b/c"], "b/c"),
        (["\xe9"], "\xe9"),
        (["a\x0b"], "a\x0b"),
        (["a=b"], "a=b"),
    ],
)
def test_one_invalid_item_spoils_the_list(lines: list[str], culprit: str) -> None:
    failure = extract_tokens(lines)
    assert isinstance(failure, Failure)
    assert failure.token == culprit


@given(st.lists(st.sampled_from(["a", "x-b", "*", "GET"])), st.sampled_from([",", " ,", ", ", ",,\t"]))
def test_tokens_survive_any_list_syntax(tokens: list[str], comma: str) -> None:
    assert extract_tokens([comma.join(tokens)]) == tokens


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ([("A", ""), ("B", "1")], [("A", ""), ("B", "1")]),
        ([("A", ""), ("a", "1"), ("B", "")], [("a", "1"), ("B", "")]),
        ([("A", " \t"), ("a", "1"), ("A", "2")], [("a", "1"), ("A", "2")]),
        ([("A", ""), ("a", ""), ("A", " ")], [("A", "")]),
        ([("A", ""), ("a", "\xa0")], [("a", "\xa0")]),
        ([("A", "1"), ("a", "\x0b")], [("A", "1"), ("a", "\x0b")]),
        # Of what is named every line stays, if it is repeated in this spelling.
        ([("B", ""), ("B", "*"), ("b", ""), ("A", ""), ("a", "1")], [("B", ""), ("B", "*"), ("b", ""), ("a", "1")]),
        ([("B", ""), ("b", "*")], [("b", "*")]),
        ([("b", ""), ("b", "*")], [("b", "*")]),
    ],
)
def test_without_empty_parts(headers: list[Header], kept: list[Header]) -> None:
    response = HttpResponse(207, headers, b"body", "OK")
    seen = without_empty_parts(response, but="B")
    assert seen == HttpResponse(207, tuple(kept), b"body", "OK") or (headers == kept and seen is response)


@pytest.mark.parametrize(
    ("value", "repaired"),
    [
        ("plain", "plain"),
        ("caf\xc3\xa9", "caf\xc3\xa9"),
        ("caf\xe9", "caf\xef\xbf\xbd"),
        ("\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"),
        ("\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"),
        ("\xe2\x82\xac", "\xe2\x82\xac"),
    ],
)
def test_with_repaired_utf8(value: str, repaired: str) -> None:
    response = HttpResponse(200, [("A", value), ("B", "b")], b"\xff")
    assert list(with_repaired_utf8(response).headers) == [("A", repaired), ("B", "b")]
    assert with_repaired_utf8(response).body == b"\xff"
