"""The client: Flask's arguments in, what script sees out."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, abort, make_response, redirect, request, session
from flask.json.provider import DefaultJSONProvider
from flask_cors import CORS
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as WerkzeugResponse

from pytest_cors.browser import Browser
from pytest_cors.errors import ConfigurationError, ContractViolation, CorsDenied, InvalidArgument, RequestError
from pytest_cors.plugin.client import CorsClient

APP = "https://app.example.com"
EVIL = "https://evil.example"

Project = Callable[..., pytest.RunResult]

on_app = pytest.mark.cors(origin=APP)
allowed = pytest.mark.cors(origin=APP, expect="allowed")


class Seen:
    """What the last request looked like to the app."""

    method: str
    query: str
    content_type: str
    body: bytes
    headers: dict[str, str]
    form: dict[str, str]
    files: dict[str, bytes]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def app(seen: Seen) -> Flask:
    app = Flask("api")
    app.secret_key = "for the tests"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(app, origins=[APP], expose_headers=["X-Total-Count"], supports_credentials=True, max_age=600)

    @app.route("/echo", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    def echo() -> Response:
        seen.method, seen.query = request.method, request.query_string.decode()
        seen.content_type, seen.body = request.headers.get("Content-Type", ""), request.get_data()
        seen.headers, seen.form = dict(request.headers), dict(request.form)
        seen.files = {name: file.read() for name, file in request.files.items()}
        response = make_response({"hello": "Ada"}, 201)
        response.headers.update({"X-Total-Count": "1", "X-Internal": "7"})
        return response

    @app.get("/me")
    def me() -> dict[str, str]:
        return {"user": session.get("user") or abort(401)}

    @app.post("/login")
    def login() -> WerkzeugResponse:
        session["user"] = (request.get_json(silent=True) or request.form)["user"]
        return redirect("/welcome")

    @app.get("/welcome")
    def welcome() -> tuple[str, int, dict[str, str]]:
        return f"Welcome, {session['user']}", 200, {"X-Internal": "7"}

    @app.get("/text")
    def text() -> str:
        return "Grüße"

    @app.get("/endless")
    def endless() -> Response:
        def forever() -> Any:
            while True:
                yield b"data: tick\n\n"

        return Response(forever(), mimetype="text/event-stream")

    return app


# -- a request


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@allowed
def test_methods(cors_client: CorsClient, seen: Seen, method: str) -> None:
    response = getattr(cors_client, method)("/echo")
    assert (seen.method, response.status_code) == (method.upper(), 201)


@allowed
def test_head_and_options(cors_client: CorsClient, seen: Seen) -> None:
    assert cors_client.head("/echo").data == b""
    assert seen.method == "HEAD"
    options = cors_client.options("/echo").cors
    assert [exchange.request.method for exchange in options.exchanges] == ["OPTIONS", "OPTIONS"]


@pytest.mark.cors(origin=APP, method="DELETE")
def test_open_takes_the_method_of_the_marker(cors_client: CorsClient, seen: Seen) -> None:
    cors_client.open("/echo")
    assert seen.method == "DELETE"
    cors_client.open("/echo", method="put")
    assert seen.method == "PUT"


@allowed
def test_json(cors_client: CorsClient, seen: Seen) -> None:
    response = cors_client.post("/echo", json={"name": "Ada"})
    assert (seen.content_type, seen.body) == ("application/json", b'{"name": "Ada"}')
    assert response.cors.preflighted


@allowed
def test_json_is_written_as_the_app_writes_it(app: Flask, cors_client: CorsClient, seen: Seen) -> None:
    class Provider(DefaultJSONProvider):
        def dumps(self, obj: Any, **kwargs: Any) -> str:
            return super().dumps({"wrapped": obj}, **kwargs)

    app.json = Provider(app)
    cors_client.post("/echo", json=datetime.date(2026, 1, 1))
    assert b"wrapped" in seen.body


@allowed
def test_a_form(cors_client: CorsClient, seen: Seen) -> None:
    response = cors_client.post("/echo", data={"name": "Ada"})
    assert seen.form == {"name": "Ada"}
    assert seen.content_type == "application/x-www-form-urlencoded"
    assert not response.cors.preflighted


@allowed
def test_a_file(cors_client: CorsClient, seen: Seen) -> None:
    response = cors_client.post("/echo", data={"name": "Ada", "file": (io.BytesIO(b"bytes"), "a.txt")})
    assert (seen.form, seen.files) == ({"name": "Ada"}, {"file": b"bytes"})
    assert seen.content_type.startswith("multipart/form-data; boundary=")
    assert not response.cors.preflighted


@allowed
def test_text_goes_out_as_script_sends_a_string(cors_client: CorsClient, seen: Seen) -> None:
    response = cors_client.post("/echo", data="Grüße")
    assert (seen.content_type, seen.body) == ("text/plain;charset=UTF-8", "Grüße".encode())
    assert not response.cors.preflighted


@allowed
def test_bytes_have_no_type_of_their_own(cors_client: CorsClient, seen: Seen) -> None:
    cors_client.post("/echo", data=b"\xff")
    assert (seen.content_type, seen.body) == ("", b"\xff")


@pytest.mark.parametrize(
    "arguments",
    [
        {"data": "<a/>", "content_type": "application/xml"},
        {"data": b"<a/>", "mimetype": "application/xml"},
        {"data": "<a/>", "headers": {"Content-Type": "application/xml"}},
        {"data": b"<a/>", "headers": [("content-type", "application/xml")]},
        {"data": "<a/>", "headers": ["Content-Type: application/xml"]},
    ],
)
@allowed
def test_a_content_type_of_ones_own(cors_client: CorsClient, seen: Seen, arguments: dict[str, Any]) -> None:
    response = cors_client.post("/echo", **arguments)
    assert (seen.content_type.partition(";")[0], seen.body) == ("application/xml", b"<a/>")
    assert response.cors.preflighted


@pytest.mark.parametrize(
    ("path", "query", "sent"),
    [
        ("/echo?a=1", None, "a=1"),
        ("/echo", {"a": "1", "b": "ü"}, "a=1&b=%C3%BC"),
        ("/echo?a=1", {"b": "2"}, "a=1&b=2"),
        ("/echo", "a=1", "a=1"),
        ("https://localhost/echo", None, ""),
    ],
)
@allowed
def test_queries(cors_client: CorsClient, seen: Seen, path: str, query: Any, sent: str) -> None:
    cors_client.get(path, query_string=query)
    assert seen.query == sent


@pytest.mark.parametrize("headers", [{"X-A": "1"}, [("X-A", "1")], Headers({"X-A": "1"}), ["X-A: 1"]])
@allowed
def test_headers(cors_client: CorsClient, seen: Seen, headers: Any) -> None:
    cors_client.get("/echo", headers=headers)
    assert seen.headers["X-A"] == "1"


@pytest.mark.cors(origin=APP, headers=["X-A: 1", "X-B: 2", "Content-Type: text/x"])
def test_headers_of_the_marker_are_those_of_every_request(cors_client: CorsClient, seen: Seen) -> None:
    cors_client.post("/echo", headers={"x-b": "3"}, json=[])
    assert (seen.headers["X-A"], seen.headers["X-B"], seen.content_type) == ("1", "3", "application/json")
    cors_client.assert_allowed("/echo", headers={"X-C": "4"})
    assert (seen.headers["X-A"], seen.headers["X-C"]) == ("1", "4")


@allowed
def test_auth(cors_client: CorsClient, seen: Seen) -> None:
    cors_client.get("/echo", auth=("ada", "secret"))
    assert seen.headers["Authorization"] == "Basic YWRhOnNlY3JldA=="


@on_app
def test_the_page(cors_client: CorsClient, seen: Seen) -> None:
    result = cors_client.get("/echo").cors
    assert (result.page.url, result.page.origin) == (f"{APP}/", APP)
    assert seen.headers["Origin"] == APP
    sandboxed = cors_client.get("/echo", origin="null").cors
    assert (sandboxed.page.sandboxed, seen.headers["Origin"]) == (True, "null")


@on_app
def test_modes_of_fetch(cors_client: CorsClient) -> None:
    assert cors_client.get("/echo", origin=EVIL, mode="no-cors").cors.response.type == "opaque"
    assert cors_client.get("/echo", mode="same-origin").cors.reason.code == "DisallowedByMode"  # type: ignore[union-attr]
    assert cors_client.get("/echo", credentials="include").cors.request.credentials_mode == "include"
    assert cors_client.get("/echo", redirect="error").cors.allowed


# -- mistakes in a call


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ({"orgin": APP}, ["cors_client.get()", "'orgin'", "Did you mean 'origin'?"]),
        ({"follow_redirects": True}, ["'follow_redirects'", "redirect='manual'"]),
        ({"base_url": "https://x.example"}, ["--cors-base-url"]),
        ({"environ_base": {}}, ["WSGI environ"]),
        ({"quite_unknown": 1}, ["'quite_unknown'"]),
        ({"status": 200}, ["'status'"]),
    ],
)
@on_app
def test_unknown_arguments(cors_client: CorsClient, arguments: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(TypeError) as caught:
        cors_client.get("/echo", **arguments)
    assert [part for part in parts if part not in str(caught.value)] == []
    cors_client.get("/echo")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"origin": f"{APP}/"}, "slash"),
        ({"origin": [APP, EVIL]}, "several"),
        ({"expect": "alowed"}, "'allowed'"),
        ({"credentials": "inclde"}, "'include'"),
        ({"headers": {"Origin": EVIL}}, "forbidden"),
        ({"headers": {"Cookie": "a=1"}}, "forbidden"),
    ],
)
@on_app
def test_arguments_that_are_not_valid(cors_client: CorsClient, arguments: dict[str, Any], part: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        cors_client.get("/echo", **arguments)
    assert part in str(caught.value)
    cors_client.get("/echo")


@on_app
def test_paths_that_are_not_valid(cors_client: CorsClient) -> None:
    for path in ("echo", "/echo/<int:id>", "/my echo"):
        with pytest.raises(InvalidArgument):
            cors_client.get(path)
    cors_client.get("/echo")


@on_app
def test_what_script_cannot_construct(cors_client: CorsClient) -> None:
    for arguments in ({"mode": "bogus"}, {"redirect": "bogus"}, {"data": "a body of a GET"}):
        with pytest.raises(RequestError):
            cors_client.get("/echo", **arguments)


def test_a_request_without_a_page(cors_client: CorsClient) -> None:
    with pytest.raises(InvalidArgument, match="names no page"):
        cors_client.get("/echo")


def test_assertions_refuse_what_markers_refuse(cors_client: CorsClient) -> None:
    with pytest.raises(TypeError, match=r"assert_allowed.*'orgin'.*'origin'"):
        cors_client.assert_allowed("/echo", orgin=APP)
    with pytest.raises(TypeError, match="'browser'"):
        cors_client.assert_allowed("/echo", origin=APP, browser="webkit")
    with pytest.raises(InvalidArgument, match="contradicts expect='denied'"):
        cors_client.assert_denied("/echo", origin=APP, status=200)
    with pytest.raises(InvalidArgument, match="no origin"):
        cors_client.assert_denied("/echo")
    with pytest.raises(ConfigurationError, match=r"(?s)method=.*reason="):
        cors_client.assert_denied("/echo", origin=APP, method="PSOT", reason="Nothing")


# -- what comes back


@allowed
def test_what_script_sees(cors_client: CorsClient) -> None:
    response = cors_client.get("/echo")
    assert (response.status_code, response.status) == (201, "201 CREATED")
    assert response.json == response.get_json() == {"hello": "Ada"}
    assert response.data == response.get_data() == response.text.encode()
    assert (response.is_json, response.mimetype, response.content_type) == (True,) + ("application/json",) * 2
    assert response.headers["X-Total-Count"] == "1"
    assert "X-Internal" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert isinstance(response.headers, Headers)
    assert response.content_length == len(response.data)


@allowed
def test_text_and_what_is_no_json(cors_client: CorsClient) -> None:
    response = cors_client.get("/text")
    assert (response.text, response.json, response.is_json) == ("Grüße", None, False)
    assert response.get_data(as_text=True) == "Grüße"


@allowed
def test_what_there_is_not(cors_client: CorsClient) -> None:
    response = cors_client.get("/echo")
    with pytest.raises(AttributeError):
        _ = response.request
    assert not hasattr(response, "_nothing")


@on_app
def test_an_endless_body_is_not_waited_for(cors_client: CorsClient) -> None:
    response = cors_client.get("/endless")
    assert (response.status_code, response.mimetype) == (200, "text/event-stream")


@pytest.mark.parametrize(
    "attribute", ["status_code", "status", "headers", "data", "text", "json", "mimetype", "is_json", "content_type"]
)
def test_after_a_denial_there_is_only_the_story(cors_client: CorsClient, attribute: str) -> None:
    response = cors_client.get("/echo", origin=EVIL)
    with pytest.raises(CorsDenied) as caught:
        getattr(response, attribute)
    assert "MissingAllowOriginHeader" in str(caught.value)
    assert caught.value.result is response.cors
    assert response.cors.denied
    assert "denied" in repr(response)


def test_after_a_denial_the_methods_raise(cors_client: CorsClient) -> None:
    response = cors_client.get("/echo", origin=EVIL)
    for method in (response.get_json, response.get_data):
        with pytest.raises(CorsDenied):
            method()


# -- what is expected of it


@allowed
def test_a_mismatch_raises_at_the_call(cors_client: CorsClient) -> None:
    cors_client.get("/echo")
    with pytest.raises(ContractViolation) as caught:
        cors_client.get("/echo", origin=EVIL, expect="allowed")
    assert caught.value.mismatches[0].startswith("expected allowed, got denied: MissingAllowOriginHeader")
    assert caught.value.result.denied
    assert isinstance(caught.value, AssertionError)


@pytest.mark.cors(origin=EVIL, expect="denied", reason="MissingAllowOriginHeader", sent=True)
def test_every_request_is_held_to_all_of_it(cors_client: CorsClient) -> None:
    cors_client.get("/echo")
    with pytest.raises(ContractViolation, match="not sent"):
        cors_client.put("/echo")


@allowed
def test_origin_drops_the_expectation_and_expect_sets_one(cors_client: CorsClient) -> None:
    cors_client.get("/echo")
    assert cors_client.get("/echo", origin=EVIL).cors.denied
    cors_client.get("/echo", origin=EVIL, expect="denied")
    with pytest.raises(ContractViolation):
        cors_client.get("/echo", expect="denied")


def test_without_a_marker_it_only_answers(cors_client: CorsClient) -> None:
    assert cors_client.get("/echo", origin=APP).status_code == 201
    assert cors_client.get("/echo", origin=EVIL).cors.denied


def test_assertions(cors_client: CorsClient, seen: Seen) -> None:
    response = cors_client.assert_allowed(
        "PUT /echo", origin=APP, json={"a": 1}, exposes=["X-Total-Count"], max_age=600, status=201, preflight=True
    )
    assert (seen.body, response.status_code) == (b'{"a": 1}', 201)
    denied = cors_client.assert_denied("/echo", origin=EVIL, reason="MissingAllowOriginHeader", sent=True)
    assert denied.cors.denied
    with pytest.raises(ContractViolation):
        cors_client.assert_allowed("/echo", origin=EVIL)
    with pytest.raises(ContractViolation):
        cors_client.assert_denied("/echo", origin=APP)
    with pytest.raises(ContractViolation, match="not exposed"):
        cors_client.assert_allowed("/echo", origin=APP, exposes=["X-Internal"])


@allowed
def test_assertions_inherit_what_is_asked_and_not_what_is_expected(cors_client: CorsClient) -> None:
    cors_client.assert_allowed("/echo")
    cors_client.assert_denied("/echo", origin=EVIL)


def test_assertions_take_lists(cors_client: CorsClient) -> None:
    cors_client.assert_denied("/echo", origin=[EVIL, "null"], method=["GET", "PUT"])
    with pytest.raises(ContractViolation):
        cors_client.assert_denied("/echo", origin=[EVIL, APP])


def test_an_assertion_asks_afresh(cors_client: CorsClient, app: Flask) -> None:
    """What the browser remembers of an earlier preflight is not today's policy."""
    forgetful = False

    def forget(response: Response) -> Response:
        if forgetful:
            response.headers.remove("Access-Control-Allow-Methods")
        return response

    app.after_request_funcs[None].insert(0, forget)  # the first is called last, after flask-cors
    assert cors_client.put("/echo", origin=APP).cors.preflighted
    assert not cors_client.put("/echo", origin=APP).cors.preflighted
    cors_client.assert_allowed("PUT /echo", origin=APP, preflight=True)
    forgetful = True
    cors_client.assert_denied("PUT /echo", origin=APP, reason="MethodDisallowedByPreflightResponse")


