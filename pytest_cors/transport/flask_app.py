"""What Flask itself must be told so that an app answers as in production.

Flask is never imported here: an app that is one has imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask
    from flask.ctx import AppContext

# Left to themselves, the first follows TESTING and DEBUG, and the last follows DEBUG, which is what these two
# are for in tests: where all five are off, an app is as in production already. TESTING and DEBUG are never
# touched, as the app's own code may read them; what else they do in Flask changes words in a body, and turns
# one 400 (a missing file that is there as a form field) into a 500 with an explanation.
OFF_IN_PRODUCTION = ("PROPAGATE_EXCEPTIONS", "TRAP_HTTP_EXCEPTIONS", "TRAP_BAD_REQUEST_ERRORS")

# A middleware may hold anything. This many objects are looked at, which is a hundred times what is usual.
LOOKED_AT = 2000

Setting = tuple[dict[str, Any], str, object]


class FlaskSide:
    """The Flask apps behind one WSGI callable: those found by looking, and those that made themselves known.

    :param app: the WSGI callable.
    """

    __slots__ = ("__weakref__", "_app_context", "_flask", "apps", "changed", "exception", "has_app_context")

    def __init__(self, app: object) -> None:
        flask: Any = sys.modules["flask"]
        self.apps = flask_apps(app)
        self.exception: Exception | None = None
        self.changed: list[Setting] | None = None
        self.has_app_context: Callable[[], bool] = flask.has_app_context
        self._app_context = flask.globals.app_ctx
        self._flask = flask.Flask
        # The signal keeps a weak reference only: it forgets us when the transport is gone.
        flask.got_request_exception.connect(self._got_request_exception)

    def app_context(self) -> AppContext:
        """The app context that the caller has pushed.

        :raises RuntimeError: there is none.
        """
        context: AppContext = self._app_context._get_current_object()  # noqa: SLF001 - documented
        return context

    def _got_request_exception(self, sender: object, *, exception: Exception, **_: object) -> None:
        """A view raised and nobody handled it. The signal comes before Flask asks whether to propagate."""
        if self.changed is None:  # not in our exchange
            return
        self.exception = exception
        if isinstance(sender, self._flask) and sender not in self.apps:
            self.apps.append(sender)
            self.changed += enter_production([sender])


def flask_side(app: object) -> FlaskSide | None:
    """The Flask apps behind a WSGI callable; None while nobody has imported Flask."""
    return FlaskSide(app) if "flask" in sys.modules else None


def flask_apps(app: object) -> list[Flask]:
    """The Flask apps that a WSGI callable is or wraps, outermost first."""
    if "flask" not in sys.modules:
        return []
    flask: Any = sys.modules["flask"]
    found: list[Flask] = []
    seen: dict[int, object] = {}
    waiting = [app]
    while waiting and len(seen) < LOOKED_AT:
        thing = waiting.pop(0)
        if id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if isinstance(thing, flask.Flask):
            found.append(thing)
            waiting.append(thing.wsgi_app)
        else:
            waiting.extend(inner for inner in _held_by(thing) if _may_be_an_app(inner))
    return found


def enter_production(apps: Iterable[Flask]) -> list[Setting]:
    """Set what must be set; what is right already is left alone. Answers with what was changed."""
    changed: list[Setting] = []
    for app in apps:
        config = app.config
        on = config.get
        if on("TESTING") or on("DEBUG") or any(map(on, OFF_IN_PRODUCTION)):
            for key in OFF_IN_PRODUCTION:
                value = config.get(key)
                if value is not False:
                    changed.append((config, key, value))
                    config[key] = False
    return changed


def _may_be_an_app(thing: object) -> bool:
    if isinstance(thing, type | ModuleType):
        return False
    return callable(thing) or isinstance(thing, dict | list | tuple)


def _held_by(thing: object) -> Iterable[object]:
    """What a callable or a container has inside, where an app may be."""
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple):
        return list(thing)
    if isinstance(thing, MethodType):
        return [thing.__self__]
    if isinstance(thing, partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    held: list[object] = []
    if isinstance(thing, FunctionType):
        held += _closed_over(thing)
    try:
        held += vars(thing).values()
    except (TypeError, RuntimeError):  # no attributes; a proxy bound to nothing
        return held
    return held


def _closed_over(function: FunctionType) -> Iterator[object]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not filled yet
            continue
