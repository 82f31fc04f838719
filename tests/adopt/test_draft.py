"""Routes become patterns that match them, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.adopt.draft import globs
from pytest_cors.contract.rules import Globs

ROUTES = ["/", "/api/a", "/api/b", "/api/v2/c", "/api/v2/<int:id>", "/health"]


@pytest.mark.parametrize(
    ("wanted", "patterns"),
    [
        (ROUTES, ("/*",)),
        (ROUTES[1:5], ("/api/*",)),
        (ROUTES[3:5], ("/api/v2/*",)),
        (["/api/a", "/api/b"], ("/api/a", "/api/b")),
        (["/health"], ("/health",)),
        (["/", "/api/v2/c", "/api/v2/<int:id>"], ("/", "/api/v2/*")),
        ([], ()),
    ],
)
def test_patterns(wanted: list[str], patterns: tuple[str, ...]) -> None:
    assert globs(wanted, ROUTES) == patterns


def test_a_route_that_does_not_count_may_be_matched() -> None:
    assert globs(["/api/a", "/api/b"], ROUTES, ["/api/v2/c", "/api/v2/<int:id>"]) == ("/api/*",)


_routes = st.lists(st.from_regex(r"(/[ab]){1,4}/?", fullmatch=True), unique=True, max_size=12)


@given(_routes, st.data())
def test_no_more_and_no_less(routes: list[str], data: st.DataObject) -> None:
    wanted = [route for route in routes if data.draw(st.booleans())]
    patterns = Globs(globs(wanted, routes))
    assert [route for route in routes if patterns.match(route)] == wanted
