"""The transport for several apps, each under its own origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from pytest_cors.errors import InvalidArgument, NotModelled
from pytest_cors.fetch.http import HttpRequest, HttpResponse
from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.url import parse, parse_origin
from pytest_cors.transport.base import Transport, WsgiApp
from pytest_cors.transport.flask_app import flask_apps
from pytest_cors.transport.wsgi import WsgiTransport


class AppsTransport:
    """Picks the app by the origin of the request; what nobody serves is not modelled.

    A Flask app that matches subdomains or hosts answers for its ``SERVER_NAME`` and everything below it too,
    on the scheme and port of its origin.

    :param apps: origin (``https://api.example.com``) to WSGI callable, or to a transport.
    :raises InvalidArgument: a key is no origin, or a value can neither be called nor send.
    """

    def __init__(self, apps: Mapping[str, WsgiApp | Transport]) -> None:
        if not apps:
            raise InvalidArgument("apps", dict(apps), "serves nothing: give {origin: app}")
        self._apps = {_served_origin(text): app for text, app in apps.items()}
        self._transports = {origin.serialized: _transport(app) for origin, app in self._apps.items()}

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that were given, in their order."""
        return tuple(self._transports)

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Hand the request to the app that lives at its origin.

        :raises NotModelled: none does.
        """
        transport = self._transports.get(parse(request.url).origin.serialized) or self._transport_at(request.url)
        return transport.send(request)

    def app_at(self, url: str) -> WsgiApp | None:
        """The app that answers at a URL; None when no app does, or a transport that does not know."""
        try:
            transport = self._transport_at(url)
        except NotModelled:
            return None
        find = getattr(transport, "app_at", None)
        return None if find is None else cast("WsgiApp | None", find(url))

    def close(self) -> None:
        """Close every transport that can be closed."""
        for transport in self._transports.values():
            close = getattr(transport, "close", None)
            if close is not None:
                close()

    def _transport_at(self, url: str) -> Transport:
        origin = parse(url).origin
        return self._transports.get(origin.serialized) or self._by_server_name(origin)

    def _by_server_name(self, origin: object) -> Transport:
        if isinstance(origin, TupleOrigin):
            for served, app in self._apps.items():
                is_near = (served.scheme, served.port) == (origin.scheme, origin.port)
                if is_near and _answers_for(app, origin.host):
                    return self._transports[served.serialized]
        raise NotModelled(f"no app is served at {origin}; served: {', '.join(self.origins)}")


def _answers_for(app: object, host: str) -> bool:
    for flask in flask_apps(app):
        server_name = str(flask.config["SERVER_NAME"] or "").partition(":")[0]
        if server_name and (flask.subdomain_matching or flask.url_map.host_matching):
            return f".{host}".endswith(f".{server_name}")
    return False


def _served_origin(text: str) -> TupleOrigin:
    try:
        origin = parse_origin(text)
    except ValueError as why:
        raise InvalidArgument("apps", text, str(why)) from None
    if not isinstance(origin, TupleOrigin) or origin.scheme not in {"http", "https"}:
        raise InvalidArgument("apps", text, "is no origin that a server can have (http or https)")
    return origin


def _transport(app: WsgiApp | Transport) -> Transport:
    if hasattr(app, "send"):
        return cast("Transport", app)
    return WsgiTransport(app)
