"""The arguments of Flask's test client, as the request that script would make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from pytest_cors.contract.arguments import read_headers, read_path
from pytest_cors.errors import closest
from pytest_cors.fetch.http import Header

__tracebackhide__ = True

ENCODED = ("auth", "content_type", "data", "headers", "json", "mimetype", "query_string")
"""The arguments of Flask's test client that a page has a use for."""

NOT_OF_A_PAGE: Mapping[str, str] = {
    "base_url": "write the whole URL as the path, or say where the app lives with --cors-base-url",
    "buffered": "a body is read when you ask for it",
    "content_length": "the browser says it",
    "environ_base": "script has no say in the WSGI environ",
    "environ_overrides": "script has no say in the WSGI environ",
    "follow_redirects": "a browser follows them; redirect='manual' and redirect='error' keep it from that",
    "input_stream": "give the body as data=",
    "subdomain": "write the whole URL as the path",
    "url_scheme": "write the whole URL as the path",
}
"""Others, and what to do instead."""


def refuse_unknown(method: str, arguments: Iterable[str], valid: Sequence[str]) -> None:
    """Refuse arguments that a method of the client does not take.

    :raises TypeError: one of them; the message says what was probably meant, or what to do instead.
    """
    for name in arguments:
        if name in valid:
            continue
        message = f"cors_client.{method}() takes no argument {name!r}"
        near = closest(name, valid)
        if name in NOT_OF_A_PAGE:
            message += f": {NOT_OF_A_PAGE[name]}"
        elif near is not None:
            message += f". Did you mean {near!r}?"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Encoded:
    """What script hands to ``fetch()``.

    :param body: text is sent as script sends a string, with a Content-Type of its own; None is no body.
    """

    path: str
    headers: tuple[Header, ...]
    body: str | bytes | None


def encode(
    path: str,
    arguments: Mapping[str, Any],
    *,
    defaults: tuple[Header, ...] = (),
    dumps: Callable[[Any], str] | None = None,
) -> Encoded:
    """Encode a body and a query, and join the headers.

    :param arguments: those of ``ENCODED`` that are given; None counts as not given.
    :param defaults: headers that are set unless the arguments set them.
    :param dumps: how the app writes JSON.
    :raises InvalidArgument: the path or a header is not valid.
    """
    from werkzeug.test import EnvironBuilder

    path = read_path(path)
    given = {name: value for name, value in arguments.items() if value is not None}
    headers = read_headers(given.pop("headers", ()))
    own_type = next((value for name, value in headers if name.lower() == "content-type"), None)
    if own_type is not None and "mimetype" not in given:
        given.setdefault("content_type", own_type)
    if dumps is not None and "json" in given:
        given["data"] = dumps(given.pop("json"))
        given.setdefault("content_type", "application/json")
    text = given["data"] if isinstance(given.get("data"), str) else None
    has_body = "data" in given or "json" in given
    with closing(EnvironBuilder(method="POST", **given)) as builder:
        environ = builder.get_environ()
        body = environ["wsgi.input"].read() if has_body else None
    kind = environ.get("CONTENT_TYPE", "")
    if kind.startswith("multipart/form-data"):
        # Werkzeug quotes the boundary; a browser does not, and would need a preflight for a quote.
        kind = kind.replace('"', "")
    encoded = (("Content-Type", kind), ("Authorization", environ.get("HTTP_AUTHORIZATION")))
    query = environ["QUERY_STRING"]
    return Encoded(
        path=path + ("&" if "?" in path else "?") + query if query else path,
        headers=_joined(defaults, headers, tuple((name, value) for name, value in encoded if value)),
        body=body if text is None else text,
    )


def _joined(*layers: tuple[Header, ...]) -> tuple[Header, ...]:
    """Headers on top of each other: the last layer that has a name has it alone."""
    joined: list[Header] = []
    for layer in layers:
        names = {name.lower() for name, _ in layer}
        joined = [*(header for header in joined if header[0].lower() not in names), *layer]
    return tuple(joined)
