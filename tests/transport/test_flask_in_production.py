"""A Flask app answers as in production, whatever its configuration says, and is left as it was."""

from __future__ import annotations

import functools
import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import flask
import pytest
from werkzeug.debug import DebuggedApplication
from werkzeug.exceptions import Conflict
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from pytest_cors.transport import HttpRequest, HttpResponse, WsgiTransport
from pytest_cors.transport.flask_app import flask_apps

API = "https://api.example.com"
ALLOW = ("Access-Control-Allow-Origin", "*")

# How a test suite, a developer or a framework may have set up the app.
CONFIGURATIONS: list[dict[str, Any]] = [
    {},
    {"TESTING": True},
    {"DEBUG": True},
    {"TESTING": True, "DEBUG": True},
    {"PROPAGATE_EXCEPTIONS": True},
    {"PROPAGATE_EXCEPTIONS": False},
    {"TRAP_HTTP_EXCEPTIONS": True},
    {"TRAP_BAD_REQUEST_ERRORS": True},
    {"TRAP_HTTP_EXCEPTIONS": True, "TRAP_BAD_REQUEST_ERRORS": True, "TESTING": True, "DEBUG": True},
]


class Failure(Exception):
    """What a view raises."""


def make_app(**config: Any) -> flask.Flask:
    app = flask.Flask("shop")
    app.config.update(config)

    @app.after_request
    def allow(response: flask.Response) -> flask.Response:
        response.headers.add(*ALLOW)
        return response

    @app.get("/ok")
    def ok() -> str:
        return "fine"

    @app.get("/raises")
    def raises() -> str:
        raise Failure("oops")

    @app.get("/conflict")
    def conflict() -> str:
        raise Conflict

    @app.post("/form")
    def form() -> str:
        return str(flask.request.form["missing"])

    @app.post("/json")
    def json() -> Any:
        return flask.jsonify(flask.request.get_json())

    @app.route("/folder/", methods=["GET", "POST"])
    def folder() -> str:
        return "in"

    return app


def ask(app: Any, path: str, method: str = "GET", *headers: tuple[str, str], body: bytes = b"") -> HttpResponse:
    return WsgiTransport(app).send(HttpRequest(method, f"{API}{path}", headers, body))


@pytest.fixture(
    params=CONFIGURATIONS, ids=lambda config: ",".join(f"{name}={config[name]}" for name in config) or "default"
)
def shop(request: pytest.FixtureRequest) -> Iterator[flask.Flask]:
    shop = make_app(**request.param)
    before = dict(shop.config)
    yield shop
    assert shop.config == before


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/ok", (), 200),
        ("GET", "/raises", (), 500),
        ("GET", "/conflict", (), 409),
        ("GET", "/nowhere", (), 404),
        ("DELETE", "/ok", (), 405),
        ("POST", "/form", (("Content-Type", "application/x-www-form-urlencoded"),), 400),
        ("POST", "/json", (("Content-Type", "application/json"),), 400),
        ("POST", "/json", (), 415),
        ("GET", "/folder", (), 308),
        ("POST", "/folder", (("Content-Type", "application/x-www-form-urlencoded"),), 308),
        ("OPTIONS", "/ok", (), 200),
    ],
)
def test_the_configuration_changes_no_answer(
    shop: flask.Flask, method: str, path: str, headers: tuple[tuple[str, str], ...], status: int
) -> None:
    response = ask(shop, path, method, *headers, body=b"{" if method == "POST" else b"")
    assert response.status == status
    assert ALLOW in response.headers
    assert isinstance(response.error, Failure) == (path == "/raises")
    assert response.error is None or path == "/raises"


def test_the_app_sees_its_own_testing_and_debug() -> None:
    app = make_app(TESTING=True, DEBUG=True)
    app.add_url_rule("/flags", view_func=lambda: f"{app.testing} {app.debug}")
    assert ask(app, "/flags").body == b"True True"


def test_the_configuration_comes_back_even_when_nothing_returns() -> None:
    app = make_app(TRAP_HTTP_EXCEPTIONS=True)

    @app.get("/interrupted")
    def interrupted() -> str:
        assert app.config["TRAP_HTTP_EXCEPTIONS"] is False
        raise KeyboardInterrupt

    before = dict(app.config)
    with pytest.raises(KeyboardInterrupt):
        ask(app, "/interrupted")
    assert app.config == before


