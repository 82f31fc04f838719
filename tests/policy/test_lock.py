"""The text of a lock: what it looks like, that it comes back, what is said of one that is broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.errors import InvalidFile
from pytest_cors.fetch.reasons import CODES
from pytest_cors.policy import lock
from pytest_cors.policy.diff import changes
from pytest_cors.policy.lock import HEAD, UPDATE, from_text, read, to_text, write
from pytest_cors.policy.observed import ANY, Decision, Policy
from pytest_cors.survey.record import names

SPA = "https://app.example.com"

TEXT = (
    HEAD
    + """\
browser chromium
asked https://app.example.com
asked https://evil.example
asked null

GET /api/users  https://app.example.com  may read with credentials; headers X-A; exposes X-B; max-age 600; vary Origin
GET /api/users  *  denied, MissingAllowOriginHeader
PUT /api/users  https://app.example.com  may send, not with credentials: InvalidAllowCredentials; headers *
PUT /api/users  *  denied, PreflightMissingAllowOriginHeader

GET /items/<any(a, b):kind>  *  not known, answers 404 to a guessed value of kind: give [samples]
"""
)


def test_a_lock_is_read_and_written_the_same() -> None:
    policy = from_text(TEXT)
    assert to_text(policy) == TEXT
    assert policy.asked == (SPA, "https://evil.example", "null")
    assert policy.of(("/api/users", "GET"), SPA) == Decision(
        headers=("X-A",), exposes=("X-B",), max_age=600, vary=("Origin",)
    )
    assert policy.of(("/api/users", "GET"), "null") == policy.of(("/api/users", "GET"), "https://evil.example")
    assert policy.of(("/api/users", "GET"), "https://never.asked.example") is None


def test_lines_end_as_they_may() -> None:
    assert from_text(TEXT.replace("\n", "\r\n")) == from_text(TEXT)
    assert from_text(TEXT.replace("\n", "  \n") + "\n# a remark\n") == from_text(TEXT)


_codes = st.sampled_from(["", *CODES])
_tokens = st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True), max_size=3).map(names)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    why = draw(st.sampled_from(["", "", "", "not asked because it may have effects", "answers 404, or so"]))
    if why:
        return Decision(unknown=why)
    without, included = draw(_codes), draw(_codes)
    if without and included:
        included = without
    return Decision(
        verb="read" if without and included else draw(st.sampled_from(["read", "send"])),
        without=without,
        included=included,
        headers=draw(_tokens | st.just((ANY,))),
        exposes=draw(_tokens),
        max_age=draw(st.none() | st.integers(-1, 2**62)),
        vary=draw(_tokens),
    )


_routes = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(lambda text: f"/{text}")
_origins = st.sampled_from([SPA, "https://evil.example", "null", "http://localhost:3000"])


@given(
    st.dictionaries(
        st.tuples(_routes, st.sampled_from(["GET", "POST", "PURGE"])),
        st.dictionaries(_origins, decisions()),
        max_size=4,
    ),
    decisions(),
)
def test_whatever_was_observed_comes_back(
    found: dict[tuple[str, str], dict[str, Decision]], everybody: Decision
) -> None:
    asked = tuple(sorted({origin for here in found.values() for origin in here}))
    policy = Policy("webkit", asked, {place: {**here, ANY: everybody} for place, here in found.items()})
    text = to_text(policy)
    assert from_text(text) == policy
    assert to_text(from_text(text)) == text
    assert changes(policy, from_text(text)) == ()


# What is wrong with one


def mistakes(text: str) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        from_text(text, path="tests/cors.lock")
    return str(caught.value).splitlines()


def test_a_merge_conflict_is_named_with_its_line_and_nothing_else_is_said() -> None:
    lines = TEXT.splitlines()
    lines[8:8] = ["<<<<<<< HEAD", "GET /a  *  denied, MissingAllowOriginHeader", "=======", ">>>>>>> other"]
    (told,) = mistakes("\n".join(lines))
    assert told == f"tests/cors.lock:9:1: line='<<<<<<< HEAD' is a merge conflict; take either side; {UPDATE}"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("version 1", "version 2", 4, "is of another version than this pytest-cors writes, 1"),
        ("version 1\n", "", 1, "has no version after it"),
        ("browser chromium", "browser chrome", 5, "names no browser; valid: "),
        ("browser chromium\n", "", 1, "has no browser"),
        ("asked null", "asked evil.example", 8, "did you mean 'https://evil.example'"),
        ("asked https://app.example.com\n", "", 9, "is for an origin that no line says was asked"),
        ("may read with credentials;", "may read everything;", 10, "'may read everything', which is no decision"),
        ("denied, MissingAllowOriginHeader", "denied, MissingAllowOrigin", 11, "mean 'MissingAllowOriginHeader'"),
        ("max-age 600", "max-age ten", 10, "a max-age that is no number: 'ten'"),
        ("max-age 600", "maxage 600", 10, "'maxage 600', which is nothing that a lock says"),
        ("vary Origin", "vary Origin; vary Origin", 10, "'vary Origin', which is nothing that a lock says"),
        ("GET /api/users  *  denied", "GET /api/users * denied", 11, "stand apart by two spaces"),
        ("GET /api/users  *  denied, MissingAllowOriginHeader\n", "", 10, "has no line for * with it"),
        ("GET /items", "what", 15, "is no line of a lock"),
        ("GET /items", 'GET "/items', 15, "has a route that is not closed"),
        ("\nPUT /api/users  *  ", "\nGET /api/users  *  ", 13, "says again what line 11 has said"),
        ("GET /items/<any(a, b):kind>", "GET /a", 15, "is not where it belongs"),
        ("https://app.example.com  may read", "https://APP.example.com  may read", 10, "did you mean 'https://app.example.com'"),
    ],
)  # fmt: skip
def test_an_edit_by_hand_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in TEXT
    told = mistakes(TEXT.replace(old, new, 1))
    assert any(each.startswith(f"tests/cors.lock:{line}:1: ") and said in each for each in told), told
    assert all(each.endswith(UPDATE) for each in told), told


def test_everything_is_said_at_once() -> None:
    text = TEXT.replace("max-age 600", "max-age ten").replace("browser chromium", "browser x")
    assert len(mistakes(text)) >= 2


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "cors.lock"
    path.write_bytes(TEXT.encode() + b"\n\xff")
    with pytest.raises(InvalidFile, match=r"cors\.lock:17:1: .* is not UTF-8"):
        read(path)


# Writing


def test_a_lock_is_written_at_once_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cors.lock"
    write(path, "one\n")

    def broken(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(KeyboardInterrupt):
        write(path, "two\n")
    assert path.read_text(encoding="utf-8") == "one\n"
    assert [each.name for each in tmp_path.iterdir()] == ["cors.lock"]
    monkeypatch.undo()
    write(path, "two\n")
    assert path.read_bytes() == b"two\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    link = tmp_path / "cors.lock"
    (kept / "real.lock").write_text("one\n", encoding="utf-8")
    link.symlink_to(kept / "real.lock")
    write(link, "two\n")
    assert link.is_symlink()
    assert (kept / "real.lock").read_text(encoding="utf-8") == "two\n"


def test_the_head_says_how_to_get_another() -> None:
    assert "pytest --cors-update" in lock.HEAD
    assert all(line.startswith(("#", "version")) for line in lock.HEAD.splitlines())
