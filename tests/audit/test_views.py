"""What the code of a view looks at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from flask import request, session
from flask.views import MethodView

from pytest_cors.audit.views import looked_at


def public() -> str:
    return "tea"


def with_session() -> Any:
    return session.get("name")


def with_token() -> Any:
    return request.headers.get("Authorization")


def with_an_inner_function() -> Any:
    def cookie(name: str) -> Any:
        return request.cookies[name]

    return [cookie(name) for name in ("a", "b")]


def signed_in(view: Callable[[], Any]) -> Callable[[], Any]:
    @wraps(view)
    def wrapper() -> Any:
        return view() if "name" in session else ""

    return wrapper


class Me(MethodView):
    def get(self) -> Any:
        return request.authorization


@pytest.mark.parametrize(
    ("view", "names"),
    [
        (public, set()),
        (with_session, {"session"}),
        (with_token, {"authorization"}),
        (with_an_inner_function, {"cookies"}),
        (signed_in(public), {"session"}),
        (Me.as_view("me"), {"authorization"}),
        (None, set()),
        (print, set()),
    ],
)
def test_what_a_view_looks_at(view: object, names: set[str]) -> None:
    assert looked_at(view) == names