def test_a_setting_that_is_right_already_is_not_touched() -> None:
    class Watched(flask.Config):
        written: list[str] = []  # noqa: RUF012 - shared on purpose

        def __setitem__(self, key: str, value: object) -> None:
            self.written.append(key)
            super().__setitem__(key, value)

    class Shop(flask.Flask):
        config_class = Watched

    app = Shop("shop")
    app.config.update(PROPAGATE_EXCEPTIONS=False, TRAP_BAD_REQUEST_ERRORS=True)
    Watched.written.clear()
    ask(app, "/ok")
    assert Watched.written == ["TRAP_BAD_REQUEST_ERRORS"] * 2


def test_an_error_handler_of_the_user_answers() -> None:
    app = make_app(TESTING=True)
    app.register_error_handler(500, lambda error: ("sorry", 500))
    response = ask(app, "/raises")
    assert (response.status, response.body) == (500, b"sorry")
    assert isinstance(response.error, Failure)


@pytest.mark.parametrize("kind", [Exception, Failure])
def test_an_exception_that_the_user_handles_is_none(kind: type[Exception]) -> None:
    app = make_app(TESTING=True)
    app.register_error_handler(kind, lambda error: ("handled", 503))
    response = ask(app, "/raises")
    assert (response.status, response.body, response.error) == (503, b"handled", None)


def test_a_signal_for_what_ended_well_is_no_error() -> None:
    """Flask-RESTful and its kin send the signal for every `abort(404)`."""
    app = make_app()

    @app.get("/item")
    def item() -> tuple[str, int]:
        flask.got_request_exception.send(app, exception=Failure())
        return "no such item", 404

    assert ask(app, "/item").error is None


def test_exceptions_outside_of_our_exchanges_are_not_ours() -> None:
    app = make_app()
    transport = WsgiTransport(app)
    request = HttpRequest("GET", f"{API}/ok")
    transport.send(request)
    assert app.test_client().get("/raises").status_code == 500
    app.testing = True
    with pytest.raises(Failure):
        app.test_client().get("/raises")
    assert transport.send(request).error is None


def test_a_transport_that_is_gone_listens_no_more() -> None:
    gc.collect()  # those of other tests
    before = len(flask.got_request_exception.receivers)
    ask(make_app(), "/ok")
    assert len(flask.got_request_exception.receivers) == before


def test_a_failed_exchange_does_not_stick_to_the_next() -> None:
    transport = WsgiTransport(make_app())
    assert transport.send(HttpRequest("GET", f"{API}/raises")).error is not None
    assert transport.send(HttpRequest("GET", f"{API}/ok")).error is None


def test_a_view_may_fetch_from_its_own_app() -> None:
    app = make_app(TESTING=True)
    transport = WsgiTransport(app)

    @app.get("/outer")
    def outer() -> str:
        inner = transport.send(HttpRequest("GET", f"{API}/raises"))
        assert isinstance(inner.error, Failure)
        assert app.config["PROPAGATE_EXCEPTIONS"] is False
        return f"{inner.status} {flask.request.path}"

    response = transport.send(HttpRequest("GET", f"{API}/outer"))
    assert (response.status, response.body, response.error) == (200, b"500 /outer", None)
    assert app.config["PROPAGATE_EXCEPTIONS"] is None


def test_an_exception_before_the_view_is_a_500_with_headers() -> None:
    class Broken(flask.sessions.SecureCookieSessionInterface):
        def open_session(self, app: flask.Flask, request: flask.Request) -> Any:
            raise Failure

    app = make_app(TESTING=True)
    app.session_interface = Broken()
    response = ask(app, "/ok")
    assert response.status == 500
    assert isinstance(response.error, Failure)


def test_a_generator_without_its_request_is_a_500_without_headers() -> None:
    """The classic: `request` is used after the view has returned. No server gets to send the headers."""
    app = make_app()

    @app.get("/stream")
    def stream() -> Iterator[str]:
        def lines() -> Iterator[str]:
            yield flask.request.path

        return lines()

    response = ask(app, "/stream")
    assert response.status == 500
    assert isinstance(response.error, RuntimeError)
    assert ALLOW not in response.headers


class Slotted:
    """A middleware that keeps its app under a name of its own."""

    def __init__(self, inner: Any) -> None:
        self.whatever = inner

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.whatever(environ, start_response)


