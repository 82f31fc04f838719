"""Patterns of origins, as a contract writes them: ``https://*.preview.example.com``, ``http://localhost:*``.

``*`` in a host stands for one or more characters of one label, never for a dot; as a port it is any port. So
a pattern is matched whole, and what it does not match is a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pytest_cors.fetch.url import parse_origin

_LABELS = ("a", "b-1")
_PORTS = ("3000", "8080")


@dataclass(frozen=True, slots=True)
class OriginPattern:
    """Origins that are alike but for what ``*`` stands for.

    :param text: as it was written, with at least one ``*``.
    """

    text: str
    _match: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        head, port = _split(self.text)
        ending = ":[0-9]+" if port == "*" else re.escape(port and f":{port}")
        expression = re.escape(head).replace(r"\*", "[^.:/]+") + ending
        object.__setattr__(self, "_match", re.compile(expression))

    def matches(self, origin: str) -> bool:
        """Whether a serialised origin is one of them."""
        return self._match.fullmatch(origin) is not None

    def members(self) -> tuple[str, ...]:
        """Some of them: enough to see that the pattern is more than one origin."""
        return tuple(self.member(label, number) for label, number in zip(_LABELS, _PORTS, strict=True))

    def member(self, label: str, port: str = _PORTS[0]) -> str:
        """One of them.

        :param label: what every ``*`` in the host stands for.
        :param port: what ``*`` as the port stands for.
        """
        head, its_port = _split(self.text)
        return head.replace("*", label) + (its_port and f":{port if its_port == '*' else its_port}")

    def lookalikes(self) -> Iterator[tuple[str, str]]:
        """Origins that a careless pattern takes too, each with what it shows. None of them matches."""
        head, port = _split(self.text)
        tail = port and f":{_PORTS[0] if port == '*' else port}"
        if "*" in head:
            yield head.replace("*", "a.b", 1).replace("*", "a") + tail, "two labels where the pattern has one"
        if "//*." in head or ".*." in head:
            yield head.replace("*.", "", 1).replace("*", "a") + tail, "no label where the pattern has one"


def read_pattern(text: str) -> OriginPattern:
    """Read a pattern.

    :raises ValueError: it stands for no origins; the message is a clause that says why.
    """
    head, port = _split(text)
    sample = head.replace("*", "a") + (port and f":{_PORTS[0] if port == '*' else port}")
    if "://" in head and "*" in head.partition("://")[0]:
        raise ValueError("has a * in its scheme; write a pattern for http and one for https")
    if "*" in port and port != "*":
        raise ValueError("has a port with digits and a *; a port is a number or *")
    try:
        parse_origin(sample)
    except ValueError:
        raise ValueError("is no pattern of origins; write it as 'https://*.example.com'") from None
    if head.endswith((".*", "://*")):
        raise ValueError("has a * for its top-level domain, so that anybody can register a match")
    return OriginPattern(text)


def _split(text: str) -> tuple[str, str]:
    """A pattern up to its port, and the port, empty when there is none."""
    scheme, separator, rest = text.partition("://")
    host, colon, port = rest.rpartition(":")
    if not colon or rest.endswith("]"):
        return text, ""
    return f"{scheme}{separator}{host}", port
