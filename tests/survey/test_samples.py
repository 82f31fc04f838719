"""Paths for URL rules, and the routes of an app as its URL map tells them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.routing import BaseConverter

from pytest_cors.survey.samples import Sampled, sample
from pytest_cors.survey.url_map import AppRoute, routes_of


def ok(**_values: object) -> str:
    return "ok"


def app_with(*rules: str, methods: list[str] | None = None) -> Flask:
    app = Flask("api", static_folder=None)
    for index, rule in enumerate(rules):
        app.add_url_rule(rule, f"view{index}", ok, methods=methods)
    return app


def sampled(app: Flask, given: dict[str, str] | None = None) -> Sampled | None:
    (route,) = routes_of(app) or ()

    def matches(path: str) -> bool:
        try:
            rule, _ = app.url_map.bind("localhost").match(unquote(path), return_rule=True)
        except HTTPException:
            return False
        return str(rule.rule) == route.rule

    return sample(route, given or {}, matches=matches)


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("/users", "/users"),
        ("/users/", "/users/"),
        ("/users/<name>", "/users/sample"),
        ("/users/<string(length=3):code>", "/users/aaa"),
        ("/users/<string(minlength=9):code>", "/users/aaaaaaaaa"),
        ("/users/<string(maxlength=2):code>", "/users/en"),
        ("/users/<int:id>", "/users/1"),
        ("/users/<int(min=50):id>", "/users/50"),
        ("/users/<int(fixed_digits=4):id>", "/users/0001"),
        ("/users/<float:x>", "/users/1.5"),
        ("/users/<any(de, en):language>", "/users/de"),
        ('/users/<any("x>y", en):language>', "/users/x%3Ey"),
        ("/users/<path:rest>/end", "/users/sample/end"),
        ("/users/<uuid:id>", "/users/00000000-0000-4000-8000-000000000001"),
        ("/a/<int:b>/c/<d>", "/a/1/c/sample"),
    ],
)
def test_a_value_that_suits_the_converter(rule: str, path: str) -> None:
    found = sampled(app_with(rule))
    assert found is not None
    assert found.path == path


def test_values_of_the_team_are_taken_and_the_others_are_guessed() -> None:
    found = sampled(app_with("/a/<int:b>/c/<d>"), {"b": "7", "other": "x"})
    assert found == Sampled("/a/7/c/sample", guessed=("d",))


def test_a_value_of_the_team_is_written_as_in_a_url() -> None:
    found = sampled(app_with("/a/<d>"), {"d": "ä b"})
    assert found is not None
    assert found.path == "/a/%C3%A4%20b"


def test_a_value_that_does_not_match_is_refused_by_name() -> None:
    assert sampled(app_with("/a/<int:b>"), {"b": "x"}) == Sampled("/a/1", ("b",), ("b = 'x'",))


class Even(BaseConverter):
    regex = "[02468]+"


def test_a_converter_of_the_app_that_nothing_suits() -> None:
    app = Flask("api", static_folder=None)
    app.url_map.converters["even"] = Even
    app.add_url_rule("/a/<even:b>", "a", ok)
    assert sampled(app) is None
    found = sampled(app, {"b": "22"})
    assert found == Sampled("/a/22")


# Routes


def names(app: object) -> list[str]:
    return [f"{','.join(route.methods)} {route.name}" for route in routes_of(app) or ()]


def test_equal_rules_are_one_route_with_the_methods_of_both() -> None:
    app = Flask("api", static_folder=None)
    app.add_url_rule("/a", "get", ok)
    app.add_url_rule("/a", "put", ok, methods=["PUT"])
    assert names(app) == ["GET,HEAD,PUT,OPTIONS /a"]


def test_blueprints_and_their_subdomains() -> None:
    app = Flask("api", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    blueprint = Blueprint("admin", __name__, subdomain="admin", url_prefix="/v1")
    blueprint.add_url_rule("/a", "a", ok)
    app.register_blueprint(blueprint)
    (route,) = routes_of(app) or ()
    assert (route.path, route.subdomain, route.name) == ("/v1/a", "admin", "admin/v1/a")


def test_apps_below_a_dispatcher_are_found_with_their_path() -> None:
    outer, inner = app_with("/a"), app_with("/b")
    outer.wsgi_app = DispatcherMiddleware(outer.wsgi_app, {"/api": inner})  # type: ignore[method-assign]
    assert names(outer) == ["GET,HEAD,OPTIONS /a", "GET,HEAD,OPTIONS /api/b"]
    assert names(DispatcherMiddleware(inner, {"/v2": outer})) == [
        "GET,HEAD,OPTIONS /b",
        "GET,HEAD,OPTIONS /v2/a",
        "GET,HEAD,OPTIONS /v2/api/b",
    ]


def test_an_app_that_mounts_itself_answers_only_there() -> None:
    app = app_with("/a")
    app.wsgi_app = DispatcherMiddleware(NotFound(), {"/v1": app.wsgi_app})  # type: ignore[method-assign]
    assert names(app) == ["GET,HEAD,OPTIONS /v1/a"]
    both = app_with("/a")
    both.wsgi_app = DispatcherMiddleware(both.wsgi_app, {"/v1": both.wsgi_app})  # type: ignore[method-assign]
    assert names(both) == ["GET,HEAD,OPTIONS /a", "GET,HEAD,OPTIONS /v1/a"]


def test_the_static_folder_is_told_apart() -> None:
    (route,) = routes_of(Flask("api")) or ()
    assert route.static
    assert route.converters == (("filename", "path", ""),)


def test_what_has_no_url_map_has_no_routes() -> None:
    assert routes_of(lambda _environ, _start: []) is None


def test_a_route_by_itself() -> None:
    assert sample(AppRoute("/a", ("GET",), mount="/m")) == Sampled("/m/a")
