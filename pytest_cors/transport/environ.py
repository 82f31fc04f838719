"""The WSGI environ of a request, as a production server would hand it to the app.

Source: https://peps.python.org/pep-3333/#environ-variables
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from io import BytesIO

from pytest_cors.errors import NotModelled
from pytest_cors.fetch.http import Header, HttpRequest
from pytest_cors.fetch.origin import DEFAULT_PORTS
from pytest_cors.fetch.url import parse
from pytest_cors.transport.base import Environ

# https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch: without a body these say so with a zero.
METHODS_WITH_A_LENGTH = frozenset({"POST", "PUT"})

_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")


def build_environ(request: HttpRequest, script_name: str = "") -> Environ:
    """The environ of ``request`` for an app that is mounted at ``script_name``.

    :raises NotModelled: the path of the request lies outside the mount.
    """
    environ = {**_of_url(request.url, script_name), **_of_headers(tuple(request.headers))}
    environ["REQUEST_METHOD"] = request.method
    body = request.body
    if body or request.method in METHODS_WITH_A_LENGTH:
        environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = BytesIO(body)
    environ["wsgi.errors"] = sys.stderr  # looked up now: pytest exchanges it for every test
    return environ


@lru_cache(maxsize=1024)
def _of_headers(headers: tuple[Header, ...]) -> Environ:
    """What the headers alone decide."""
    environ: Environ = {}
    for name, value in headers:
        key = environ_key(name)
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
        elif key:
            environ[key] = value
    return environ


def environ_key(name: str) -> str:
    """The environ key of a header; empty for one that a server does not pass on.

    ``Host`` and ``Content-Length`` are ours to say, and names with an underscore are dropped as servers do,
    because they could pose as the name with a hyphen.
    """
    key = name.upper().replace("-", "_")
    if "_" in name or key in {"HOST", "CONTENT_LENGTH"}:
        return ""
    return key if key == "CONTENT_TYPE" else f"HTTP_{key}"


@lru_cache(maxsize=1024)
def _of_url(text: str, script_name: str) -> Environ:
    """What the URL alone decides."""
    url = parse(text)
    path = _percent_decode(url.path)
    if script_name and path != script_name and not path.startswith(f"{script_name}/"):
        mount = f"{url.origin.serialized}{script_name}"
        raise NotModelled(f"{url.wire} lies outside {mount}, where the app is mounted")
    target = url.wire[url.wire.index("/", len(url.scheme) + 3) :]
    return {
        "REQUEST_METHOD": "",
        "SCRIPT_NAME": script_name,
        "PATH_INFO": path[len(script_name) :],
        "QUERY_STRING": url.query,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "SERVER_NAME": url.host,
        "SERVER_PORT": str(url.port or DEFAULT_PORTS[url.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": url.host if url.port is None else f"{url.host}:{url.port}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _percent_decode(path: str) -> str:
    """The bytes of a path, one character each, as WSGI wants them."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), path) if "%" in path else path