def test_opaque_responses_are_no_answer(cors_client: CorsClient) -> None:
    with pytest.raises(ContractViolation, match="opaque"):
        cors_client.assert_allowed("/echo", origin=APP, mode="no-cors")


# -- what a person does


@on_app
def test_signing_in(cors_client: CorsClient) -> None:
    arrived = cors_client.visit("/login", method="POST", data={"user": "ada"})
    assert (arrived.status_code, arrived.text) == (200, "Welcome, ada")
    assert arrived.headers["X-Internal"] == "7"
    assert cors_client.get("/me", credentials="include").json == {"user": "ada"}
    assert cors_client.get("/me").status_code == 401


def test_signing_in_by_json(cors_client: CorsClient) -> None:
    cors_client.visit("/login", method="post", json={"user": "ada"})
    assert cors_client.get("/me", origin=APP, credentials="include").json == {"user": "ada"}


@on_app
def test_cookies_that_the_browser_keeps_at_home(app: Flask, cors_client: CorsClient) -> None:
    app.config.update(SESSION_COOKIE_SAMESITE="Lax")
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    response = cors_client.get("/me", credentials="include")
    assert response.status_code == 401
    assert ("session", "not-sent") in [(note.name, note.what) for note in response.cors.cookies]


def test_a_session_transaction(cors_client: CorsClient) -> None:
    with cors_client.session_transaction() as changed:
        changed["user"] = "ada"
    assert cors_client.get("/me", origin=APP, credentials="include").json == {"user": "ada"}
    with cors_client.session_transaction() as changed:
        assert changed["user"] == "ada"
        changed["user"] = "eve"
    assert cors_client.get("/me", origin=APP, credentials="include").json == {"user": "eve"}
    with cors_client.session_transaction() as changed:
        changed.clear()
    assert cors_client.get("/me", origin=APP, credentials="include").status_code == 401


