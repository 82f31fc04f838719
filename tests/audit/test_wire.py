"""What a browser of another year adds to its preflights reaches the app, and stands in the evidence."""

from __future__ import annotations

from flask import Flask, request
from flask_cors import CORS

from pytest_cors import Browser
from pytest_cors.audit.answer import Question
from pytest_cors.audit.subject import Subject

ADDED = ("Access-Control-Request-Private-Network", "true")


def test_a_header_is_added_to_preflights_and_to_nothing_else() -> None:
    app = Flask(__name__, static_folder=None)
    CORS(app)
    app.add_url_rule("/a", "a", lambda: "a")
    heard: list[tuple[str, str | None]] = []
    app.before_request(lambda: heard.append((request.method, request.headers.get(ADDED[0]))))
    subject = Subject(Browser(app, base_url="https://api.example.com"))
    plain = Question(url="/a", origin="https://app.example.com", headers=(("X-A", "1"),), credentials="same-origin")
    added = Question(**{**{name: getattr(plain, name) for name in plain.__slots__}, "added": (ADDED,)})

    answer = subject.put(added)
    subject.put(plain)

    assert heard == [("OPTIONS", "true"), ("GET", None), ("OPTIONS", None)]
    assert answer.preflight is not None
    assert ADDED in answer.preflight.request_headers
    assert answer.response is not None
    assert ADDED not in answer.response.request_headers
