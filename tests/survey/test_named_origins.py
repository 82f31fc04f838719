"""Origins that an app names are found wherever it keeps them, and nothing of the app's is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, Response, request
from flask_cors import CORS, cross_origin

from pytest_cors.survey.named_origins import MOST, Named, named_origins

SPA = "https://app.example.com"
ALLOWED = {SPA}


def found(app: object) -> set[str]:
    named = named_origins(app)
    return {*named.origins, *(pattern.text for pattern in named.patterns)}


def flask_app(**config: Any) -> Flask:
    app = Flask("api")
    app.config.update(config)
    return app


@pytest.mark.parametrize(
    "hand_over",
    [
        lambda app: app.config.update(FRONT_END=SPA),
        lambda app: app.config.update(FRONT_ENDS=f"https://b.example.com, {SPA}"),
        lambda app: app.config.update(FRONT={"ends": ({SPA},)}),
        lambda app: CORS(app, origins=[SPA]),
        lambda app: CORS(app, resources={r"/api/*": {"origins": [SPA]}}),
        lambda app: app.add_url_rule("/", "x", cross_origin(origins=SPA)(lambda: "")),
        lambda app: app.after_request(lambda response: response.headers.add("X", "https://app.example.com")),
        lambda app: app.after_request(by_a_global),
        lambda app: app.after_request(Policy(SPA).apply),
        lambda app: app.config.update(CORS_POLICY=Slotted(SPA)),
        lambda app: setattr(app, "wsgi_app", Middleware(app.wsgi_app, SPA)),
    ],
    ids=[
        *("a setting", "a list in a setting", "a nested setting", "CORS", "resources", "cross_origin", "a constant"),
        *("a global", "an object", "slots", "middleware"),
    ],
)
def test_wherever_it_stands(hand_over: Any) -> None:
    app = flask_app()
    assert SPA not in found(app)
    hand_over(app)
    assert SPA in found(app)


def is_allowed(origin: str) -> bool:
    return origin in ALLOWED


def by_a_global(response: Any) -> Any:
    is_allowed("")
    return response


class Policy:
    def __init__(self, origin: str) -> None:
        self.origin = origin

    def apply(self, response: Any) -> Any:
        return response


@dataclass(frozen=True, slots=True)
class Slotted:
    origin: str


class Middleware:
    def __init__(self, app: Any, origin: str) -> None:
        self.app = app
        self.origin = origin

    def __call__(self, environ: Any, start_response: Any) -> Any:
        raise AssertionError("because nothing of the app's is called")


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        (r"https://.*\.example\.com", {"https://*.example.com"}),
        (r"^https://(app|admin)\.example\.com$", {"https://app.example.com", "https://admin.example.com"}),
        (r"^https:\/\/[a-z0-9-]+\.preview\.example\.com\Z", {"https://*.preview.example.com"}),
        (r"https?://a\.example", {"https://a.example", "http://a.example"}),
        (r"http://localhost(:\d+)?", {"http://localhost", "http://localhost:*"}),
        ("http://localhost:*", {"http://localhost:*"}),
        ("https://*.example.com", {"https://*.example.com"}),
        (r"(?i)https://app\.example\.com(?=[^\w]|$)", {"https://app.example.com"}),
        (r"https://a\.example\Z|https://b\.example\Z", {"https://a.example", "https://b.example"}),
        (r"https://(?:[a-z]+\.)*example\.com", {"https://example.com", "https://*.example.com"}),
        (r"https://.*example\.com", {"https://example.com"}),
        (r"https://example\..*", {"https://example.com"}),
        (".*", set()),
        ("https://(((((a", set()),
        ("*", set()),
    ],
)
def test_what_a_pattern_was_meant_to_be(expression: str, meant: set[str]) -> None:
    assert found(flask_app(X=expression)) == meant
    if "((" not in expression and not expression.startswith("*"):
        assert found(flask_app(X=re.compile(expression))) == meant


@pytest.mark.parametrize(
    "text", ["https://app.example.com/path", "https://u:p@app.example.com", "app.example.com", "postgresql://db:5432/x"]
)
def test_what_is_no_origin(text: str) -> None:
    assert found(flask_app(X=text)) == set()


def test_what_a_docstring_speaks_of_is_not_named() -> None:
    """flask-cors uses ``unquote`` of the standard library, whose docstring speaks of ``bytes.decode``."""

    def allow(response: Response) -> Response:
        """As www.example.org does."""
        response.access_control_allow_origin = SPA
        return response

    app = flask_app()
    app.after_request(allow)
    CORS(app, origins=["https://b.example.com"])
    assert found(app) == {SPA, "https://b.example.com"}


def test_headers_that_are_named() -> None:
    app = flask_app()
    CORS(app, allow_headers=["X-Api-Key", "Idempotency-Key"])
    assert {"X-Api-Key", "Idempotency-Key"} <= set(named_origins(app).headers)
    assert not [name for name in named_origins(app).headers if name.startswith("Access-Control")]


def test_what_holds_itself_and_what_is_endless_is_left_in_the_end() -> None:
    loop: list[object] = []
    loop.append(loop)
    app = flask_app(LOOP=loop, MANY=[f"https://a{number}.example" for number in range(10 * MOST)])
    assert len(named_origins(app).origins) == MOST


def test_nothing_to_look_at() -> None:
    assert named_origins(None) == named_origins(lambda _environ, _start: []) == Named()


@pytest.mark.parametrize(
    ("hand_over", "text", "meant"),
    [
        (lambda app: CORS(app, origins=[f"{SPA}/"]), f"{SPA}/", [SPA]),
        (lambda app: CORS(app, resources={r"/api/*": {"origins": f"{SPA}:443"}}), f"{SPA}:443", [SPA]),
        (lambda app: app.config.update(CORS_ORIGINS=["App.example.com"]), "App.example.com", [SPA]),
        (
            lambda app: app.config.update(ORIGINS=f"{SPA}, http://localhost:3000"),
            f"{SPA}, http://localhost:3000",
            [SPA, "http://localhost:3000"],
        ),
        (
            lambda app: app.after_request(
                lambda response: response.access_control_allow_origin("https://bücher.example")
            ),
            "https://bücher.example",
            ["https://xn--bcher-kva.example"],
        ),
    ],
)
def test_what_is_meant_for_an_origin_and_is_none(hand_over: Any, text: str, meant: list[str]) -> None:
    app = flask_app()
    hand_over(app)

    assert [(each.text, list(each.meant)) for each in named_origins(app).misspelt] == [(text, meant)]


@pytest.mark.parametrize(
    "config",
    [
        {"ORIGINS": [SPA, "null", "*"]},
        {"ORIGINS": r"https://.*\.example\.com"},
        {"ORIGINS": "https://*.example.com"},
        {"HOME_PAGE": f"{SPA}/"},
        {"SERVER_NAME": "api.example.com"},
        {"ORIGINAL": "app.example.com"},
        {"ORIGIN": "Berlin"},
    ],
)
def test_what_is_an_origin_or_is_for_something_else(config: dict[str, object]) -> None:
    assert named_origins(flask_app(**config)).misspelt == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("app.example.com", {"https://app.example.com"}),
        (".example.com", {"https://*.example.com"}),
        (r".*\.example\.com", {"https://*.example.com"}),
        ("GET", set()),
        ("index.html?", set()),
    ],
)
def test_a_host_alone_counts_where_origins_are_compared(text: str, meant: set[str]) -> None:
    def compares() -> bool:
        return request.headers["Origin"].endswith(text)

    def does_not() -> bool:
        return request.headers["Host"].endswith(text)

    for hook, expected in ((compares, meant), (does_not, set())):
        app = flask_app()
        app.before_request_funcs[None] = [hook]  # type: ignore[list-item]
        assert found(app) == expected


def test_an_expression_is_kept_as_it_is_written() -> None:
    written = named_origins(flask_app(X=r"^https://(a|b)\.example\Z", Y="https://c.example")).written

    assert written == dict.fromkeys(("https://a.example", "https://b.example"), r"^https://(a|b)\.example\Z")