def test_a_session_cookie_that_the_browser_refuses(app: Flask, cors_client: CorsClient) -> None:
    app.config.update(SESSION_COOKIE_DOMAIN="example.com")
    with (
        pytest.raises(InvalidArgument, match=r"refuses from https://localhost/: InvalidDomain"),
        cors_client.session_transaction() as changed,
    ):
        changed["user"] = "ada"


def test_a_session_that_cannot_be_kept(app: Flask, cors_client: CorsClient) -> None:
    app.secret_key = None
    with pytest.raises(RuntimeError, match="secret key"), cors_client.session_transaction() as changed:
        changed["user"] = "ada"


def test_cookies_by_hand(cors_client: CorsClient, seen: Seen) -> None:
    cors_client.set_cookie("a", "1", secure=True, samesite="None")
    cors_client.get("/echo", origin=APP, credentials="include")
    assert seen.headers["Cookie"] == "a=1"
    with pytest.raises(InvalidArgument, match="refuses"):
        cors_client.set_cookie("b", "1", domain="example.com")


@pytest.mark.cors(origin="http://localhost:3000", credentials="include")
def test_a_person_comes_on_the_scheme_of_the_page(app: Flask, cors_client: CorsClient) -> None:
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=False)
    CORS(app, origins=["http://localhost:3000"], supports_credentials=True)
    cors_client.visit("/login", method="POST", data={"user": "ada"})
    result = cors_client.get("/me")
    assert result.cors.exchanges[-1].request.url == "http://localhost/me"
    assert [cookie.name for cookie in cors_client.browser.cookies] == ["session"]


def test_a_plain_wsgi_app_has_no_session(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> None:
    from pytest_cors.contract.model import Declaration

    def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Access-Control-Allow-Origin", "*"), ("Content-Type", "text/plain")])
        return [b"plain"]

    client = CorsClient(Browser(plain), declaration=Declaration(), browsers=(), item=request.node)
    assert client.assert_allowed("/anything", origin=APP).text == "plain"
    with pytest.raises(TypeError, match="no Flask app"), client.session_transaction():
        pass


def test_its_name(cors_client: CorsClient) -> None:
    assert repr(cors_client) == "<CorsClient of https://localhost in chromium>"
