"""Who answers: from what the user gave, a transport and the app's own address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.url import parse, parse_origin
from pytest_cors.transport.apps import AppsTransport
from pytest_cors.transport.base import Transport
from pytest_cors.transport.wsgi import WsgiTransport


def transport_for(app: Any, base_url: str | None) -> tuple[Transport, str]:
    """The transport for an app, several apps, or a transport; and the base URL, empty when there is no single one.

    :raises InvalidArgument: it is none of these, or the base URL is not valid.
    """
    if hasattr(app, "send"):
        return cast(Transport, app), base_url or ""
    if isinstance(app, Mapping):
        return AppsTransport(app), base_url or next(iter(app), "")
    if not callable(app):
        raise InvalidArgument(
            "app", app, "is not a WSGI callable, a mapping of origins to apps, or a transport with send()"
        )
    if base_url is not None:
        # A path in the base URL is where the app is mounted: its SCRIPT_NAME.
        return AppsTransport({_origin_of(base_url): WsgiTransport(app, base_url=base_url)}), base_url
    name, schemes = _configured(app)
    return AppsTransport({f"{each}://{name}": app for each in schemes}), f"{schemes[0]}://{name}"


def _origin_of(base_url: str) -> str:
    try:
        url = parse(base_url)
        parse_origin(url.origin.serialized)
    except ValueError:
        url = None
    if url is None or not url.is_http:
        raise InvalidArgument("base_url", base_url, "is not an http(s) URL, such as 'https://api.example.net'")
    return url.origin.serialized


def _configured(app: Any) -> tuple[str, tuple[str, ...]]:
    """A Flask app's own idea of where it lives: host and port, and schemes, the likelier first."""
    config = getattr(app, "config", None)
    if not isinstance(config, Mapping):
        config = {}
    # NB: "http" is what Flask sets when nobody says anything.
    only_https = config.get("PREFERRED_URL_SCHEME") == "https"
    return str(config.get("SERVER_NAME") or "localhost"), ("https",) if only_https else ("https", "http")
