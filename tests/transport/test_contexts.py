"""Requests run among the caller's contexts, and leave nothing there but what the caller should have."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import flask
import pytest

from pytest_cors.transport import HttpRequest, HttpResponse, WsgiTransport, stream
from pytest_cors.transport.stream import StreamBody

API = "https://api.example.com"
TENANT: ContextVar[str] = ContextVar("tenant")


@pytest.fixture
def shop() -> flask.Flask:
    shop = flask.Flask("shop")
    shop.secret_key = "secret"

    @shop.get("/login")
    def login() -> str:
        flask.g.user = "ada"
        flask.session["user"] = "ada"
        return "welcome"

    @shop.get("/me")
    def me() -> str:
        return str(flask.g.get("user", "nobody"))

    return shop


@pytest.fixture(params=["no context", "app context", "request context"])
def caller(request: pytest.FixtureRequest, shop: flask.Flask) -> Iterator[str]:
    """The caller's contexts: none, or as a fixture and as pytest-flask push them."""
    if request.param == "no context":
        yield request.param
    elif request.param == "app context":
        with shop.app_context():
            yield request.param
    else:
        with shop.test_request_context("/the-callers"):
            yield request.param


def app_context() -> Any:
    proxy: Any = flask.globals.app_ctx
    return proxy._get_current_object()


def get(transport: WsgiTransport, path: str) -> HttpResponse:
    return transport.send(HttpRequest("GET", f"{API}{path}"))


def body(response: HttpResponse) -> bytes:
    return response.body if isinstance(response.body, bytes) else response.body.read()


def test_nobody_stays_logged_in(shop: flask.Flask, caller: str) -> None:
    transport = WsgiTransport(shop)
    assert get(transport, "/login").body == b"welcome"
    assert get(transport, "/me").body == b"nobody"


def test_the_callers_g_is_the_callers(shop: flask.Flask) -> None:
    transport = WsgiTransport(shop)
    with shop.app_context():
        mine = flask.g._get_current_object()
        flask.g.user = "the caller"
        flask.g.basket = ["apple"]
        assert get(transport, "/me").body == b"nobody"
        get(transport, "/login")
        assert flask.g._get_current_object() is mine
        assert {name: flask.g.get(name) for name in flask.g} == {"user": "the caller", "basket": ["apple"]}


def test_the_callers_g_comes_back_when_nothing_returns(shop: flask.Flask, torn_down: list[str]) -> None:
    @shop.get("/interrupted")
    def interrupted() -> str:
        flask.g.database = "opened"
        raise KeyboardInterrupt

    with shop.app_context():
        flask.g.database = "the caller's"
        with pytest.raises(KeyboardInterrupt):
            get(WsgiTransport(shop), "/interrupted")
        assert flask.g.database == "the caller's"
        assert torn_down == ["opened"]


def test_the_callers_request_is_the_callers(shop: flask.Flask) -> None:
    with shop.test_request_context("/the-callers"):
        flask.session["user"] = "the caller"
        get(WsgiTransport(shop), "/login")
        assert flask.request.path == "/the-callers"
        assert dict(flask.session) == {"user": "the caller"}


def test_outside_there_is_nothing_afterwards(shop: flask.Flask) -> None:
    get(WsgiTransport(shop), "/login")
    assert not flask.has_app_context()
    assert not flask.has_request_context()


def test_a_context_that_is_never_popped_stays_inside(shop: flask.Flask) -> None:
    def careless(environ: Any, start_response: Any) -> Any:
        shop.app_context().push()
        return shop(environ, start_response)

    get(WsgiTransport(careless), "/login")
    assert not flask.has_app_context()


def test_a_g_of_the_apps_own_class(shop: flask.Flask) -> None:
    class Globals(flask.ctx._AppCtxGlobals):
        def __init__(self) -> None:
            self.user = "a guest"

    shop.app_ctx_globals_class = Globals
    with shop.app_context():
        flask.g.user = "the caller"
        assert get(WsgiTransport(shop), "/me").body == b"a guest"


def test_context_variables_go_in_and_come_back(shop: flask.Flask, caller: str) -> None:
    @shop.get("/tenant")
    def tenant() -> str:
        seen = TENANT.get("nobody's")
        TENANT.set("the view's")
        return seen

    transport = WsgiTransport(shop)
    token = TENANT.set("the fixture's")
    try:
        assert get(transport, "/tenant").body == b"the fixture's"
        assert TENANT.get() == "the view's"
        assert get(transport, "/tenant").body == b"the view's"
    finally:
        TENANT.reset(token)


