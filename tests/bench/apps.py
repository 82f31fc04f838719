"""The apps under measurement, and what a page must know of them."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, request
from flask_cors import CORS

from pytest_cors.transport.base import Environ, WsgiApp

PAGE = "https://app.example.com"
STRANGER = "https://elsewhere.example.net"
API = "https://api.example.net"


def shop() -> Flask:
    """An API under flask-cors, as its documentation sets it up."""
    app = Flask("shop")
    CORS(app, origins=[PAGE], supports_credentials=True, expose_headers=["X-Total-Count"], max_age=600)

    @app.get("/users")
    def users() -> Any:
        return [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}], 200, {"X-Total-Count": "2"}

    @app.put("/users/<int:number>")
    def change(number: int) -> Any:
        return {"id": number, **request.get_json()}

    @app.get("/people")
    def people() -> Any:
        return redirect("/users")

    return app


def trivial() -> Flask:
    """The least that Flask can do: one view, one word, no extension."""
    app = Flask("trivial")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app


class Recorder:
    """Keeps the environs that an app is called with.

    :param app: the WSGI callable that answers.
    """

    def __init__(self, app: WsgiApp) -> None:
        self.environs: list[Environ] = []
        self._app = app

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        self.environs.append(environ.copy())
        return self._app(environ, start_response)
