"""What an app says about a path and a method, without being asked for it over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from pytest_cors.fetch.url import parse
from pytest_cors.survey.routes import RouteAnswer, find_route, mapped_app


def make_app(name: str = "api", **config: object) -> Flask:
    app = Flask(name)
    app.config.update(config)

    @app.route("/users", methods=["GET", "PUT"])
    def users() -> str:
        raise AssertionError("asking about a route must not run its view")

    @app.get("/users/<int:number>")
    def user(number: int) -> str:
        raise AssertionError(number)

    @app.get("/folder/")
    def folder() -> str:
        raise AssertionError

    return app


def ask(app: object, path: str, method: str = "GET", *, base: str = "https://localhost") -> RouteAnswer:
    return find_route(app, parse(base + path), method)


@pytest.mark.parametrize(
    ("method", "path", "rule", "endpoint"),
    [
        ("GET", "/users", "/users", "users"),
        ("PUT", "/users?page=2", "/users", "users"),
        ("put", "/users", "/users", "users"),
        ("HEAD", "/users", "/users", "users"),
        ("OPTIONS", "/users", "/users", "users"),
        ("GET", "/users/7", "/users/<int:number>", "user"),
        ("GET", "/folder/", "/folder/", "folder"),
        ("GET", "/%75sers", "/users", "users"),
    ],
)
def test_routed(method: str, path: str, rule: str, endpoint: str) -> None:
    assert ask(make_app(), path, method) == RouteAnswer("routed", rule=rule, endpoint=endpoint)


def test_a_missing_slash_is_redirected() -> None:
    assert ask(make_app(), "/folder") == RouteAnswer("redirected", location="https://localhost/folder/")


def test_a_method_that_is_not_routed() -> None:
    answer = ask(make_app(), "/users", "DELETE")
    assert answer == RouteAnswer("method not routed", methods=("GET", "HEAD", "OPTIONS", "PUT"))


def test_options_is_not_routed_where_flask_is_told_not_to_answer_it() -> None:
    app = Flask("api")
    app.add_url_rule("/silent", view_func=str, methods=["GET"], provide_automatic_options=False)
    assert ask(app, "/silent", "OPTIONS").kind == "method not routed"


@pytest.mark.parametrize("path", ["/user", "/users/ada", "/nothing/like/it"])
def test_no_route_names_the_nearest(path: str) -> None:
    answer = ask(make_app(), path)
    assert answer.kind == "no route"
    assert answer.rule is None
    assert answer.nearest
    assert "/static/<path:filename>" not in answer.nearest


def test_the_nearest_comes_first() -> None:
    assert ask(make_app(), "/user").nearest[0] == "/users"


def test_an_app_without_routes_has_none_near() -> None:
    assert ask(Flask("api", static_folder=None), "/users") == RouteAnswer("no route")


def test_blueprints_count() -> None:
    app = make_app()
    blueprint = Blueprint("v2", "v2", url_prefix="/v2")
    blueprint.get("/users")(str)
    app.register_blueprint(blueprint)
    assert ask(app, "/v2/users").rule == "/v2/users"


# -- hosts


def test_a_server_name_without_subdomains() -> None:
    app = make_app(SERVER_NAME="api.example.com")
    assert ask(app, "/users", base="https://api.example.com").kind == "routed"


def test_subdomains() -> None:
    app = Flask("api", subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    app.add_url_rule("/users", view_func=str, subdomain="api")
    assert ask(app, "/users", base="https://api.example.com").kind == "routed"
    assert ask(app, "/users", base="https://www.example.com").kind == "no route"


def test_a_host_that_is_not_trusted_is_not_judged() -> None:
    app = make_app(TRUSTED_HOSTS=["api.example.com"])
    if not hasattr(Flask, "create_url_adapter") or "TRUSTED_HOSTS" not in Flask("x").config:
        pytest.skip("this Flask knows no TRUSTED_HOSTS")
    assert ask(app, "/users", base="https://evil.example").kind == "unknown"


# -- behind something


def nobody(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    raise AssertionError


class Holder:
    """A middleware as people write them."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.inner = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self.inner(environ, start_response)


def closure(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return app(environ, start_response)

    return wrapped


@pytest.mark.parametrize(
    "wrap",
    [
        ProxyFix,
        Holder,
        closure,
        lambda app: app.wsgi_app,
        lambda app: ProxyFix(Holder(closure(app.wsgi_app))),
        lambda app: DispatcherMiddleware(app, {"/elsewhere": nobody}),
    ],
    ids=["ProxyFix", "holder", "closure", "wsgi_app", "three deep", "dispatcher"],
)
def test_behind_a_middleware(wrap: Callable[[Any], Any]) -> None:
    app = make_app()
    assert ask(wrap(app), "/users").rule == "/users"
    assert ask(wrap(app), "/users", "DELETE").kind == "method not routed"
    assert mapped_app(wrap(app), parse("https://localhost/users")) is app


def test_a_middleware_may_answer_what_the_map_does_not_know() -> None:
    assert ask(Holder(make_app()), "/nothing").wrapped
    assert not ask(make_app(), "/nothing").wrapped


def test_a_middleware_inside_the_app_counts_as_one() -> None:
    app = make_app()
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    assert ask(app, "/users") == RouteAnswer("routed", rule="/users", wrapped=True, endpoint="users")


def test_apps_that_are_mounted() -> None:
    outer, inner = make_app("outer"), Flask("inner")
    inner.add_url_rule("/status", view_func=str)
    outer.wsgi_app = DispatcherMiddleware(outer.wsgi_app, {"/admin": inner})  # type: ignore[method-assign]
    assert ask(outer, "/admin/status").rule == "/admin/status"
    assert ask(outer, "/users").rule == "/users"
    assert ask(outer, "/administration").kind == "no route"
    assert ask(outer, "/admin/stats").nearest == ("/admin/status",)
    assert mapped_app(outer, parse("https://localhost/admin/status")) is inner


def test_a_plain_wsgi_callable_has_no_map() -> None:
    assert ask(nobody, "/users").kind == "unknown"
    assert ask(Holder(nobody), "/users").kind == "unknown"
    assert mapped_app(nobody, parse("https://localhost/")) is None


def test_something_that_holds_itself() -> None:
    holder = Holder(nobody)
    holder.inner = holder
    assert ask(holder, "/users").kind == "unknown"
