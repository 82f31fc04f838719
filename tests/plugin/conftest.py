"""A small project whose tests are run by pytest inside of pytest."""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Callable, Sequence

import pytest

# What a run in this process imports anew is imported anew by each of them: Flask alone takes a quarter of a second.
for _name in ("flask_cors", "pytest_cors.plugin.client", "pytest_cors.browser.explain", "xdist.remote"):
    importlib.import_module(_name)

CONFTEST = """
import pytest
from flask import Flask, abort, g, request, session
from flask_cors import CORS

@pytest.fixture
def app():
    app = Flask("api")
    app.secret_key = "for the tests"
    app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
    CORS(
        app,
        origins=["https://app.example.com", "https://admin.example.com"],
        methods=["GET", "POST", "PUT"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["X-Total-Count"],
        supports_credentials=True,
        max_age=600,
    )
    app.seen = []

    @app.before_request
    def note():
        app.seen.append(f"{request.method} {request.path}")

    @app.get("/users")
    def users():
        return [1], 200, {"X-Total-Count": "1", "X-Internal": "7"}

    @app.put("/users/<int:number>")
    def change(number):
        return {"id": number}

    @app.delete("/users/<int:number>")
    def delete(number):
        return "", 204

    @app.get("/me")
    def me():
        return {"user": session.get("user") or abort(401)}

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        return "", 204

    @app.get("/crash")
    def crash():
        raise RuntimeError("the view has crashed")

    return app
"""

HEAD = """
import pytest

APP = "https://app.example.com"
ADMIN = "https://admin.example.com"
EVIL = "https://evil.example"
"""


Project = Callable[..., pytest.RunResult]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A Flask app under flask-cors, in a conftest. Each run gives it one test module.

    ``alone`` runs in a new process; ``beside`` names plugins that are otherwise kept out.
    """
    monkeypatch.setenv("COLUMNS", "120")
    pytester.makeconftest(CONFTEST)

    def run(module: str, *args: str, alone: bool = False, beside: Sequence[str] = ()) -> pytest.RunResult:
        pytester.makepyfile(test_it=HEAD + textwrap.dedent(module))
        kept_out = [f"-pno:{name}" for name in ("randomly", "flask", "cacheprovider") if name not in beside]
        start = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
        return start(*kept_out, *args)

    return run


@pytest.fixture
def names(project: Project) -> Callable[[str], list[str]]:
    """The names of the tests that a module makes."""

    def collected(module: str) -> list[str]:
        result = project(module, "--collect-only", "-q")
        return [line.partition("::")[2] for line in result.outlines if "::" in line]

    return collected
