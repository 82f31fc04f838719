"""Whatever a server, an application or a script says: it is text, and the terminal stays ours."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pytest_cors import Browser
from pytest_cors.browser import FetchResult
from pytest_cors.browser.story.text import capped, columns, folded, inert, of_bytes, wrapped
from pytest_cors.transport import HttpResponse, ScriptedTransport

PAGE = "https://app.example.com"
URL = "https://api.example.net/users"
SGR = re.compile(r"\x1b\[[0-9;]*m")
ACTIVE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

HEADER_VALUES = st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"), max_size=60)
ANYTHING = st.text(max_size=60)
NASTY = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\u200b\x85\u2028\ud800\x7f"
NASTY_BYTES = "\x1b[2J\x07\x9b31m\x85\x7f\xad"

RESPONSE_HEADERS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Location",
    "Vary",
    "Set-Cookie",
    "Cross-Origin-Resource-Policy",
    "Access-Control-\x1b[31mOdd",
)


def active(story: str) -> set[str]:
    """The characters of a text that could drive a terminal."""
    return {char for char in story if unicodedata.category(char) in ACTIVE} - {"\n"}


def hostile_result(status: int, headers: list[tuple[str, str]], init: dict[str, Any], text: str) -> FetchResult:
    error = LookupError(text)
    transport = ScriptedTransport(lambda _: HttpResponse(status, headers, b"", text, error))
    return Browser(transport).page(f"{PAGE}/").fetch(URL, **init)


@given(
    status=st.sampled_from([200, 204, 302, 401, 500, 599]),
    headers=st.lists(st.tuples(st.sampled_from(RESPONSE_HEADERS), HEADER_VALUES), max_size=6),
    sent=HEADER_VALUES,
    body=st.none() | st.binary(max_size=40) | ANYTHING,
    credentials=st.sampled_from(["omit", "include"]),
    mode=st.sampled_from(["cors", "no-cors"]),
    text=ANYTHING,
)
@example(
    status=200,
    headers=[("Access-Control-Allow-Origin", NASTY_BYTES)],
    sent=NASTY_BYTES,
    body=NASTY,
    credentials="include",
    mode="cors",
    text=NASTY,
)
@example(
    status=200,
    headers=[("Access-Control-Allow-Origin", PAGE), ("Access-Control-Allow-Headers", NASTY_BYTES)],
    sent=NASTY_BYTES,
    body=b"\xff\x00\x1b",
    credentials="omit",
    mode="cors",
    text=NASTY,
)
def test_no_control_character_but_the_line_break(
    *,
    status: int,
    headers: list[tuple[str, str]],
    sent: str,
    body: bytes | str | None,
    credentials: str,
    mode: str,
    text: str,
) -> None:
    init: dict[str, Any] = {"method": "POST", "headers": [("X-A", sent)], "body": body}
    result = hostile_result(status, headers, init | {"credentials": credentials, "mode": mode}, text)
    story = result.explain(declared=text, mismatches=[text, "expected status 200"])
    assert active(story) == set()
    coloured = result.explain(declared=text, mismatches=[text, "expected status 200"], color=True)
    assert SGR.sub("", coloured) == story


def test_an_escape_is_shown_for_what_it_is() -> None:
    headers = [("Access-Control-Allow-Origin", "https://\x1b[31mred")]
    result = hostile_result(200, headers, {}, "")
    assert r"Access-Control-Allow-Origin: https://\x1b[31mred" in result.explain()


def test_carets_find_their_place_behind_what_is_spelled_out() -> None:
    headers = [("Access-Control-Allow-Origin", PAGE), ("Access-Control-Allow-Methods", "\x01, G T, X")]
    lines = hostile_result(200, headers, {"method": "PUT"}, "").explain().splitlines()
    at = next(index for index, line in enumerate(lines) if "Allow-Methods:" in line)
    assert lines[at].endswith(r"\x01, G T, X")
    assert lines[at + 1].index("^") == lines[at].index(r"\x01")
    assert lines[at + 1].count("^") == len(r"\x01")


def test_a_long_value_is_cut_and_says_how_long_it_is() -> None:
    result = hostile_result(200, [("Access-Control-Allow-Origin", "x" * 9000)], {}, "")
    story = result.explain()
    assert "...(9000characters)" in re.sub(r"[\s^]", "", story)
    assert len(story) < 6000
    assert max(map(len, story.splitlines())) < 260


def test_a_value_without_room_beside_its_name_stands_below_it() -> None:
    value = "https://a-rather-long-name.of-a-department.of-a-company.example.com"
    lines = hostile_result(200, [("Access-Control-Allow-Origin", value)], {}, "").explain().splitlines()
    at = lines.index("      Access-Control-Allow-Origin:")
    assert lines[at + 1] == f"          {value}"
    assert lines[at + 2] == " " * 18 + "^" * (len(value) - 8)
    assert lines[at + 3].strip() == "another host"
    assert lines[at + 4 : at + 6] == ["      wanted:", f"          {PAGE}"]


def test_a_folded_value_keeps_every_character_and_its_carets() -> None:
    value = ", ".join(f"X-Header-{number}" for number in range(12))
    headers = [("Access-Control-Allow-Origin", PAGE), ("Access-Control-Allow-Headers", value)]
    lines = hostile_result(200, headers, {"headers": [("X-B", "1")]}, "").explain().splitlines()
    at = lines.index("      Access-Control-Allow-Headers:")
    values, carets = lines[at + 1 : at + 6 : 2], lines[at + 2 : at + 7 : 2]
    assert "".join(line[10:] for line in values)[: len(value)] == value
    assert [line.strip(" ^") for line in carets] == ["", "", "x-b is not there"]


def test_without_colours_there_are_none_and_with_them_only_ours() -> None:
    result = hostile_result(200, [("Access-Control-Allow-Origin", "*")], {"credentials": "include"}, "")
    assert "\x1b" not in result.explain()
    coloured = result.explain(color=True)
    assert coloured.startswith("\x1b[1;31mdenied[WildcardOriginNotAllowed]\x1b[0m\x1b[1m: Access")
    assert set(SGR.findall(coloured)) <= {f"\x1b[{code}m" for code in ("0", "1", "1;31", "1;34", "2", "32", "34", "36")}


@given(ANYTHING)
@example(NASTY)
def test_inert_text_is_inert_and_stays_so(text: str) -> None:
    assert active(inert(text)) <= set()
    assert inert(inert(text)) == inert(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[0m", r"\x1b[0m"),
        ("\x9b", r"\x9b"),
        ("\u202e", r"\u202e"),
        ("\U000e0001", r"\U000e0001"),
        ("Straße 東京", "Straße 東京"),
    ],
)
def test_only_what_acts_is_spelled_out(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_bytes_are_shown_as_bytes() -> None:
    assert of_bytes("b\xc3\xbccher") == r"b\xc3\xbccher"


def test_columns_counts_wide_and_combining_characters() -> None:
    assert columns("東京") == 4
    assert columns("e\u0301") == 1


@given(ANYTHING, st.integers(1, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert " ".join(lines).split() == [word for word in map(inert, text.split()) if word]
    assert all(columns(line) <= width for line in lines if " " in line)


@given(ANYTHING, st.integers(1, 40))
def test_folding_loses_no_character(text: str, width: int) -> None:
    assert "".join(folded(text, width)) == text


def test_what_is_short_enough_is_not_cut() -> None:
    assert capped("x" * 200) == "x" * 200
    assert capped("x" * 201) == "x" * 200 + "... (201 characters)"
