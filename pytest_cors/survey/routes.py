"""What an app answers to at all: is there such a route, and does it take the method?

The app is asked through its own URL map, found behind whatever wraps it, without a request being made. A
plain WSGI callable has none to ask; then nothing is known, and that is the answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MethodType
from typing import Any, Literal

from pytest_cors.fetch.http import HttpRequest
from pytest_cors.fetch.url import Url
from pytest_cors.transport.base import Environ
from pytest_cors.transport.environ import build_environ

Kind = Literal["routed", "redirected", "method not routed", "no route", "unknown"]

_NEAREST = 3
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """What an app's URL map says of one method at one URL.

    :param kind: ``"unknown"`` when there is no map to ask.
    :param rule: the URL rule that matches, such as ``"/users/<int:id>"``.
    :param methods: those that are routed at this path, when this one is not.
    :param nearest: the rules that look most like the path, when none matches.
    :param location: where the map redirects to, as for a missing slash.
    :param wrapped: something stands before the app that may answer what its map does not know.
    :param endpoint: whose view answers, where one does.
    """

    kind: Kind
    rule: str | None = None
    methods: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    location: str | None = None
    wrapped: bool = False
    endpoint: str | None = None


UNKNOWN = RouteAnswer("unknown")


@dataclass(frozen=True, slots=True)
class _Found:
    """An app with a URL map, and the path under which a dispatcher mounts it.

    ``assumed``: nothing that could be looked into leads from its ``wsgi_app`` back to it.
    """

    app: Any
    mount: str
    wrapped: bool
    assumed: bool = False


def find_route(app: object, url: Url, method: str) -> RouteAnswer:
    """Ask the URL map of an app.

    :param app: a Flask app, or a WSGI callable that may have one inside.
    :param url: absolute, http or https.
    :param method: as it is sent; a URL map takes it in any case.
    """
    environ = build_environ(HttpRequest(method, url.wire))
    path: str = environ["PATH_INFO"]
    found = _find(app, path, "", 0)
    if found is None:
        return UNKNOWN
    environ["SCRIPT_NAME"], environ["PATH_INFO"] = found.mount, path[len(found.mount) :]
    return _ask(found, environ)


def mapped_app(app: object, url: Url) -> Any:
    """The app with a URL map that answers at this URL, behind whatever wraps it; None when there is none."""
    found = _find(app, build_environ(HttpRequest("GET", url.wire))["PATH_INFO"], "", 0)
    return None if found is None else found.app


def inner_apps(app: object) -> tuple[tuple[Any, str], ...]:
    """Every app with a URL map behind a WSGI callable, each with the path under which a dispatcher mounts it."""
    found: dict[str, _Found] = {}
    for mount in _mounts(app, 0):
        one = _find(app, f"{mount}/", "", 0)
        if one is not None and one.mount == mount:
            found.setdefault(mount, one)
    # An app that mounts itself below a path answers there, and not at the root.
    sure = [id(one.app) for one in found.values() if not one.assumed]
    return tuple((one.app, one.mount) for one in found.values() if not (one.assumed and id(one.app) in sure))


def _mounts(app: object, depth: int) -> Iterator[str]:
    """The paths at which dispatchers inside an app mount others, the root first."""
    yield ""
    if depth > _DEEPEST or not callable(app) or isinstance(app, type | MethodType):
        return
    attributes = _attributes(app)
    mounts = attributes.get("mounts")
    if isinstance(mounts, Mapping):
        yield from (f"{prefix}{below}" for prefix, inner in mounts.items() for below in _mounts(inner, depth + 1))
    if "wsgi_app" in attributes:
        yield from _mounts(attributes["wsgi_app"], depth + 1)
    elif isinstance(mounts, Mapping) or not _has_map(app):
        for held in (*attributes.values(), *_closed_over(app)):
            if callable(held) and not isinstance(held, type):
                yield from (below for below in _mounts(held, depth + 1) if below)


# Asking


def _ask(found: _Found, environ: Environ) -> RouteAnswer:
    try:
        rule, _ = _adapter(found.app, environ).match(return_rule=True)
    except Exception as answer:  # noqa: BLE001 -- the answers, and whatever a converter of the app raises
        return _refusal(answer, found, environ["PATH_INFO"])
    return RouteAnswer("routed", rule=found.mount + str(rule.rule), wrapped=found.wrapped, endpoint=str(rule.endpoint))


def _adapter(app: Any, environ: Environ) -> Any:
    if hasattr(app, "create_url_adapter"):
        return app.create_url_adapter(app.request_class(environ))
    return app.url_map.bind_to_environ(environ)


def _refusal(answer: Exception, found: _Found, path: str) -> RouteAnswer:
    # NB: only the transports and the plugin know Werkzeug, so its answers are told apart by what they carry.
    location = getattr(answer, "new_url", None)
    code = getattr(answer, "code", None)
    if location is not None:
        return RouteAnswer("redirected", location=str(location), wrapped=found.wrapped)
    if code == 405:
        methods = tuple(sorted(getattr(answer, "valid_methods", None) or ()))
        return RouteAnswer("method not routed", methods=methods, wrapped=found.wrapped)
    if code == 404:
        return RouteAnswer("no route", nearest=_nearest(found, path), wrapped=found.wrapped)
    return UNKNOWN


def _nearest(found: _Found, path: str) -> tuple[str, ...]:
    rules = dict.fromkeys(
        found.mount + str(rule.rule) for rule in found.app.url_map.iter_rules() if rule.endpoint != "static"
    )
    near = difflib.get_close_matches(found.mount + path, rules, n=_NEAREST, cutoff=0.5)
    return tuple(near or list(rules)[:_NEAREST])


# Finding the app


def _find(app: Any, path: str, mount: str, depth: int) -> _Found | None:
    if depth > _DEEPEST or not callable(app) or isinstance(app, type):
        return None
    if isinstance(app, MethodType) and _has_map(app.__self__):
        return _Found(app.__self__, mount, wrapped=depth > 0)
    if _has_map(app) and "wsgi_app" not in _attributes(app):
        return _Found(app, mount, wrapped=depth > 0)
    for inner, at in _inside(app, path, mount):
        found = _find(inner, path, at, depth + 1)
        if found is not None:
            return found
    return _Found(app, mount, wrapped=True, assumed=True) if _has_map(app) else None


def _has_map(app: object) -> bool:
    return hasattr(getattr(app, "url_map", None), "bind_to_environ")


def _inside(app: object, path: str, mount: str) -> Iterator[tuple[object, str]]:
    """What a WSGI callable may pass a request on to, and the path that this takes off."""
    attributes = _attributes(app)
    mounts = attributes.get("mounts")
    if isinstance(mounts, Mapping):
        # Werkzeug's dispatcher: the longest prefix that ends at a slash wins, else it has an app of its own.
        below = [prefix for prefix in map(str, mounts) if f"{path[len(mount) :]}/".startswith(f"{prefix}/")]
        if below:
            prefix = max(below, key=len)
            yield mounts[prefix], mount + prefix
            return
    if "wsgi_app" in attributes:
        yield attributes["wsgi_app"], mount
        return
    if isinstance(app, MethodType):
        yield app.__self__, mount
    for held in (*attributes.values(), *_closed_over(app)):
        yield held, mount


def _attributes(app: object) -> Mapping[str, object]:
    attributes = getattr(app, "__dict__", None)
    return attributes if isinstance(attributes, Mapping) else {}


def _closed_over(app: object) -> Iterator[object]:
    for cell in getattr(app, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not filled yet
            continue
