"""The names of tests: readable, unique, and the same whatever stands beside them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.contract.ids import ids
from pytest_cors.contract.model import Declaration, Expectation, Word

APP = "https://app.example.com"
ALLOWED = Expectation(word="allowed")
DENIED = Expectation(word="denied")


def test_the_form() -> None:
    declaration = Declaration(route="/api/users", method="GET", origin=APP, expectation=ALLOWED)
    assert ids([declaration]) == ["GET /api/users-https://app.example.com-allowed"]


def test_get_is_the_method_of_a_route() -> None:
    assert ids([Declaration(route="/a", origin="null", expectation=DENIED)]) == ["GET /a-null-denied"]


def test_defaults_are_named_for_what_they_say() -> None:
    assert ids([Declaration(origin=APP), Declaration(origin=APP, expectation=DENIED)]) == [
        APP,
        f"{APP}-denied",
    ]


def test_what_differs_is_added_to_both() -> None:
    plain = Declaration(route="/a", origin=APP, expectation=ALLOWED)
    include = Declaration(route="/a", origin=APP, expectation=ALLOWED, credentials="include")
    other = Declaration(route="/b", origin=APP, expectation=ALLOWED)
    assert ids([plain, include, other]) == [
        f"GET /a-{APP}-allowed-same-origin",
        f"GET /a-{APP}-allowed-include",
        f"GET /b-{APP}-allowed",
    ]


def test_headers_differ_by_name_then_by_value_unless_it_may_be_secret() -> None:
    def with_headers(*headers: tuple[str, str]) -> Declaration:
        return Declaration(route="/a", origin=APP, expectation=ALLOWED, headers=headers)

    names = ids(
        [
            with_headers(),
            with_headers(("Content-Type", "application/json")),
            with_headers(("Content-Type", "text/plain")),
            with_headers(("Authorization", "Bearer hunter2")),
            with_headers(("Authorization", "Bearer hunter3")),
        ]
    )
    assert [name.removeprefix(f"GET /a-{APP}-allowed-") for name in names] == [
        "no headers",
        "Content-Type-application/json",
        "Content-Type-text/plain",
        "Authorization",
        "Authorization-2",
    ]


def test_expectations_and_browsers_differ() -> None:
    names = ids(
        [
            Declaration(route="/a", origin=APP, expectation=ALLOWED),
            Declaration(route="/a", origin=APP, expectation=Expectation(word="allowed", status=404)),
            Declaration(route="/a", origin=APP, expectation=ALLOWED, browsers=("webkit",)),
        ]
    )
    assert [name.removeprefix(f"GET /a-{APP}-allowed-") for name in names] == [
        "no more-any browser",
        "status 404",
        "no more-webkit",
    ]


def test_a_given_name_is_kept_and_lists_add_what_differs() -> None:
    single = Declaration(route="/a", origin=APP, expectation=ALLOWED, id="everybody")
    assert ids([single]) == ["everybody"]
    several = [
        Declaration(route="/a", origin=origin, method=method, expectation=ALLOWED, id="we")
        for method in ("GET", "PUT")
        for origin in (APP, "null")
    ]
    assert ids(several) == [f"we-GET /a-{APP}", "we-GET /a-null", f"we-PUT /a-{APP}", "we-PUT /a-null"]


def test_numbers_do_not_run_into_names() -> None:
    same = Declaration(id="a")
    assert ids([same, same, Declaration(id="a-2")]) == ["a", "a-3", "a-2"]


words: st.SearchStrategy[Word] = st.sampled_from(("allowed", "denied"))
declarations = st.builds(
    Declaration,
    route=st.sampled_from([None, "/a", "/b"]),
    method=st.sampled_from([None, "GET", "PUT"]),
    origin=st.sampled_from([None, APP, "null"]),
    headers=st.sampled_from([(), (("X-A", "1"),), (("X-A", "2"),)]),
    credentials=st.sampled_from([None, "omit", "include"]),
    expectation=st.none() | st.builds(Expectation, word=words),
    browsers=st.sampled_from([(), ("webkit",)]),
    id=st.sampled_from([None, "a", "a-2"]),
)


@given(st.lists(declarations, max_size=8))
def test_names_are_unique_and_repeatable(several: list[Declaration]) -> None:
    names = ids(several)
    assert len(set(names)) == len(several)
    assert ids(several) == names
