"""Markers on top of each other: what a test declares in the end, and everything that is wrong with it."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from pytest_cors.contract.arguments import READERS
from pytest_cors.contract.marker import Declared, Layer, declare, read_layer
from pytest_cors.contract.model import Declaration, Expectation

HERE = "test_x.py::test_users"
CLASS = "test_x.py::TestUsers"
APP = "https://app.example.com"
EVIL = "https://evil.example"


def layer(*args: object, where: str = HERE, **kwargs: object) -> Layer:
    return read_layer(args, kwargs, where=where)


def declared(*layers: Layer) -> Declared:
    return declare(layers, where=HERE)


def one(*layers: Layer) -> Declaration:
    result = declared(*layers)
    assert result.mistakes == ()
    assert len(result.declarations) == 1
    return result.declarations[0]


def mistakes(*layers: Layer) -> list[str]:
    result = declared(*layers)
    assert result.mistakes
    return [str(mistake) for mistake in result.mistakes]


def test_a_whole_check() -> None:
    declaration = one(layer("PUT /users/1", origin=APP, expect="allowed", headers=["X-A: 1"], credentials="include"))
    assert declaration == Declaration(
        route="/users/1",
        method="PUT",
        origin=APP,
        headers=(("X-A", "1"),),
        credentials="include",
        expectation=Expectation(word="allowed"),
    )
    case = declaration.case()
    assert (case.method, case.route, case.credentials, case.mode) == ("PUT", "/users/1", "include", "cors")


def test_what_is_not_said_is_as_in_fetch() -> None:
    case = one(layer("/users", origin=APP, expect="allowed")).case()
    assert (case.method, case.headers, case.credentials, case.redirect) == (
        "GET",
        (),
        "same-origin",
        "follow",
    )


def test_lists_make_one_each_in_the_order_of_the_source() -> None:
    result = declared(layer(["/a", "/b"], origin=[APP, EVIL], method=["GET", "PUT"], expect="denied"))
    assert [(each.route, each.method, each.origin) for each in result.declarations] == [
        ("/a", "GET", APP),
        ("/a", "GET", EVIL),
        ("/a", "PUT", APP),
        ("/a", "PUT", EVIL),
        ("/b", "GET", APP),
        ("/b", "GET", EVIL),
        ("/b", "PUT", APP),
        ("/b", "PUT", EVIL),
    ]


def test_markers_stack() -> None:
    result = declared(layer("/a", origin=APP, expect="allowed"), layer("/b", origin=EVIL, expect="denied"))
    assert [each.route for each in result.declarations] == ["/a", "/b"]


def test_all_that_can_be_expected() -> None:
    allowed = one(
        layer(
            "/a",
            origin=APP,
            expect="allowed",
            status=201,
            exposes="ETag",
            max_age=600,
            preflight=True,
            sent=True,
        )
    )
    assert allowed.expectation == Expectation(
        word="allowed", status=201, exposes=("ETag",), max_age=600.0, preflight=True, sent=True
    )
    denied = one(layer("/a", origin=APP, expect="denied", reason="MixedContent", sent=False))
    assert denied.expectation == Expectation(word="denied", reasons=("MixedContent",), sent=False)


# -- defaults


def test_the_closest_wins_argument_by_argument() -> None:
    declaration = one(
        layer("/a", credentials="omit"),
        layer(origin=APP, credentials="include", expect="allowed", where=CLASS),
        layer(origin=EVIL, method="PUT", where="test_x.py"),
    )
    assert (declaration.origin, declaration.credentials, declaration.method) == (APP, "omit", "PUT")


def test_defaults_beside_a_route_on_the_same_function() -> None:
    declaration = one(layer("/a"), layer(origin=APP, expect="allowed"))
    assert (declaration.route, declaration.origin) == ("/a", APP)


def test_defaults_alone_make_no_check() -> None:
    declaration = one(layer(origin=APP, expect="allowed"), layer(credentials="include", where=CLASS))
    assert declaration.route is None
    assert declaration.credentials == "include"
    assert declaration.expectation == Expectation(word="allowed")


def test_defaults_may_leave_the_origin_to_each_call() -> None:
    assert one(layer(credentials="include")) == Declaration(credentials="include")


def test_a_list_in_defaults_makes_one_test_each() -> None:
    assert [each.origin for each in declared(layer(origin=[APP, EVIL])).declarations] == [APP, EVIL]


def test_none_is_as_good_as_not_given() -> None:
    assert one(layer("/a", origin=APP, expect="allowed", status=None, method=None)) == one(
        layer("/a", origin=APP, expect="allowed")
    )


@pytest.mark.parametrize(
    ("farther", "closer", "expectation"),
    [
        (
            {"expect": "allowed", "status": 401, "max_age": 600, "exposes": "ETag", "sent": True},
            {"expect": "denied"},
            Expectation(word="denied", sent=True),
        ),
        (
            {"expect": "denied", "reason": "MixedContent", "sent": False},
            {"expect": "allowed"},
            Expectation(word="allowed"),
        ),
        (
            {"expect": "allowed", "status": 401},
            {"expect": "allowed"},
            Expectation(word="allowed", status=401),
        ),
        (
            {"expect": "allowed", "preflight": True},
            {"expect": "denied"},
            Expectation(word="denied", preflight=True),
        ),
    ],
)
def test_a_closer_verdict_makes_void_what_goes_with_the_other(
    farther: dict[str, Any], closer: dict[str, Any], expectation: Expectation
) -> None:
    declaration = one(layer("/a", origin=APP, **closer), layer(where=CLASS, **farther))
    assert declaration.expectation == expectation


# -- mistakes


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        (
            {"origin": APP, "expect": "allowed", "orign": APP},
            ["'orign'", "Did you mean 'origin'?", "credentials"],
        ),
        ({"expect": "allowed"}, ["route='/a'", "origin"]),
        ({"origin": APP}, ["route='/a'", "expect='allowed' or expect='denied'"]),
        ({"origin": APP, "expect": "denied", "status": 200}, ["status=200", "contradicts expect='denied'"]),
        (
            {"origin": APP, "expect": "denied", "exposes": ["ETag"]},
            ["exposes='ETag'", "contradicts expect='denied'"],
        ),
        ({"origin": APP, "expect": "denied", "max_age": 5}, ["max_age=5.0", "contradicts expect='denied'"]),
        (
            {"origin": APP, "expect": "allowed", "reason": "MixedContent"},
            ["reason='MixedContent'", "contradicts"],
        ),
        ({"origin": APP, "expect": "allowed", "sent": False}, ["sent=False", "contradicts expect='allowed'"]),
        (
            {"origin": APP, "expect": "denied", "preflight": False, "reason": "PreflightInvalidStatus"},
            ["reason='PreflightInvalidStatus'", "contradicts preflight=False"],
        ),
        (
            {
                "origin": APP,
                "expect": "denied",
                "preflight": False,
                "reason": "MethodDisallowedByPreflightResponse",
            },
            ["contradicts preflight=False"],
        ),
        (
            {"origin": APP, "expect": "allowed", "preflight": False, "max_age": 5},
            ["contradicts preflight=False"],
        ),
        ({"origin": APP, "expect": "allowed", "route": "/b"}, ["route='/b'", "twice"]),
    ],
)
def test_what_cannot_be_meant(given: dict[str, Any], parts: list[str]) -> None:
    (message,) = mistakes(layer("/a", **given))
    assert message.startswith(f"{HERE}: ")
    assert [part for part in parts if part not in message] == []


def test_a_method_given_twice() -> None:
    (message,) = mistakes(layer("PUT /a", origin=APP, expect="allowed", method="GET"))
    assert "method='GET'" in message
    assert "route='PUT /a'" in message


def test_a_method_of_its_own_is_closer_than_a_default() -> None:
    assert one(layer("PUT /a", origin=APP, expect="allowed"), layer(method="GET", where=CLASS)).method == "PUT"


def test_a_second_positional_argument() -> None:
    (message,) = mistakes(layer("/a", APP, origin=APP, expect="allowed"))
    assert APP in message
    assert "only the route" in message


def test_what_only_goes_with_a_verdict_needs_one() -> None:
    (message,) = mistakes(layer(origin=APP, status=200))
    assert "status=200 stands without expect=" in message


def test_a_route_on_a_class_is_a_mistake_of_the_class() -> None:
    (message,) = mistakes(layer("/a", origin=APP, expect="allowed", where=CLASS))
    assert message.startswith(f"{CLASS}: route='/a'")
    assert "function" in message


def test_a_misplaced_route_that_cannot_be_read_is_one_mistake() -> None:
    (message,) = mistakes(layer("a", origin=APP, expect="allowed", where=CLASS))
    assert "'/a'" in message


def test_a_route_that_cannot_be_read_is_still_a_route() -> None:
    assert [message for message in mistakes(layer("a", origin=APP, expect="allowed")) if "'/a'" in message]


def test_all_mistakes_are_told_at_once() -> None:
    messages = mistakes(
        layer("/a", origin=f"{APP}/", expect="alowed", method="PSOT"),
        layer(credentials="inclde", where=CLASS),
    )
    assert [message for message in messages if message.startswith(CLASS)]
    for part in (f"{APP}/", "alowed", "PSOT", "inclde"):
        assert [message for message in messages if part in message]


def test_what_is_void_is_no_contradiction_but_what_is_close_is_one() -> None:
    assert "status=200" in mistakes(layer("/a", origin=APP, status=200), layer(expect="denied", where=CLASS))[0]


def test_a_declaration_says_what_it_is_in_one_line() -> None:
    case = one(layer("PUT /a", origin=APP, expect="allowed", status=201, headers=["X-A"], credentials="include")).case()
    assert str(case) == f"PUT /a from {APP} with X-A, credentials include: allowed, status 201"


def test_the_readers_have_docstrings_for_the_reference() -> None:
    assert all(inspect.getdoc(reader) for reader in READERS.values())
