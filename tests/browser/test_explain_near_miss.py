"""The one difference between an origin and what was nearly it, named and underlined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.browser.story.near_miss import near_miss

APP = "https://app.example.com"

# What the server said, what the browser wanted, what it is called, what is underlined.
CASES = [
    (f"{APP}/", APP, "slash", "/"),
    (f"{APP}/users", APP, "path", "/users"),
    ("http://app.example.com", APP, "scheme", "http"),
    ("https://app.example.com", "http://app.example.com", "scheme", "https"),
    ("app.example.com", APP, "scheme", "app.example.com"),
    ("app.example.com/", APP, "scheme", "app.example.com/"),
    (f"{APP}:443", APP, "default-port", ":443"),
    (f"{APP}:8443", APP, "port", ":8443"),
    ("http://localhost:3000", "http://localhost:5173", "port", ":3000"),
    ("http://localhost", "http://localhost:3000", "port", ""),
    ("https://www.example.com", "https://example.com", "www", "www."),
    ("https://example.com", "https://www.example.com", "www", "example.com"),
    ("https://App.Example.com", APP, "case", "App.E"),
    ("HTTPS://app.example.com", APP, "case", "HTTPS"),
    (f"{APP}.", APP, "dot", "app.example.com."),
    (f'"{APP}"', APP, "quoted", f'"{APP}"'),
    (f"['{APP}']", APP, "quoted", f"['{APP}']"),
    ("https://b\xc3\xbccher.example", "https://xn--bcher-kva.example", "unicode", "\xc3\xbccher.example"),
    ("https://*.example.com", APP, "glob", "*"),
    ("http://localhost:*", "http://localhost:3000", "glob", "*"),
    (r"https://.*\.example\.com", APP, "pattern", r"https://.*\.example\.com"),
    (f"^{APP}$", APP, "pattern", f"^{APP}$"),
    (f"{APP}, https://admin.example.com", APP, "list", f"{APP}, https://admin.example.com"),
    (f"{APP} https://admin.example.com", APP, "list", f"{APP} https://admin.example.com"),
    (f"{APP}, {APP}", APP, "repeated", f"{APP}, {APP}"),
    ("*, *", APP, "repeated", "*, *"),
    ("https://example.com", APP, "subdomain", "example.com"),
    ("https://admin.example.com", APP, "host", "admin.example.com"),
    ("https://ada:pw@admin.example.com:8443", APP, "host", "admin.example.com"),
    ("http://[::1]:3000", "http://[::1]:5173", "port", ":3000"),
    ("null", APP, "null", "null"),
    ("NULL", APP, "null", "NULL"),
    (APP, "null", "tainted", APP),
    ("", APP, "empty", ""),
    ("true", APP, "other", "true"),
    ("https://", APP, "other", "https://"),
    ("https:app.example.com", APP, "other", "https:app.example.com"),
]


@pytest.mark.parametrize(("seen", "wanted", "kind", "marked"), CASES)
def test_the_difference_has_a_name_and_a_place(seen: str, wanted: str, kind: str, marked: str) -> None:
    miss = near_miss(seen, wanted)
    assert miss.kind == kind
    assert seen[miss.start : miss.end] == marked
    assert miss.label


LATIN_1 = st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"))
ORIGINS = st.sampled_from([APP, "null", "http://localhost:3000", "https://[::1]:8443"])


@given(seen=LATIN_1 | st.builds("{}{}{}".format, LATIN_1, ORIGINS, LATIN_1), wanted=ORIGINS)
def test_whatever_a_server_says_can_be_compared(seen: str, wanted: str) -> None:
    miss = near_miss(seen, wanted)
    assert 0 <= miss.start <= miss.end <= len(seen)
