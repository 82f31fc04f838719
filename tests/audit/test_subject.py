"""What an app under audit means, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, abort, request, session
from flask_cors import CORS, cross_origin
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from pytest_cors import Browser
from pytest_cors.audit.answer import Answer
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import SOMEBODY

APP = "https://app.example.com"


def _subject(app: Flask) -> Subject:
    return Subject(Browser(app, base_url="https://api.example.com"))


def _target(subject: Subject, name: str) -> Target:
    return next(target for target in subject.targets if target.name == name)


def _flask() -> Flask:
    app = Flask(__name__)
    app.secret_key = "for the tests"
    app.add_url_rule("/users", view_func=lambda: "Ada", endpoint="users")
    return app


def _writes(value: str) -> Callable[[Flask], None]:
    def configure(app: Flask) -> None:
        @app.after_request
        def write(response: Response) -> Response:
            if request.headers.get("Origin") == APP:
                response.headers["Access-Control-Allow-Origin"] = value
            return response

    return configure


@pytest.mark.parametrize("value", [APP, f"{APP}/", f"{APP}, {APP}", "HTTPS://app.example.com", f"{APP}:443"])
def test_who_is_named_is_meant_however_it_is_written(value: str) -> None:
    app = _flask()
    _writes(value)(app)
    subject = _subject(app)

    assert subject.front_ends(_target(subject, "GET /users")) == (APP,)


def test_who_is_refused_with_a_401_is_meant() -> None:
    app = _flask()
    CORS(app, origins=[APP])
    app.before_request(lambda: abort(401))
    subject = _subject(app)

    assert subject.front_ends(_target(subject, "GET /users")) == (APP,)


@pytest.mark.parametrize("options", [{}, {"send_wildcard": True}, {"supports_credentials": True}])
def test_one_page_stands_for_everybody(options: dict[str, Any]) -> None:
    app = _flask()
    CORS(app, **options)
    subject = _subject(app)

    assert subject.front_ends(_target(subject, "GET /users")) == (SOMEBODY,)


def test_nobody_is_meant_without_cors() -> None:
    subject = _subject(_flask())

    assert subject.front_ends(_target(subject, "GET /users")) == ()


def test_what_asks_who_is_there_is_private() -> None:
    app = _flask()
    app.add_url_rule("/me", view_func=lambda: session.get("user", "nobody"), endpoint="me")
    app.add_url_rule("/me", view_func=lambda: "changed", methods=["PUT"], endpoint="change")
    app.add_url_rule("/staff", view_func=lambda: abort(401), endpoint="staff")
    subject = _subject(app)

    private = {target.name for target in subject.targets if subject.is_private(target)}
    assert private == {"GET /me", "PUT /me", "GET /staff"}


def test_a_view_fails_for_one_question() -> None:
    app = _flask()
    app.add_url_rule(
        "/badge", view_func=cross_origin(origins=[APP], supports_credentials=True)(lambda: "open"), endpoint="badge"
    )
    subject = _subject(app)
    badge = _target(subject, "GET /badge")

    def ask(fault: int) -> Answer:
        return subject.ask(badge, origin=APP, fault=fault)

    assert ask(0).read
    failed = ask(500)
    assert (failed.faulty, failed.reason) == (True, "MissingAllowOriginHeader")
    assert [seen.status for seen in failed.seen] == [500]
    assert subject.evidence(failed, "it fails").exchanges[-1].status == 500
    assert ask(0).read
    assert subject.evidence(ask(0), "it does not").reason == ""


def test_a_path_is_what_the_view_sees() -> None:
    inner = Flask("inner")
    inner.add_url_rule("/käse/<name>", "cheese", lambda name: name)
    subject = Subject(Browser(DispatcherMiddleware(_flask(), {"/shop": inner}), base_url="https://api.example.com/v1"))
    paths = {target.route: subject.path_in_app(target) for target in subject.targets}

    assert paths["/users"] == "/users"
    assert paths["/shop/käse/<name>"].startswith("/käse/")


def test_a_target_knows_its_app_and_its_other_paths() -> None:
    app = _flask()
    app.add_url_rule("/teas/<int:number>", "tea", lambda number: f"tea {number}")
    subject = _subject(app)
    tea = _target(subject, "GET /teas/<int:number>")

    assert subject.app_of(tea) is app
    assert subject.endpoint(tea) == "tea"
    assert subject.leads_to(tea, "/teas/7")
    assert not subject.leads_to(tea, "/teas/oolong")


def test_what_several_rules_ask_is_found_out_once() -> None:
    subject = _subject(_flask())
    asked: list[Subject] = []

    def find(of: Subject) -> int:
        asked.append(of)
        return 7

    assert (subject.once(find), subject.once(find)) == (7, 7)
    assert asked == [subject]
