"""The table of hostile origins: each is what a browser sends, and only one that sends it is asked."""

from __future__ import annotations

import pytest
from flask import Flask, request
from flask_cors import CORS

from pytest_cors import Browser
from pytest_cors.audit.admission import admitted
from pytest_cors.audit.audit import audit
from pytest_cors.audit.policies import policies
from pytest_cors.audit.registry import built_in
from pytest_cors.audit.relations import EXPLAINS
from pytest_cors.audit.subject import Subject
from pytest_cors.survey.hostile import lookalikes
from pytest_cors.survey.pattern import read_pattern

API = "https://api.example.com"
TRUSTED = ("https://app.example.com", "https://shop.example.net:8443", "http://localhost:3000", "https://192.0.2.1")


def subject(app: Flask, *, profile: str = "chromium") -> Subject:
    return Subject(Browser(app, profile=profile, base_url=API))


def test_each_is_what_a_browser_sends() -> None:
    heard: list[str | None] = []
    app = Flask(__name__)

    @app.get("/")
    def root() -> str:
        heard.append(request.headers.get("Origin"))
        return ""

    hostile = lookalikes(TRUSTED, [read_pattern("https://*.example.org")], known=TRUSTED.__contains__)
    for each in hostile:
        browser = Browser(app, profile=each.browsers[0], base_url=API)
        sandboxed = each.origin == "null"
        browser.page("https://page.example/" if sandboxed else f"{each.origin}/", sandboxed=sandboxed).fetch(f"{API}/")

    assert heard == [each.origin for each in hostile]
    assert len({each.origin for each in hostile}) == len(hostile)


@pytest.mark.parametrize("profile", ["chromium", "firefox", "webkit", "standard"])
def test_a_browser_that_goes_there_is_asked(profile: str) -> None:
    app = Flask(__name__)

    @app.after_request
    def allow(response):  # type: ignore[no-untyped-def]
        if request.headers.get("Origin", "").split("~")[0] == "https://app.example.com":
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        return response

    app.add_url_rule("/", view_func=lambda: "")

    (one,) = admitted(subject(app, profile=profile), "special character")

    assert one.hostile.origin == "https://app.example.com~.evil.example"
    assert one.answer.question.browser == ("chromium" if profile == "firefox" else "")


def two_lists() -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={
            r"/right/.*": {"origins": r"https://app\.example\.com\Z"},
            r"/wrong/.*": {"origins": r"https://app\.example\.com"},
        },
    )
    for path in ("/right/a", "/right/b", "/wrong/a", "/wrong/b"):
        app.add_url_rule(path, path, lambda: "")
    return app


def test_routes_that_answer_alike_are_one_policy() -> None:
    found = [{target.route for target in policy} for policy in subject(two_lists()).once(policies)]

    assert found == [{"/right/a", "/right/b"}, {"/wrong/a", "/wrong/b"}]


def test_a_finding_names_the_routes_where_it_was_seen() -> None:
    (finding,) = [each for each in audit(subject(two_lists()), built_in()) if each.rule == "origin-prefix-match"]

    assert finding.routes == ("GET /wrong/a", "GET /wrong/b")


def test_what_explains_and_is_explained_are_rules() -> None:
    ids = {rule.id for rule in built_in()}

    assert {*EXPLAINS, *(each for others in EXPLAINS.values() for each in others)} <= ids
