"""One stay inside the app: in what surroundings its code runs, and how they are left behind.

The app runs in the caller's thread and sees the caller's context variables, as with Flask's test client, so
that the database transaction of a fixture is the view's too. It runs in a *copy* of the context all the same,
and what it has set is carried back when it is done: ``stream_with_context`` keeps Flask's contexts pushed
between two chunks, and a stream that is not read to its end would leave its request with the caller.

A request that is made while the caller has an app context of that app pushed (pytest-flask does so around
every test) gets this very context in Flask up to 3.1, and a new one later. We leave that to Flask:
Flask-SQLAlchemy keeps its sessions by the identity of the app context, and another one would not find the
rows that a fixture has added. What must be fresh is ``g``, where extensions keep who is logged in: for the
time of an exchange the caller's app context is lent a new one. And since Flask does not tear down what it did
not push, what the request has put into its ``g`` (a connection, perhaps) is torn down here, under an app
context of our own that does not lead to the caller's things.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

from pytest_cors.transport.flask_app import FlaskSide, enter_production

if TYPE_CHECKING:
    from flask.ctx import AppContext

T = TypeVar("T")

_UNSET = object()


class Visit:
    """One exchange's stay inside the app, from the call until its body is closed.

    :param flask: the Flask apps that may be met; None when there is no Flask.
    """

    __slots__ = ("_app_context", "_context", "_flask", "_g", "_pushed", "exception")

    def __init__(self, flask: FlaskSide | None) -> None:
        self.exception: Exception | None = None
        self._flask = flask
        self._context = copy_context()
        self._app_context = flask.app_context() if flask is not None and flask.has_app_context() else None
        if self._app_context is not None:
            self._g = self._app_context.app.app_ctx_globals_class()
            self._pushed = _times_pushed(self._app_context)

    def run(self, function: Callable[..., T], *args: object) -> T:
        """Call what runs the app's code; put everything back after it."""
        flask = self._flask
        if flask is None:
            return self._context.run(function, *args)
        outer = flask.exception, flask.changed  # a view may fetch from its own app
        changed = enter_production(flask.apps)
        flask.exception, flask.changed = self.exception, changed
        lends_g = self._app_context is not None
        if lends_g:
            self._exchange_g()
        try:
            return self._context.run(function, *args)
        finally:
            if lends_g:
                self._exchange_g()
            self.exception = flask.exception
            flask.exception, flask.changed = outer
            for config, key, value in changed:
                config[key] = value

    def leave(self) -> Exception | None:
        """Tear down what the request has left in its ``g``. Answers with what that raised."""
        if self._app_context is None or next(iter(self._g), None) is None:
            return None
        try:
            self._context.run(self._tear_down, self._app_context.app.app_context())
        except Exception as exception:  # noqa: BLE001 - whatever the app raises is part of the answer
            return exception
        return None

    def return_home(self) -> Exception | None:
        """Leave, and give the caller the context variables that the app has set, but not what Flask left pushed.

        Answers as ``leave`` does.
        """
        failure = None if self._app_context is None else self.leave()
        for variable, value in self._context.items():
            if variable.get(_UNSET) is not value and not variable.name.startswith("flask."):
                variable.set(value)
        return failure

    @property
    def holds_the_caller(self) -> bool:
        """Whether a half-read stream has pushed the caller's app context once more.

        It must not stay so: the caller would pop the stream's push in place of its own.
        """
        return self._app_context is not None and _times_pushed(self._app_context) != self._pushed

    def _exchange_g(self) -> None:
        context = self._app_context
        if context is not None:
            context.g, self._g = self._g, context.g

    def _tear_down(self, own: AppContext) -> None:
        own.g = self._g
        with own:
            pass


def _times_pushed(context: AppContext) -> int:
    """How often it is pushed, in those versions of Flask that share it with requests."""
    return len(getattr(context, "_cv_tokens", ()))