def test_rows_of_a_fixture_that_rolls_back_are_seen(shop: flask.Flask, caller: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE user (name TEXT)")

    @shop.get("/users")
    def users() -> list[str]:
        database.execute("INSERT INTO user VALUES ('from the view')")
        return [name for (name,) in database.execute("SELECT name FROM user")]

    database.execute("BEGIN")
    database.execute("INSERT INTO user VALUES ('from the fixture')")
    assert b"from the fixture" in body(get(WsgiTransport(shop), "/users"))
    assert database.execute("SELECT count(*) FROM user").fetchone() == (2,)
    database.rollback()
    assert database.execute("SELECT count(*) FROM user").fetchone() == (0,)
    database.close()


@pytest.fixture
def torn_down(shop: flask.Flask) -> list[str]:
    """What the app opened in its `g` and has closed since, as in Flask's own tutorial."""
    closed: list[str] = []

    @shop.get("/connected")
    def connected() -> str:
        flask.g.database = flask.request.path
        return "yes"

    @shop.teardown_appcontext
    def close(error: BaseException | None) -> None:
        database = flask.g.pop("database", None)
        if database is not None:
            closed.append(database)

    return closed


def test_what_a_request_opened_is_closed_after_it(shop: flask.Flask, torn_down: list[str], caller: str) -> None:
    if caller != "no context":
        flask.g.database = "the caller's"
    get(WsgiTransport(shop), "/connected")
    assert torn_down == ["/connected"]
    if caller != "no context":
        assert flask.g.database == "the caller's"


def test_things_kept_by_app_context_outlive_a_request(shop: flask.Flask) -> None:
    """As Flask-SQLAlchemy keeps its sessions: by identity, and removed at teardown."""
    sessions: dict[int, list[str]] = {}

    def session() -> list[str]:
        return sessions.setdefault(id(app_context()), [])

    @shop.get("/rows")
    def rows() -> list[str]:
        flask.g.user = "ada"
        return session()

    @shop.teardown_appcontext
    def remove(error: BaseException | None) -> None:
        sessions.pop(id(app_context()), None)

    with shop.app_context():
        session().append("added, not committed")
        response = get(WsgiTransport(shop), "/rows")
        assert session() == ["added, not committed"]
        # From Flask 3.2 on a request has an app context of its own: no worse than with the test client.
        assert body(response) == shop.test_client().get("/rows").data


def test_a_teardown_that_raises_is_a_500(shop: flask.Flask, caller: str) -> None:
    error = ZeroDivisionError("oops")

    @shop.teardown_appcontext
    def fail(_: BaseException | None) -> None:
        if "user" in flask.g:
            raise error

    response = get(WsgiTransport(shop), "/login")
    assert response.status == 500
    assert repr(error) in repr(response.error)  # Flask 3.2 makes a group of what teardown raises


@pytest.fixture
def ticker(shop: flask.Flask) -> list[str]:
    """A stream that keeps its request while it runs."""
    log: list[str] = []

    @shop.get("/ticks")
    def ticks() -> flask.Response:
        flask.g.user = "ada"

        def lines() -> Iterator[str]:
            try:
                for number in range(3):
                    yield f"{flask.request.path} {flask.g.user} {number}\n"
            finally:
                log.append("closed")

        return flask.Response(flask.stream_with_context(lines()), mimetype=flask.request.args.get("type", "text/plain"))

    return log


def state() -> tuple[Any, ...]:
    return (
        flask.has_app_context(),
        flask.has_app_context() and [(name, flask.g.get(name)) for name in flask.g],
        flask.has_request_context(),
        flask.has_request_context() and flask.request.path,
    )


@pytest.mark.parametrize("path", ["/ticks", "/ticks?type=text/event-stream"])
def test_an_open_stream_leaves_nothing_with_the_caller(
    shop: flask.Flask, ticker: list[str], caller: str, path: str
) -> None:
    before = state()
    transport = WsgiTransport(shop)
    response = get(transport, path)
    assert response.status == 200
    assert state() == before
    text = body(response)
    assert text == b"".join(b"/ticks ada %d\n" % number for number in range(3))
    assert state() == before
    assert ticker == ["closed"]


def test_an_open_stream_may_be_closed_anywhere(shop: flask.Flask, ticker: list[str], caller: str) -> None:
    before = state()
    transport = WsgiTransport(shop)
    get(transport, "/ticks")
    with shop.app_context(), shop.test_request_context("/elsewhere"):
        flask.g.user = "somebody else"
        transport.close()
        assert (flask.g.user, flask.request.path) == ("somebody else", "/elsewhere")
    assert state() == before
    assert ticker == ["closed"]


def test_a_context_may_end_before_its_stream(shop: flask.Flask, ticker: list[str]) -> None:
    torn_down: list[str] = []
    shop.teardown_appcontext(lambda error: torn_down.append("torn down"))
    transport = WsgiTransport(shop)
    with shop.app_context():
        get(transport, "/ticks")
        torn_down.clear()
    assert torn_down == ["torn down"]
    assert state() == (False, False, False, False)
    transport.close()
    assert ticker == ["closed"]
    assert state() == (False, False, False, False)


def test_an_endless_stream_that_holds_the_context_is_cut(shop: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_BYTES", 1000)

    @shop.get("/endless")
    def endless() -> flask.Response:
        def lines() -> Iterator[bytes]:
            while True:
                yield b"0123456789"

        return flask.Response(flask.stream_with_context(lines()))

    with shop.app_context():
        response = get(WsgiTransport(shop), "/endless")
        assert isinstance(response.body, StreamBody)
        assert len(response.body.read()) in {10, 1000}
    assert state() == (False, False, False, False)


def test_a_stream_nobody_closes_ends_quietly(shop: flask.Flask, ticker: list[str], caller: str) -> None:
    """What is raised while an object is collected would be a warning, and warnings are errors here."""
    before = state()
    get(WsgiTransport(shop), "/ticks")
    assert ticker == ["closed"]
    assert state() == before
