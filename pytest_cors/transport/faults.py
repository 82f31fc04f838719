"""An app that fails as it fails in production: for a while, one of its views raises; or it succeeds, whatever is asked.

The innermost function of the view is exchanged, so that whatever decorators do with an exception is still done, and
it is put back afterwards. The app's log keeps quiet meanwhile: nobody need read about what was made to happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

View = Callable[..., Any]

WORDS = "raised on purpose by an audit"
"""What the exception says; nobody but the app's log need read it."""


class DeliberateFailure(Exception):
    """What a view raises that is made to fail; nobody has written a handler for it."""


class Fault:
    """A failure that waits for its request.

    :param status: 500 is an exception that nobody handles; from 400 on any other is an error of Werkzeug's, as by
        ``abort()``; 200 is no failure, but an empty answer.
    """

    def __init__(self, status: int) -> None:
        self.status = status
        self.raised = False

    def view(self, *_args: object, **_kwargs: object) -> str:
        """Stand in for a view.

        :raises DeliberateFailure: the status is 500.
        """
        self.raised = True
        if self.status == 500:
            raise DeliberateFailure(WORDS)
        if self.status != 200:
            from werkzeug.exceptions import abort  # noqa: PLC0415  loaded by the app already

            abort(self.status)
        return ""


@contextmanager
def failing(app: Any, endpoint: str, status: int) -> Iterator[Fault]:
    """Let a view fail.

    :param app: a Flask app.
    :param endpoint: whose view it is.
    :returns: a fault, which knows afterwards whether it was raised; it never is when a decorator keeps its function
        where it cannot be exchanged.
    """
    fault = Fault(status)
    put_back = _exchange(app, endpoint, fault.view)
    logger = app.logger
    was, logger.disabled = logger.disabled, True
    try:
        yield fault
    finally:
        logger.disabled = was
        put_back()


def _exchange(app: Any, endpoint: str, stand_in: View) -> Callable[[], None]:
    """Put another function in the place of a view's innermost one; the answer undoes it."""
    view = app.view_functions.get(endpoint)
    if view is None:
        return _nothing
    outer = view
    while (inner := getattr(outer, "__wrapped__", None)) is not None:
        cell = _cell_with(outer, inner)
        if cell is None:
            return _nothing
        if getattr(inner, "__wrapped__", None) is None:
            return _exchange_cell(cell, inner, stand_in)
        outer = inner
    return _exchange_view(app.view_functions, endpoint, view, stand_in)


def _nothing() -> None:
    """There was nothing to undo."""


def _exchange_cell(cell: Any, inner: View, stand_in: View) -> Callable[[], None]:
    cell.cell_contents = stand_in

    def put_back() -> None:
        cell.cell_contents = inner

    return put_back


def _exchange_view(views: dict[str, View], endpoint: str, view: View, stand_in: View) -> Callable[[], None]:
    views[endpoint] = stand_in

    def put_back() -> None:
        views[endpoint] = view

    return put_back


def _cell_with(function: object, inner: object) -> Any:
    """The variable of a closure that holds the wrapped function; None when there is none."""
    if not isinstance(function, FunctionType):
        return None
    for cell in function.__closure__ or ():
        try:
            if cell.cell_contents is inner:
                return cell
        except ValueError:  # not filled yet
            continue
    return None
