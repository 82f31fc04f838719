"""URLs as the URL Standard parses and serialises them (ada-url does both; Node and Cloudflare use the same parser).

Source: https://url.spec.whatwg.org/
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ada_url

from pytest_cors.fetch.origin import DEFAULT_PORTS, OpaqueOrigin, Origin, TupleOrigin, tuple_origin

HTTP_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True, eq=False)
class Url:
    """One parsed URL. Two of them are compared by their ``href``.

    :param href: the whole, serialised, fragment and user info included.
    :param scheme: without the colon.
    :param host: serialised host, empty where the URL has none.
    :param port: None when it is the scheme's default or absent.
    :param path: with its leading slash (opaque paths as they are).
    :param query: without ``?``; empty when there is none.
    :param fragment: without ``#``; empty when there is none.
    :param origin: of https://url.spec.whatwg.org/#origin
    :param is_http: scheme is http or https.
    :param has_credentials: it carries user info (https://url.spec.whatwg.org/#include-credentials).
    :param wire: what a server is asked for: ``href`` without fragment and user info.
    """

    href: str
    scheme: str
    username: str
    password: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str
    origin: Origin
    is_http: bool
    has_credentials: bool
    wire: str

    @property
    def without_fragment(self) -> str:
        """The ``href`` up to its fragment."""
        return self.href.partition("#")[0]

    def __str__(self) -> str:
        return self.href


@lru_cache(maxsize=8192)
def parse(url: str, base: Url | None = None) -> Url:
    """Parse a URL string, against a base when it is relative.

    :raises ValueError: it is not a valid URL; the message says so and names it.

    Source: https://url.spec.whatwg.org/#concept-url-parser
    """
    try:
        parsed = ada_url.URL(url, base.href if base is not None else None)
    except (ValueError, UnicodeError):
        raise ValueError(f"{url!r} is not a valid URL") from None
    return _record(parsed)


def _record(parsed: ada_url.URL) -> Url:
    scheme = parsed.protocol[:-1]
    host = parsed.hostname
    port = int(parsed.port) if parsed.port else None
    query, fragment = parsed.search[1:], parsed.hash[1:]
    href = parsed.href
    username, password = parsed.username, parsed.password
    wire = href.partition("#")[0]
    has_credentials = bool(username or password)
    if has_credentials:
        wire = wire.replace(wire[wire.index("//") + 2 : wire.index("@") + 1], "", 1)
    return Url(
        href=href,
        scheme=scheme,
        username=username,
        password=password,
        host=host,
        port=port,
        path=parsed.pathname,
        query=query,
        fragment=fragment,
        origin=_origin(scheme, host, port, parsed.pathname),
        is_http=scheme in HTTP_SCHEMES,
        has_credentials=has_credentials,
        wire=wire,
    )


def _origin(scheme: str, host: str, port: int | None, path: str) -> Origin:
    if scheme in DEFAULT_PORTS:
        return tuple_origin(scheme, host, port)
    if scheme == "blob":
        try:
            inner = parse(path)
        except ValueError:
            return OpaqueOrigin()
        return inner.origin if inner.is_http else OpaqueOrigin()
    return OpaqueOrigin()


def with_fragment(url: Url, fragment: str) -> Url:
    """The same URL with another fragment (given without ``#``)."""
    return parse(f"{url.without_fragment}#{fragment}") if fragment else url


def parse_origin(text: str) -> Origin:
    """Read a serialised origin as a person writes it down: ``https://app.example.com`` or ``null``.

    :raises ValueError: it is not one; the message is a clause that says why and what would be right.
    """
    if text == "null":
        return OpaqueOrigin()
    try:
        url = parse(text)
    except ValueError:
        hint = f"; did you mean 'https://{text}'?" if "://" not in text and text else ""
        raise ValueError(f"is not an origin (scheme://host[:port], or null){hint}") from None
    if not isinstance(url.origin, TupleOrigin) or "://" not in text:
        hint = f"; did you mean 'https://{text}'?" if "://" not in text else ""
        raise ValueError(f"is not an origin (scheme://host[:port], or null){hint}")
    exact = url.origin.serialized
    if text != exact:
        raise ValueError(f"is not how a browser writes an origin; did you mean {exact!r}?{_excess(url, text)}")
    return url.origin


def meant_origin(text: str) -> Origin | None:
    """The origin that a person means who writes this, with a slash, in capitals, or without a scheme.

    :returns: None when it is not to be guessed. A host without a scheme is taken for one of https.
    """
    bare = text.strip().strip("\"'")
    if bare == "null":
        return OpaqueOrigin()
    try:
        url = parse(bare if "://" in bare else f"https://{bare}")
    except ValueError:
        return None
    return url.origin if isinstance(url.origin, TupleOrigin) else None


def _excess(url: Url, text: str) -> str:
    if url.has_credentials:
        return " (user info is not part of an origin)"
    if url.query or url.fragment or url.path != "/" or text.endswith("/"):
        return " (an origin has no path, not even a slash)"
    return ""