def closure(inner: Any) -> Any:
    def middleware(environ: Any, start_response: Any) -> Any:
        return inner(environ, start_response)

    return middleware


def half_made() -> Any:
    later: Any

    def middleware(environ: Any, start_response: Any) -> Any:
        return later(environ, start_response)  # noqa: F821 - the point of it

    return middleware


def wrapped(inner: Any) -> Any:
    @functools.wraps(inner)
    def middleware(*args: Any) -> Any:
        return inner(*args)

    return middleware


def called_with(inner: Any, environ: Any, start_response: Any) -> Any:
    return inner(environ, start_response)


def not_found(environ: Any, start_response: Any) -> Any:
    start_response("404 Not Found", [])
    return []


WRAPPERS: dict[str, Callable[[flask.Flask], Any]] = {
    "bare": lambda app: app,
    "ProxyFix": ProxyFix,
    "two of them": lambda app: Slotted(ProxyFix(app)),
    "wsgi_app": lambda app: app.wsgi_app,
    "mounted": lambda app: DispatcherMiddleware(not_found, {"/shop": app}),
    "a closure": closure,
    "a decorator": wrapped,
    "partial": lambda app: functools.partial(called_with, app),
    "in another Flask": lambda app: flask_around(DispatcherMiddleware(not_found, {"/shop": app})),
    "the debugger": lambda app: DebuggedApplication(app, evalex=True),
}


def flask_around(inner: Any) -> flask.Flask:
    outer = flask.Flask("outer", static_folder=None)
    outer.wsgi_app = inner  # type: ignore[method-assign]
    return outer


@pytest.mark.parametrize("name", WRAPPERS)
def test_an_app_inside_middleware_is_found(name: str) -> None:
    app = make_app(TRAP_HTTP_EXCEPTIONS=True, TESTING=True)
    before = dict(app.config)
    outside = WRAPPERS[name](app)
    assert app in flask_apps(outside)
    prefix = "/shop" if name in {"mounted", "in another Flask"} else ""
    response = ask(outside, f"{prefix}/raises")
    assert response.status == 500
    assert isinstance(response.error, Failure)
    assert ALLOW in response.headers
    assert ask(outside, f"{prefix}/conflict").status == 409
    assert app.config == before


def test_middleware_inside_a_flask_app_stays_inside() -> None:
    app = make_app(TESTING=True)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]
    app.add_url_rule("/host", view_func=lambda: flask.request.host)
    assert flask_apps(app) == [app]
    assert ask(app, "/host", "GET", ("X-Forwarded-Host", "shop.example")).body == b"shop.example"
    assert ask(app, "/raises").status == 500


def test_an_app_that_is_made_on_demand_makes_itself_known() -> None:
    made: list[flask.Flask] = []

    def lazy(environ: Any, start_response: Any) -> Any:
        if not made:
            made.append(make_app(TESTING=True, TRAP_HTTP_EXCEPTIONS=True))
        apps = iter(made)
        return next(apps)(environ, start_response)

    hidden = functools.partial(lazy)
    transport = WsgiTransport(hidden)
    made_before_it_raised = transport.send(HttpRequest("GET", f"{API}/raises"))
    assert made_before_it_raised.status == 500
    assert isinstance(made_before_it_raised.error, Failure)
    assert ALLOW in made_before_it_raised.headers
    assert transport.send(HttpRequest("GET", f"{API}/conflict")).status == 409
    assert made[0].config["PROPAGATE_EXCEPTIONS"] is None
    assert made[0].config["TRAP_HTTP_EXCEPTIONS"] is True


def test_looking_for_apps_comes_to_an_end() -> None:
    knot: list[Any] = []
    knot.append(knot)
    assert flask_apps(closure(knot)) == []
    assert flask_apps(half_made()) == []
    assert flask_apps(flask.current_app) == []  # a proxy that is bound to nothing
    assert flask_apps([[lambda: None] for _ in range(10_000)]) == []


PLAIN = """
import sys
from pytest_cors.transport import HttpRequest, WsgiTransport

def app(environ, start_response):
    start_response("200 OK", [])
    return [b"plain"]

assert WsgiTransport(app).send(HttpRequest("GET", "http://localhost/")).body == b"plain"
assert not {"flask", "werkzeug"} & set(sys.modules)
"""


def test_an_app_without_flask_needs_none() -> None:
    subprocess.run([sys.executable, "-c", PLAIN], check=True)
