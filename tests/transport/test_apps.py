"""Several apps under several origins."""

from __future__ import annotations

from typing import Any

import flask
import pytest

from pytest_cors.errors import InvalidArgument, NotModelled
from pytest_cors.transport import AppsTransport, HttpRequest, HttpResponse, ScriptedTransport, WsgiTransport


def named(name: str) -> Any:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{name} at {environ['HTTP_HOST']}".encode()]

    return app


def ask(transport: AppsTransport, url: str) -> Any:
    return transport.send(HttpRequest("GET", url)).body


def test_the_origin_picks_the_app() -> None:
    transport = AppsTransport(
        {
            "https://api.example.com": named("api"),
            "https://api.example.com:8443": named("other port"),
            "http://api.example.com": named("other scheme"),
            "http://localhost:5000": named("local"),
        }
    )
    assert ask(transport, "https://api.example.com/") == b"api at api.example.com"
    assert ask(transport, "https://api.example.com:8443/x?y") == b"other port at api.example.com:8443"
    assert ask(transport, "http://api.example.com/") == b"other scheme at api.example.com"
    assert ask(transport, "http://localhost:5000/") == b"local at localhost:5000"
    assert transport.origins[0] == "https://api.example.com"


@pytest.mark.parametrize(
    "url", ["https://b.example/", "http://a.example/", "https://a.example:444/", "https://x.a.example/"]
)
def test_what_nobody_serves_is_not_modelled(url: str) -> None:
    transport = AppsTransport({"https://a.example": named("a"), "http://localhost": named("local")})
    origin = url.rstrip("/")
    expected = f"no app is served at {origin}; served: https://a.example, http://localhost"
    with pytest.raises(NotModelled) as caught:
        ask(transport, url)
    assert caught.value.what == expected


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "https://a.example/",
            r"did you mean 'https://a\.example'\? \(an origin has no path, not even a slash\)",
        ),
        ("https://a.example/api", r"did you mean 'https://a\.example'"),
        ("https://A.example", r"did you mean 'https://a\.example'"),
        ("https://a.example:443", r"did you mean 'https://a\.example'"),
        ("https://u:p@a.example", "user info"),
        ("a.example", r"did you mean 'https://a\.example'"),
        ("", "is not an origin"),
        ("null", "no origin that a server can have"),
        ("ws://a.example", "no origin that a server can have"),
    ],
)
def test_a_key_is_an_origin(key: str, message: str) -> None:
    with pytest.raises(InvalidArgument, match=message):
        AppsTransport({key: named("a")})


def test_a_value_can_be_called_or_send() -> None:
    with pytest.raises(InvalidArgument, match="cannot be called"):
        AppsTransport({"https://a.example": "shop:app"})  # type: ignore[dict-item]


def test_there_is_something_to_serve() -> None:
    with pytest.raises(InvalidArgument, match="serves nothing"):
        AppsTransport({})


def test_a_value_may_be_a_transport() -> None:
    mounted = WsgiTransport(named("mounted"), base_url="https://a.example/api")
    scripted = ScriptedTransport([HttpResponse(200, (), b"scripted")])
    transport = AppsTransport({"https://a.example": mounted, "https://b.example": scripted})
    assert ask(transport, "https://a.example/api/x") == b"mounted at a.example"
    assert ask(transport, "https://b.example/") == b"scripted"
    transport.close()  # a transport need not have anything to close


def test_the_app_behind_a_url_can_be_asked_for() -> None:
    app = named("a")
    transport = AppsTransport({"https://a.example": app, "https://b.example": ScriptedTransport([])})
    assert transport.app_at("https://a.example/x") is app
    assert transport.app_at("https://b.example/x") is None
    assert transport.app_at("https://c.example/x") is None


def test_closing_closes_all() -> None:
    closed: list[str] = []

    class Endless:
        def __iter__(self) -> Endless:
            return self

        def __next__(self) -> bytes:
            return b"x"

        def close(self) -> None:
            closed.append("closed")

    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return Endless()

    transport = AppsTransport({"https://a.example": app, "https://b.example": app})
    ask(transport, "https://a.example/")
    ask(transport, "https://b.example/")
    assert closed == []
    transport.close()
    assert closed == ["closed", "closed"]


def shop(*, matching: str, server_name: str | None = "shop.example") -> flask.Flask:
    app = flask.Flask("shop", subdomain_matching=matching == "subdomain", host_matching=False, static_folder=None)
    if matching == "host":
        app.url_map.host_matching = True
    app.config["SERVER_NAME"] = server_name
    if matching == "host":
        app.add_url_rule("/", view_func=lambda host: flask.request.host, host="<host>", endpoint="index")
    else:
        app.add_url_rule("/", view_func=lambda name: flask.request.host, subdomain="<name>", endpoint="sub")
    return app


@pytest.mark.parametrize("matching", ["subdomain", "host"])
def test_a_flask_app_answers_below_its_server_name(matching: str) -> None:
    transport = AppsTransport({"https://www.shop.example": shop(matching=matching)})
    assert ask(transport, "https://ada.shop.example/") == b"ada.shop.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://evilshop.example/",
        "http://ada.shop.example/",
        "https://ada.shop.example:8443/",
        "https://example/",
    ],
)
def test_and_nowhere_else(url: str) -> None:
    transport = AppsTransport({"https://www.shop.example": shop(matching="subdomain")})
    with pytest.raises(NotModelled):
        ask(transport, url)


def test_without_matching_a_server_name_has_no_subdomains() -> None:
    app = flask.Flask("shop")
    app.config["SERVER_NAME"] = "shop.example"
    for silent in (app, shop(matching="subdomain", server_name=None)):
        with pytest.raises(NotModelled):
            ask(AppsTransport({"https://www.shop.example": silent}), "https://ada.shop.example/")


def test_a_server_name_may_have_a_port() -> None:
    app = shop(matching="subdomain", server_name="shop.example:5000")
    transport = AppsTransport({"http://shop.example:5000": app})
    assert ask(transport, "http://ada.shop.example:5000/") == b"ada.shop.example:5000"
