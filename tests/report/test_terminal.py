"""The report in the terminal, as people see it."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_cors.report.layout import columns
from pytest_cors.report.run import Run
from pytest_cors.report.terminal import terminal

SPA, ADMIN, EVIL = "https://app.example.com", "https://admin.example.com", "https://evil.example"
ORIGINS = [SPA, ADMIN, EVIL, "null"]
SIGNED_IN = {"include": True, "headers": ["Authorization"]}


@pytest.fixture
def shop(record: Any) -> list[Any]:
    """Three routes, four origins, one mistake."""
    records = [record("/health", origin) for origin in ORIGINS]
    for route, method in (
        ("/api/users", "GET"),
        ("/api/users", "POST"),
        ("/api/users/<int:user_id>", "PUT"),
        ("/api/users/<int:user_id>", "DELETE"),
    ):
        reason = "Preflight" * (method in {"PUT", "DELETE"}) + "MissingAllowOriginHeader"
        records += [record(route, origin, "denied", method=method, reason=reason) for origin in (EVIL, "null")]
        records += [record(route, origin, method=method, **SIGNED_IN, preflighted=True) for origin in (SPA, ADMIN)]
    records[-1] = record(
        "/api/users/<int:user_id>",
        ADMIN,
        "denied",
        method="DELETE",
        expect="allowed",
        **SIGNED_IN,
        mismatches=["expected allowed, was denied by MethodDisallowedByPreflightResponse: DELETE"],
    )
    return records


def test_fits_eighty_columns(shop: Any, lines: Any) -> None:
    text = lines(shop)
    assert (
        "\n".join(text)
        == """\
                                     A     B     C    D
  /api/users                GET      ✓pc   ✓pc   ⊘    ⊘
                            POST     ✓pc   ✓pc   ⊘    ⊘
  /api/users/<int:user_id>  PUT    p ✓c    ✓c    ⊘2   ⊘2
