"""What flask-cors was told is read from what it keeps, in its newest release and in older ones."""

from __future__ import annotations

import re
from types import FunctionType
from typing import Any

import pytest

from pytest_cors.audit.extension import (
    Hook,
    Options,
    PathRule,
    decorated,
    has_effect,
    hooks,
    known_options,
    matches_text,
    sorting,
)
from tests.audit.releases import flask_cors

RELEASES = ["", "3.0.8", "5.0.1", "6.0.0", "6.0.1"]


def made(release: str, *calls: dict[str, Any]) -> Any:
    from flask import Flask

    app = Flask(__name__, static_folder=None)
    with flask_cors(release):
        from flask_cors import CORS

        for each in calls:
            CORS(app, **each)
    return app


def hook(release: str, **options: Any) -> Hook:
    (found,) = hooks(made(release, options))
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_a_rule_is_told_as_it_was_written(release: str) -> None:
    found = hook(release, resources={"/a/.*": {"origins": ["https://app.example.com", re.compile("x.*")]}})
    (rule,) = found.rules

    assert rule.text == "/a/.*"
    assert rule.options.literals == ("https://app.example.com",)
    assert [each if isinstance(each, str) else each.pattern for each in rule.options.origins][1] == "x.*"
    assert not rule.options.anybody
    assert found.blueprint == ""


@pytest.mark.parametrize(
    ("release", "order", "case", "plus"),
    [
        ("", "right", False, False),
        ("3.0.8", "by length", True, False),
        ("5.0.1", "by length", True, True),
        ("6.0.0", "inverted", False, False),
        ("6.0.1", "right", False, False),
    ],
)
def test_how_a_release_compares_is_seen_in_what_it_does(release: str, order: str, *, case: bool, plus: bool) -> None:
    found = hook(release)

    assert (found.order, found.ignores_case, found.decodes_plus) == (order, case, plus)


@pytest.mark.parametrize("release", RELEASES)
def test_our_order_is_that_of_the_release(release: str) -> None:
    patterns = ["/api/.*", "/api/private/.*", "/api/v1/users/admin", "/api/v[0-9]+/users/[a-z]+", "/.*"]
    found = hook(release, resources={pattern: {} for pattern in patterns})

    assert [rule.text for rule in sorted(found.rules, key=sorting(found.order))] == [rule.text for rule in found.rules]


def test_the_hooks_run_from_the_last_one_to_the_first() -> None:
    app = made("", {"origins": "https://first.example"}, {"origins": "https://last.example"})

    assert [each.rules[0].options.literals for each in hooks(app)] == [
        ("https://last.example",),
        ("https://first.example",),
    ]


def test_everybody_is_let_in_by_default() -> None:
    options = hook("").rules[0].options

    assert options.anybody
    assert options.lets_in("https://any.example", "same-origin")
    assert not options.lets_in("https://any.example", "include")


def test_an_option_has_an_effect_when_a_rule_has_its_value() -> None:
    options = hook("", origins="https://app.example.com", max_age=600, methods="get, PUT").rules[0].options

    assert has_effect("origins", ["https://app.example.com"], options)
    assert has_effect("max_age", "600", options)
    assert has_effect("methods", ["PUT", "GET"], options)
    assert not has_effect("origins", "*", options)
    assert not has_effect("supports_credentials", True, options)


def test_options_are_those_of_the_release() -> None:
    assert "allow_private_network" in known_options(hook("").function)
    assert "allow_private_network" not in known_options(hook("3.0.8").function)


def test_a_view_is_found_behind_other_decorators() -> None:
    from functools import wraps

    from flask import Flask
    from flask_cors import cross_origin

    app = Flask(__name__, static_folder=None)

    def twice(view: Any) -> Any:
        @wraps(view)
        def both() -> Any:
            return [view(), view()]

        return both

    app.add_url_rule("/a", "a", twice(cross_origin(origins="https://app.example.com")(lambda: "a")))
    app.add_url_rule("/b", "b", lambda: "b")
    (found,) = decorated(app)

    assert found.endpoint == "a"
    assert found.function is not None
    assert found.options.literals == ("https://app.example.com",)


def test_a_pattern_that_is_none_matches_nothing() -> None:
    assert not matches_text("*.example.com", "https://app.example.com", any_case=True)
    assert PathRule("/a/[", Options({})).matches("/a/b") is False


def test_a_release_that_nobody_knows_yet_has_no_known_bugs() -> None:
    def cors_after_request(response: Any) -> Any:
        return resources, response

    resources = [("/a", {"origins": "*"}), "what is this"]
    namespace = {"__name__": "flask_cors.extension", "try_match": lambda: None}
    function = FunctionType(cors_after_request.__code__, namespace, closure=cors_after_request.__closure__)
    app = type("App", (), {"after_request_funcs": {None: [function]}, "view_functions": {}})()
    (found,) = hooks(app)

    assert [rule.text for rule in found.rules] == ["/a"]
    assert (found.order, found.ignores_case, found.decodes_plus) == ("unknown", False, False)
