"""Calls of flask-cors are found in the source of the app that they have set up, and of no other."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

from pytest_cors.audit.calls import calls


def app_of(source: str) -> Any:
    file = f"/no-such-folder/{abs(hash(source))}.py"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": "no_such_module"}
    exec(compile(source, file, "exec"), names)
    return names["app"] if "app" in names else names["create_app"]()


TWO = """
from flask import Flask
from flask_cors import CORS

def other():
    app = Flask(__name__)
    CORS(app, origin="https://other.example")
    return app

def create_app():
    app = Flask(__name__)
    CORS(app, origins="https://app.example.com", resources={"/a": {"max-age": 1}, "/b": dict(maxage=1)})
    app.add_url_rule("/a", "a", lambda: "a")
    return app
"""

HELD = """
import flask_cors as fc
from flask import Flask

cors = fc.CORS(origin="*")

app = Flask(__name__)
cors.init_app(app, max_age=600, **{})

@app.get("/a")
def a():
    return "a"
"""


def test_a_call_in_another_function_is_not_this_apps() -> None:
    (found,) = calls(app_of(TWO))

    assert found.keywords == ("origins", "resources", "max-age", "maxage")
    assert found.line == 12


def test_what_was_made_before_is_known_by_its_name() -> None:
    assert [each.keywords for each in calls(app_of(HELD))] == [("origin",), ("max_age",)]


@pytest.mark.parametrize("source", ["", "def create_app(:"])
def test_a_source_that_is_not_to_be_had_says_nothing(source: str) -> None:
    app = app_of(TWO)
    for file in [name for name in linecache.cache if name.startswith("/no-such-folder")]:
        linecache.cache[file] = (0, None, source.splitlines(keepends=True), file)

    assert calls(app) == ()
