"""Records fold into a table, and no difference gets lost."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pytest_cors.report.matrix import Matrix, joined_columns, kind_of, matrix

SPA, ADMIN, EVIL = "https://app.example.com", "https://admin.example.com", "https://evil.example"


def shapes(table: Matrix) -> list[tuple[str, str, str, list[str]]]:
    """Each row in words: the kind of its cells, p: preflighted, + and +/-: credentials, ?: undeclared."""
    told = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell is None:
                cells.append("")
                continue
            credentials = {"without": "", "with": "+", "both": "+/-"}[cell.credentials]
            cells.append(f"{cell.face.kind}{'p' * cell.face.preflighted}{credentials}{'' if cell.declared else '?'}")
        told.append((row.route, row.method, row.note, cells))
    return told


@pytest.mark.parametrize(
    ("verdict", "outcome", "kind"),
    [
        ("allowed", "passed", "allowed"),
        ("denied", "passed", "denied"),
        ("allowed", "failed", "broken"),
        ("denied", "error", "broken"),
        (None, "error", "broken"),
        (None, "skipped", "skipped"),
        ("not modelled", "failed", "not modelled"),
        ("not modelled", "passed", "not modelled"),
    ],
)
def test_counts_a_record_as(record: Any, verdict: Any, outcome: Any, kind: str) -> None:
    one = record("/a", SPA, verdict, outcome=outcome)
    assert kind_of(one) == kind
    assert matrix([one]).counts == ((kind, 1),)


def test_has_a_row_for_each_method_and_a_column_for_each_origin(record: Any) -> None:
    table = matrix(
        [
            record("/b", SPA),
            record("/a", EVIL, "denied"),
            record("/a", SPA, method="PUT"),
            record("/a", "null", "denied"),
            record("/a", ADMIN),
            record("/a", SPA),
        ]
    )
    assert table.origins == (SPA, ADMIN, EVIL, "null")
    assert shapes(table) == [
        ("/a", "GET", "", ["allowed", "allowed", "denied", "denied"]),
        ("/a", "PUT", "", ["allowedp", "", "", ""]),
        ("/b", "GET", "", ["allowed", "", "", ""]),
    ]
    assert (table.cells, table.routes, table.browsers) == (6, 2, ("chromium",))


def test_is_the_same_in_whatever_sequence_records_come(record: Any) -> None:
    records = [
        record(route, origin, verdict, method=method, include=include, browser=browser, expect=expect)
        for route in ("/a", "/b")
        for origin in (SPA, EVIL, "null")
        for method in ("GET", "DELETE", "LINK")
        for include in (False, True)
        for browser in ("firefox", "chromium")
        for verdict in ("allowed", "denied")
        for expect in ("allowed", None)
    ]
    expected = matrix(records)
    for seed in range(5):
        shuffled = random.Random(seed).sample(records, len(records))
        table = matrix(shuffled)
        assert (table.rows, table.origins, table.wrong) == (expected.rows, expected.origins, expected.wrong)


def test_columns_stay_where_they_are_when_something_breaks(record: Any) -> None:
    whole = matrix([record("/", SPA), record("/", ADMIN), record("/", EVIL, "denied")])
    broken = matrix(
        [
            record("/", SPA, "denied", expect="allowed"),
            record("/", ADMIN),
            record("/", EVIL, "allowed", expect="denied"),
        ]
    )
    assert broken.origins == whole.origins == (ADMIN, SPA, EVIL)


def test_methods_come_in_their_usual_order(record: Any) -> None:
    table = matrix([record("/", SPA, method=method) for method in ("LINK", "DELETE", "POST", "GET", "ACL", "PUT")])
    assert [row.method for row in table.rows] == ["GET", "POST", "PUT", "DELETE", "ACL", "LINK"]


def test_equal_cells_with_and_without_credentials_share_a_row(record: Any) -> None:
    table = matrix([record("/", SPA), record("/", SPA, include=True), record("/", ADMIN, include=True)])
    assert shapes(table) == [("/", "GET", "", ["allowed+/-", "allowed+"])]
    assert table.cells == 3


@pytest.mark.parametrize(
    ("first", "second", "note"),
    [
        ({}, {"include": True, "verdict": "denied"}, "with credentials"),
        ({"include": True}, {"verdict": "denied", "headers": ["X-A"]}, "with credentials"),
        ({}, {"headers": ["X-A", "Authorization"], "verdict": "denied"}, "with Authorization, X-A"),
        ({}, {"preflighted": True, "headers": ["X-A"]}, "with X-A"),
        ({}, {"preflighted": True, "nodeid": "zzz"}, "with a preflight"),
        ({"preflighted": True}, {"nodeid": "zzz"}, "without a preflight"),
        ({}, {"browser": "webkit", "verdict": "denied"}, "in webkit"),
        ({}, {"mode": "no-cors", "verdict": "denied"}, "in mode no-cors"),
        ({"nodeid": "t.py::a"}, {"expect": "denied", "nodeid": "t.py::test_b"}, "in test_b"),
        ({"nodeid": "x/t_old.py::a"}, {"verdict": "denied", "nodeid": "x/t_new.py::a"}, "in t_old.py"),
        ({"nodeid": "t.py::A::a"}, {"verdict": "denied", "nodeid": "t.py::B::a"}, "in B"),
        ({"nodeid": "t.py::A::a"}, {"verdict": "denied", "nodeid": "t.py::A::b"}, "in b"),
        ({"nodeid": "t.py::a[x]"}, {"verdict": "denied", "nodeid": "t.py::a[y::z]"}, "in a[y::z]"),
        (
            {"verdict": "denied", "nodeid": "t.py::a"},
            {"verdict": "denied", "reason": "AllowOriginMismatch", "nodeid": "t.py::b"},
            "in b",
        ),
        (
            {"include": True, "headers": ["X-A"], "browser": "firefox"},
            {"include": True, "headers": ["X-B"], "verdict": "denied", "browser": "webkit"},
            "with X-B",
        ),
    ],
)
def test_different_cells_get_a_row_that_says_what_differs(record: Any, first: Any, second: Any, note: str) -> None:
    records = [record("/", SPA, **{"verdict": "allowed", **each}) for each in (first, second)]
    table = matrix(records)
    assert [row.note for row in table.rows] == ["", note]
    faces = [cell.face for row in table.rows for cell in row.cells if cell]
    assert len(set(faces)) == 2


def test_a_row_of_mixed_circumstances_names_each(record: Any) -> None:
    table = matrix(
        [
            record("/", SPA, headers=["X-A"]),
            record("/", SPA, headers=["X-B"]),
            record("/", SPA, "denied", headers=["X-A"], browser="firefox"),
            record("/", SPA, "denied", headers=["X-B"], include=True),
        ]
    )
    assert table.rows[1].note == "with credentials with X-B in chromium; without credentials with X-A in firefox"


def test_a_preflight_makes_the_difference_at_the_same_origins_only(record: Any) -> None:
    table = matrix(
        [
            *(record("/", origin, preflighted=True, nodeid=f"a-{origin}") for origin in (SPA, ADMIN)),
            *(record("/", origin, nodeid=f"b-{origin}") for origin in (SPA, ADMIN)),
            record("/", EVIL, "denied"),
        ]
    )
    assert [row.note for row in table.rows] == ["", "without a preflight"]


def test_many_tests_that_differ_are_counted(record: Any) -> None:
    records = [record("/", SPA, nodeid="t.py::a")]
    records += [record("/", SPA, "denied", nodeid=f"t.py::{name}") for name in "bcd"]
    assert [row.note for row in matrix(records).rows] == ["", "in 3 tests"]


def test_a_skipped_check_yields_to_one_that_ran(record: Any) -> None:
    skipped = record("/", SPA, None, outcome="skipped", nodeid="t.py::a")
    assert shapes(matrix([skipped, record("/", SPA)])) == [("/", "GET", "", ["allowed"])]
    assert shapes(matrix([skipped])) == [("/", "GET", "", ["skipped?"])]


def test_a_cell_counts_once_and_as_the_worst_of_its_records(record: Any) -> None:
    table = matrix(
        [
            record("/", SPA),
            record("/", SPA, browser="firefox"),
            record("/", SPA, "denied", expect="allowed", browser="webkit"),
            record("/", ADMIN, expect=None),
            record("/", ADMIN, "denied", expect=None, browser="firefox"),
            record("/", EVIL, headers=["X-A"]),
            record("/", EVIL, headers=["x-a"], browser="firefox"),
        ]
    )
    assert table.counts == (("allowed", 1), ("broken", 1), ("mixed", 1))
    assert (table.undeclared, table.browsers) == (1, ("chromium", "firefox", "webkit"))


def test_ranks_reasons_of_cells_that_are_denied_as_declared(record: Any) -> None:
    table = matrix(
        [
            record("/a", SPA, "denied", reason="B"),
            record("/b", SPA, "denied", reason="A"),
            record("/c", SPA, "denied", reason="B"),
            record("/d", SPA, "denied", reason="C", expect="allowed"),
        ]
    )
    assert table.reasons == ("B", "A")


def test_adds_up_the_time(record: Any) -> None:
    assert matrix([record("/", SPA, duration=0.5), record("/", ADMIN, duration=1.25)]).seconds == 1.75


def many(record: Any, routes: list[str], **different: Any) -> list[Any]:
    return [
        each
        for route in routes
        for each in (record(route, SPA), record(route, EVIL, **different.get(route, {"verdict": "denied"})))
    ]


def test_thirty_routes_stay_apart(record: Any) -> None:
    assert len(matrix(many(record, [f"/api/r{n}" for n in range(30)])).rows) == 30


def test_more_routes_share_the_row_of_their_folder(record: Any) -> None:
    routes = [f"/api/{folder}/r{n}" for folder in ("users", "orders") for n in range(40)] + ["/health"]
    table = matrix(many(record, routes))
    assert [row.route for row in table.rows] == [
        "/api/orders/* (40 routes)",
        "/api/users/* (40 routes)",
        "/health",
    ]
    assert (table.routes, table.cells) == (81, 162)


def test_folds_further_up_only_where_it_must(record: Any) -> None:
    table = matrix(many(record, [f"/api/f{n}/{name}" for n in range(61) for name in "ab"]))
    assert [row.route for row in table.rows] == ["/api/* (122 routes)"]


def test_a_route_that_differs_keeps_its_row(record: Any) -> None:
    routes = [f"/api/r{n:02}" for n in range(70)]
    different = {"/api/r07": {"verdict": "allowed"}, "/api/r11": {"verdict": "allowed", "expect": "denied"}}
    table = matrix([*many(record, routes, **different), record("/api/r12", SPA, method="PUT")])
    assert [row.route for row in table.rows] == [
        "/api/* (67 routes)",
        "/api/r07",
        "/api/r11",
        "/api/r12",
        "/api/r12",
    ]


def test_equal_broken_routes_are_not_folded(record: Any) -> None:
    broken = {f"/api/r{n:02}": {"verdict": "allowed", "expect": "denied"} for n in (3, 4)}
    table = matrix(many(record, [f"/api/r{n:02}" for n in range(70)], **broken))
    assert [row.route for row in table.rows] == ["/api/* (68 routes)", "/api/r03", "/api/r04"]


def test_odd_routes_fold_too(record: Any) -> None:
    table = matrix(many(record, [f"r{n}" for n in range(61)]))
    assert [row.route for row in table.rows] == ["* (61 routes)"]


def joined(table: Matrix) -> list[list[str]]:
    """The origins of each column."""
    return [[table.origins[at] for at in group] for group in joined_columns(table)[1]]


def test_joins_equal_columns(record: Any) -> None:
    table = matrix(
        [
            *(record("/a", origin) for origin in (SPA, ADMIN)),
            *(record("/a", origin, "denied") for origin in (EVIL, "null")),
            record("/b", ADMIN),
        ]
    )
    assert joined(table) == [[ADMIN], [SPA], [EVIL, "null"]]


def test_joins_columns_in_which_all_that_was_asked_is_denied(record: Any) -> None:
    table = matrix(
        [
            record("/a", SPA),
            record("/b", SPA),
            record("/a", EVIL, "denied"),
            record("/b", "null", "denied"),
            record("/b", ADMIN, "denied", reason="AllowOriginMismatch"),
        ]
    )
    assert joined(table) == [[SPA], [ADMIN, EVIL], ["null"]]
    fewer, _ = joined_columns(table)
    assert [[cell and cell.face.kind for cell in row.cells] for row in fewer.rows] == [
        ["allowed", "denied", None],
        ["allowed", "denied", "denied"],
    ]


@pytest.mark.parametrize("verdict", ["allowed", "not modelled"])
def test_never_joins_what_is_not_denied_with_what_was_not_asked(record: Any, verdict: Any) -> None:
    table = matrix([record("/a", SPA, verdict, outcome="passed"), record("/b", EVIL, verdict, outcome="passed")])
    assert joined(table) == [[SPA], [EVIL]] or joined(table) == [[EVIL], [SPA]]


def test_the_row_of_most_origins_comes_first(record: Any) -> None:
    table = matrix(
        [
            record("/", ADMIN, "denied", method="PUT"),
            *(record("/", origin, method="PUT", headers=["X-A"]) for origin in (SPA, ADMIN, EVIL)),
        ]
    )
    assert shapes(table) == [
        ("/", "PUT", "", ["allowedp", "allowedp", "allowedp"]),
        ("/", "PUT", "with no headers", ["deniedp", "", ""]),
    ]