✗                           DELETE p ✗c    ✓c    ⊘2   ⊘2
  /health                   GET      ✓     ✓     ✓    ✓

  A  https://admin.example.com
  B  https://app.example.com
  C  https://evil.example
  D  null

  ✓ allowed   ⊘ denied   ✗ broken   p preflighted   c with credentials

  ⊘  MissingAllowOriginHeader           Access-Control-Allow-Origin is missing
  ⊘2 PreflightMissingAllowOriginHeader  Access-Control-Allow-Origin is missing

  ✗ tests/test_shop.py::test_shop[DELETE /api/users/<int:user_id>-https://admin.example.com-allowed]
    expected allowed, was denied by MethodDisallowedByPreflightResponse: DELETE

20 cells: 11 allowed, 8 denied, 1 broken
3 routes, 4 origins; chromium; 40 ms"""
    )
    assert all(columns(line) <= 80 for line in text if "::" not in line)


def test_uses_a_wide_terminal(shop: Any, lines: Any) -> None:
    text = lines(shop, width=150)
    origins = "https://admin.example.com  https://app.example.com  https://evil.example  null"
    users = "✓pc                        ✓pc                      ⊘                     ⊘"
    assert text[:2] == [f"{'':37}{origins}", f"  /api/users                GET      {users}"]
    assert "  A  https://admin.example.com" not in text
    assert "    expected allowed, was denied by MethodDisallowedByPreflightResponse: DELETE" in text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "no-such-encoding"])
def test_falls_back_to_ascii(shop: Any, lines: Any, encoding: str) -> None:
    text = "\n".join(lines(shop, encoding=encoding))
    assert text.isascii()
    assert "✗                           DELETE p ✗c    ✓c    ⊘2   ⊘2" not in text
    assert "X                           DELETE p Xc    +c    -2   -2" in text
    assert "  + allowed   - denied   X broken   p preflighted   c with credentials" in text
    assert "  -2 PreflightMissingAllowOriginHeader  Access-Control-Allow-Origin is missing" in text


def test_tells_each_kind_by_shape_and_by_tone(shop: Any, record: Any) -> None:
    unmodelled = record("/api/users", "https://x.example", "not modelled", outcome="failed")
    skipped = record("/api/users", "https://y.example", None, outcome="skipped")
    rows = terminal(Run.of((*shop, unmodelled, skipped)), width=200)[1:4]
    tones = {span.text.strip(): span.tone for row in rows for span in row}
    assert {text: tones[text] for text in "✓⊘?s·"} == {
        "✓": "allowed",
        "⊘": "denied",
        "?": "unknown",
        "s": "quiet",
        "·": "quiet",
    }


def test_one_broken_cell_is_marked_at_its_row_and_told_with_its_node_id(shop: Any) -> None:
    loud = [[span for span in line if span.tone in {"broken", "alarm"}] for line in terminal(Run.of(shop))]
    assert [[(span.text.strip(), span.tone) for span in line] for line in loud if line] == [
        [("✗", "broken"), ("DELETE", "broken"), ("✗", "alarm")],
        [("✗", "broken")],
        [("1 broken", "broken")],
    ]


def test_says_that_nothing_ran(lines: Any) -> None:
    assert lines([]) == ["no CORS check ran"]


def test_says_that_it_is_incomplete(record: Any, lines: Any) -> None:
    assert lines([], incomplete=["gw1 was lost"]) == ["incomplete: gw1 was lost", "no CORS check ran"]
    assert "incomplete: gw1 was lost" in lines([record("/", SPA)], incomplete=["gw1 was lost"])


def test_counts_in_the_singular(record: Any, lines: Any) -> None:
    assert lines([record("/", SPA, duration=0.0001)])[-2:] == [
        "1 cell: 1 allowed",
        "1 route, 1 origin; chromium; less than 1 ms",
    ]


def test_counts_what_is_out_of_the_ordinary(record: Any, lines: Any) -> None:
    text = lines(
        [
            record("/", SPA, expect=None, duration=1.5),
            record("/", ADMIN, "not modelled", outcome="failed", mismatches=["not modelled: no app there"]),
            record("/", EVIL, None, outcome="skipped", browser="firefox"),
        ]
    )
    assert text[-2:] == [
        "3 cells: 1 allowed, 1 not modelled, 1 skipped (1 undeclared)",
        "1 route, 3 origins; chromium, firefox; 1.5 s",
    ]
    assert "  ✓ allowed   ? not modelled   s skipped   u undeclared" in text
    assert any("in chromium: not modelled: no app there" in line for line in text)


def test_names_the_cell_where_the_node_id_does_not(record: Any, lines: Any) -> None:
    text = lines([record("/api/users", SPA, "denied", expect="allowed", nodeid="t.py::test_list")])
    assert "  ✗ t.py::test_list" in text
    assert "    GET /api/users from https://app.example.com: expected allowed, was denied" in text


def test_a_short_mismatch_stands_beside_its_node_id(record: Any, lines: Any) -> None:
    text = lines([record("/a", "null", "denied", expect="allowed", nodeid="t.py::test[/a-null]")])
    assert "  ✗ t.py::test[/a-null]  expected allowed, was denied" in text


def test_a_title_without_room_stands_below_its_code(record: Any, lines: Any) -> None:
    text = lines([record("/", SPA, "denied", reason="WildcardOriginNotAllowed")])
    at = text.index("  ⊘ WildcardOriginNotAllowed")
    assert text[at + 1] == "    Access-Control-Allow-Origin is * and credentials are included"


def test_a_code_that_nobody_knows_has_no_title(record: Any, lines: Any) -> None:
    assert "  ⊘ Novel" in lines([record("/", SPA, "denied", reason="Novel")])


def test_a_long_route_has_a_line_of_its_own(record: Any, lines: Any) -> None:
    long = "/api/v1/organisations/<uuid:organisation_id>/members/<int:member_id>"
    text = lines([record(route, origin) for route in ("/a", "/b", "/c", "/d", long) for origin in ORIGINS])
    assert text[:7] == [
        "          A   B   C   D",
        "  /a  GET ✓   ✓   ✓   ✓",
        f"  {long}",
        "      GET ✓   ✓   ✓   ✓",
        "  /b  GET ✓   ✓   ✓   ✓",
        "  /c  GET ✓   ✓   ✓   ✓",
        "  /d  GET ✓   ✓   ✓   ✓",
    ]


def test_a_route_longer_than_the_terminal_keeps_both_ends(record: Any, lines: Any) -> None:
    text = lines([record("/begin/" + "x" * 500 + "/end", origin) for origin in ORIGINS])
    assert any(line.startswith("  /begin/") and line.endswith("/end") and "…" in line for line in text)
    assert all(columns(line) <= 80 for line in text)


def test_thirty_routes_and_nine_origins_fit(record: Any, lines: Any) -> None:
    origins = [f"https://{'abcdefgh'[n]}.example.com" for n in range(8)] + ["null"]
    records = [
        record(f"/api/v1/{name}/<int:id>/items/{n}", origin, "denied" if at > 3 else "allowed", method=method)
        for name in ("users", "orders", "reports")
        for n in range(10)
        for method in ("GET", "DELETE")
        for at, origin in enumerate(origins)
    ]
    text = lines(records)
    assert text[0].split() == list("ABCDEFGHI")
    assert all(columns(line) <= 80 for line in text)
    assert "540 cells: 240 allowed, 300 denied" in text


def test_equal_columns_share_a_letter_when_there_are_too_many(record: Any, lines: Any) -> None:
    origins = [f"https://o{n:02}.example" for n in range(40)]
    records = [record("/", origin, "allowed" if n < 2 else "denied") for n, origin in enumerate(origins)]
    text = lines(records)
    assert text[:4] == [
        "         A   B",
        "  /  GET ✓   ⊘",
        "",
        "  A  https://o00.example   https://o01.example",
    ]
    assert "     https://o05.example   and 34 more" in text
    everything = "\n".join(lines(records, verbosity=1))
    assert all(origin in everything for origin in origins)
    assert "more" not in everything


def test_columns_that_all_differ_go_into_several_tables(record: Any, lines: Any) -> None:
    origins = [f"https://o{n:02}.example" for n in range(40)]
    records = [
        record(f"/{bit}", origin, "denied" if n >> bit & 1 else "allowed")
        for n, origin in enumerate(origins)
        for bit in range(6)
    ]
    text = lines(records)
    heads = [line.split() for line in text if line.startswith("      ")]
    assert len(heads) > 1
    letters = [letter for head in heads for letter in head]
    assert (letters[0], letters[25], letters[26], letters[-1], len(letters)) == ("A", "Z", "AA", "AN", 40)
    assert all(columns(line) <= 80 for line in text)


def test_lists_fifty_wrong_checks(record: Any, lines: Any) -> None:
    text = lines([record(f"/r{n}", SPA, "denied", expect="allowed") for n in range(60)])
    assert sum(line.startswith("  ✗ tests/") for line in text) == 50
    assert "  and 10 more" in text


HOSTILE = "\x1b]0;owned\x07\x1b[2J\r\n\u202e\x9b31m</script>\ud800"


def test_hostile_values_do_not_drive_the_terminal(record: Any, lines: Any) -> None:
    hostile = [
        record(
            f"/{HOSTILE}",
            f"https://{HOSTILE}",
            verdict,
            method=f"GET{HOSTILE}",
            expect="allowed",
            reason=f"Novel{HOSTILE}",
            browser=f"browser{n}{HOSTILE}",
            headers=[HOSTILE],
            nodeid=f"t.py::{HOSTILE}{n}",
            mismatches=[HOSTILE, "x" * 100_000],
            mode=HOSTILE,
        )
        for n, verdict in enumerate(("allowed", "denied", "not modelled"))
    ]
    for encoding in ("utf-8", "ascii"):
        text = lines(hostile, encoding=encoding, incomplete=[HOSTILE])
        assert all(line.isprintable() for line in text)
        assert r"\x1b]0;owned\x07" in "\n".join(text)
        assert all(len(line) < 500 for line in text)


@pytest.mark.parametrize("width", [0, 40, 60, 79, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(shop: Any, lines: Any, width: int) -> None:
    told = [line for line in lines(shop, width=width) if "::" not in line and "ABC" not in line]
    assert max(columns(line) for line in told) <= max(width, 40)
