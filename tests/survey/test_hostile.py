"""Origins that must not be let in: derived from those that are, bounded, and such as a browser sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.fetch.url import parse_origin
from pytest_cors.survey.hostile import KINDS, MOST, STRANGERS, hostile_origins
from pytest_cors.survey.pattern import read_pattern

APP = "https://app.example.com"


def never(_origin: str) -> bool:
    return False


def origins(*allowed: str, known: object = never) -> dict[str, str]:
    return {each.origin: each.shows for each in hostile_origins(allowed, known=known)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "shows"),
    [
        ("https://evil.example", "any origin is let in"),
        ("null", "null is let in"),
        ("http://localhost:3000", "a development server's origin"),
        ("http://localhost.evil.example", "a pattern for localhost has no end"),
        ("https://app.example.com.evil.example", "without its end"),
        ("https://app.example.comevil.example", "without its end"),
        ("https://appxexample.com", "a dot in a pattern is any character"),
        ("https://app.examplexcom", "a dot in a pattern is any character"),
        ("https://evilexample.com", "an allowed domain is matched without its beginning"),
        ("https://evilapp.example.com", "an allowed host is matched without its beginning"),
        ("https://pp.example.com", "compared by a part of it"),
        ("http://app.example.com", "the scheme is not compared"),
        ("https://app.example.com:8443", "the port is not compared"),
        ("https://evil.example.com", "every host of the domain"),
        ("https://evil.app.example.com", "hosts below an allowed one"),
        ("https://example.com", "the domain itself"),
        ("https://app.example.com_.evil.example", "without its end"),
        ("https://app.example.com.", "without its last dot"),
    ],
)
def test_each_kind_says_what_it_shows(origin: str, shows: str) -> None:
    assert shows in origins(APP)[origin]


def test_there_is_nothing_else() -> None:
    assert len(origins(APP)) == 18


def test_of_localhost_and_of_numbers_what_makes_sense() -> None:
    found = origins("http://localhost:5173", "http://127.0.0.1:5000", "http://[::1]:5000")
    assert {"https://localhost:5173", "http://localhost:5174", "https://127.0.0.1:5000", "http://[::1]:5001"} <= set(
        found
    )
    assert not [origin for origin in found if "evil127" in origin or "]." in origin]


def test_what_is_known_is_not_hostile() -> None:
    assert "null" not in origins(APP, known=lambda origin: origin == "null")
    assert "https://example.com" not in origins(APP, known=lambda origin: origin == "https://example.com")


def test_a_pattern_gives_its_lookalikes_first() -> None:
    pattern = read_pattern("https://*.preview.example.com")
    found = hostile_origins([], [pattern], known=pattern.matches)
    after_strangers = [each.origin for each in found[len(STRANGERS) :]]
    assert after_strangers[0] == "https://a.b.preview.example.com"
    assert "https://preview.example.com" in after_strangers
    assert not [origin for origin in after_strangers if pattern.matches(origin)]


@given(st.lists(st.from_regex(r"https?://[a-z]{1,5}(\.[a-z]{1,5}){0,3}(:[1-9][0-9]{3})?", fullmatch=True), max_size=30))
def test_never_too_many_never_twice_and_always_as_a_browser_writes_them(allowed: list[str]) -> None:
    found = [each.origin for each in hostile_origins(allowed, known=lambda origin: origin in allowed)]
    assert len(found) <= MOST + len(STRANGERS)
    assert len(set(found)) == len(found)
    assert not set(found) & set(allowed)
    assert all(parse_origin(origin).serialized == origin for origin in found)


def test_every_kind_is_for_something() -> None:
    assert len(KINDS) <= MOST


@pytest.mark.parametrize(
    ("text", "matching", "other"),
    [
        (
            "https://*.example.com",
            ["https://a.example.com", "https://a-1.example.com"],
            ["https://example.com", "https://a.b.example.com", "http://a.example.com", "https://a.example.com:1"],
        ),
        ("http://localhost:*", ["http://localhost:1", "http://localhost:65535"], ["http://localhost", "http://a:1"]),
        (
            "https://pr-*.example.com:8443",
            ["https://pr-7.example.com:8443"],
            ["https://pr-.example.com:8443", "https://pr-7.example.com"],
        ),
        ("https://*.*.example.com", ["https://a.b.example.com"], ["https://a.example.com"]),
    ],
)
def test_a_star_is_one_label_or_any_port(text: str, matching: list[str], other: list[str]) -> None:
    pattern = read_pattern(text)
    assert [origin for origin in matching if not pattern.matches(origin)] == []
    assert [origin for origin in other if pattern.matches(origin)] == []
    assert all(map(pattern.matches, pattern.members()))
    assert not any(pattern.matches(origin) for origin, _ in pattern.lookalikes())


@pytest.mark.parametrize(
    "text", ["https://*", "https://a.*", "*://a.example", "https://a.example:8*", "foo*", "https://*/x"]
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_pattern(text)
