"""A view is made to fail where a real one would, and is put back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView
from flask_cors import cross_origin

from pytest_cors.transport.faults import failing


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/plain", "plain", lambda: "fine")
    app.add_url_rule("/decorated", "decorated", cross_origin()(_catching(_fine)))
    app.add_url_rule("/class", view_func=_View.as_view("class"))
    return app


def _fine(*_: object) -> str:
    return "fine"


class _View(MethodView):
    def get(self) -> str:
        return "fine"


def _catching(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def wrapper(*args: object) -> object:
        try:
            return function(*args)
        except Exception:  # noqa: BLE001  as such decorators do
            return "caught", 503

    return wrapper


@pytest.mark.parametrize("endpoint", ["plain", "class"])
@pytest.mark.parametrize("status", [200, 400, 401, 404, 413, 500])
def test_a_view_answers_with_the_error(app: Flask, endpoint: str, status: int) -> None:
    with failing(app, endpoint, status) as fault:
        assert app.test_client().get(f"/{endpoint}").status_code == status

    assert fault.raised
    assert app.test_client().get(f"/{endpoint}").text == "fine"


def test_what_decorators_do_with_an_exception_is_still_done(app: Flask) -> None:
    with failing(app, "decorated", 500):
        response = app.test_client().get("/decorated", headers={"Origin": "https://app.example.com"})

    assert (response.status_code, response.text) == (503, "caught")
    assert "Access-Control-Allow-Origin" in response.headers
    assert app.test_client().get("/decorated").text == "fine"


def test_nothing_fails_where_the_function_cannot_be_exchanged(app: Flask) -> None:
    class Holder:
        def __init__(self, function: Callable[..., Any]) -> None:
            self.__wrapped__ = self.function = function

        def __call__(self) -> Any:
            return self.function()

    app.add_url_rule("/held", "held", Holder(_fine))
    with failing(app, "held", 500) as fault:
        assert app.test_client().get("/held").text == "fine"

    assert not fault.raised


def test_it_is_put_back_after_an_interruption(app: Flask) -> None:
    with pytest.raises(KeyboardInterrupt), failing(app, "plain", 500):
        raise KeyboardInterrupt

    assert app.test_client().get("/plain").text == "fine"


def test_the_log_keeps_quiet_and_speaks_again(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with failing(app, "plain", 500):
        app.test_client().get("/plain")
    assert not caplog.records

    with caplog.at_level(logging.ERROR):
        app.logger.error("heard")
    assert [record.message for record in caplog.records] == ["heard"]
