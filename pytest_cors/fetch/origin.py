"""Origins: who is asking.

An origin is a tuple (scheme, host, port) or opaque. An opaque origin is equal to itself alone, although every
one of them is serialised as ``null``; that is why ``null`` in an allow-list lets in every sandboxed page.

Source: https://html.spec.whatwg.org/#concept-origin
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}


@dataclass(frozen=True, slots=True, eq=False)
class TupleOrigin:
    """The origin of a URL that has a host. Two of them are compared by ``same_origin``.

    :param scheme: lower-case, without colon.
    :param host: serialised by the URL Standard: ASCII, punycode, IPv6 in brackets.
    :param port: None when it is the scheme's default.
    """

    scheme: str
    host: str
    port: int | None = None
    serialized: str = field(init=False)

    def __post_init__(self) -> None:
        port = "" if self.port is None else f":{self.port}"
        object.__setattr__(self, "serialized", f"{self.scheme}://{self.host}{port}")

    def __str__(self) -> str:
        return self.serialized


@dataclass(frozen=True, slots=True, eq=False)
class OpaqueOrigin:
    """The origin of a sandboxed page, of a ``data:`` URL: like nobody else's."""

    serialized: str = field(default="null", init=False)

    def __str__(self) -> str:
        return self.serialized


Origin = TupleOrigin | OpaqueOrigin


@lru_cache(maxsize=4096)
def tuple_origin(scheme: str, host: str, port: int | None) -> TupleOrigin:
    """The one ``TupleOrigin`` of these three; a port that is the scheme's default counts as none."""
    if port is not None and port == DEFAULT_PORTS.get(scheme):
        return tuple_origin(scheme, host, None)
    return TupleOrigin(scheme, host, port)


def same_origin(a: Origin, b: Origin) -> bool:
    """Whether two origins are the same origin.

    Source: https://html.spec.whatwg.org/#same-origin
    """
    # An opaque origin is serialised as no other kind is, and never equals another one.
    return a is b or a.serialized == b.serialized != "null"
