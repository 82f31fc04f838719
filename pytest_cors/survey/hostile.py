"""Origins that must not be let in: those that a mistaken allow-list is known to take for one of its own.

Each of them is an origin that a browser really sends. They are derived from what *is* allowed, because
mistakes are: a pattern without its end, a dot that is any character, a scheme nobody compared. There is a
fixed number of kinds, and ``MOST`` bounds what one list of allowed origins gives rise to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.site import is_ip_address, registrable_domain
from pytest_cors.fetch.url import parse_origin
from pytest_cors.survey.pattern import OriginPattern

MOST = 24
"""How many origins are derived from one list of allowed ones, at most; ``STRANGERS`` come on top."""

_EVIL = "evil.example"


@dataclass(frozen=True, slots=True)
class Hostile:
    """An origin that must be denied.

    :param origin: serialised.
    :param shows: what is wrong with the app when it is let in, as a clause.
    """

    origin: str
    shows: str


STRANGERS = (
    Hostile(f"https://{_EVIL}", "any origin is let in"),
    Hostile("null", "null is let in, which every sandboxed frame and data: URL is"),
    Hostile("http://localhost:3000", "a development server's origin is let in"),
    Hostile(f"http://localhost.{_EVIL}", "a pattern for localhost has no end"),
)
"""Those that are tried whatever is allowed."""

ANYBODY = (f"https://{_EVIL}", "null", f"http://{_EVIL}")
"""Pages that stand for all, where everybody is allowed."""


@dataclass(frozen=True, slots=True)
class _Kind:
    shows: str
    derive: Callable[[TupleOrigin], str | None]


def _with_host(origin: TupleOrigin, host: str) -> str:
    return TupleOrigin(origin.scheme, host, origin.port).serialized


def _is_name(origin: TupleOrigin) -> bool:
    return not is_ip_address(origin.host)


def _ending(suffix: str) -> Callable[[TupleOrigin], str | None]:
    return lambda origin: None if origin.host.startswith("[") else _with_host(origin, origin.host + suffix)


def _beginning(prefix: str) -> Callable[[TupleOrigin], str | None]:
    return lambda origin: _with_host(origin, prefix + origin.host) if _is_name(origin) else None


def _any_dot(at: int) -> Callable[[TupleOrigin], str | None]:
    def derive(origin: TupleOrigin) -> str | None:
        labels = origin.host.split(".")
        if not _is_name(origin) or len(labels) < 2 + at:
            return None
        return _with_host(origin, ".".join([*labels[:at], "x".join(labels[at : at + 2]), *labels[at + 2 :]]))

    return derive


def _in_the_domain(prefix: str) -> Callable[[TupleOrigin], str | None]:
    def derive(origin: TupleOrigin) -> str | None:
        domain = registrable_domain(origin.host)
        return None if domain is None else _with_host(origin, prefix + domain)

    return derive


def _other_scheme(origin: TupleOrigin) -> str | None:
    return TupleOrigin(
        {"https": "http", "http": "https"}.get(origin.scheme, "http"), origin.host, origin.port
    ).serialized


def _other_port(origin: TupleOrigin) -> str | None:
    return TupleOrigin(origin.scheme, origin.host, 8443 if origin.port is None else origin.port + 1).serialized


def _first_letter_dropped(origin: TupleOrigin) -> str | None:
    rest = origin.host[1:]
    return _with_host(origin, rest) if _is_name(origin) and rest[:1] not in {"", ".", "-"} else None


KINDS = (
    _Kind("an allowed origin is matched without its end", _ending(f".{_EVIL}")),
    _Kind("a dot in a pattern is any character", _any_dot(0)),
    _Kind("a dot in a pattern is any character", _any_dot(1)),
    _Kind("a dot in a pattern is any character", _any_dot(2)),
    _Kind("an allowed domain is matched without its beginning", _in_the_domain("evil")),
    _Kind("an allowed host is matched without its beginning", _beginning("evil")),
    _Kind("the scheme is not compared", _other_scheme),
    _Kind("the port is not compared", _other_port),
    _Kind("every host of the domain is let in", _in_the_domain("evil.")),
    _Kind("hosts below an allowed one are let in", _beginning("evil.")),
    _Kind("the domain itself is let in", _in_the_domain("")),
    _Kind("an allowed origin is matched without its end", _ending("evil.example")),
    _Kind("an allowed origin is matched without its end", _ending(f"_.{_EVIL}")),
    _Kind("an allowed host is compared by a part of it", _first_letter_dropped),
    _Kind("a host is compared without its last dot", _ending(".")),
)
"""The ways in which an allow-list goes wrong, the worst first."""


def hostile_origins(
    allowed: Iterable[str], patterns: Iterable[OriginPattern] = (), *, known: Callable[[str], bool]
) -> tuple[Hostile, ...]:
    """Origins that must not be let in where these are.

    :param allowed: serialised origins that are; of a pattern, its members are not among them.
    :param patterns: of origins that are.
    :param known: whether an origin is declared by somebody, or the app's own; those are not hostile.
    :returns: each once, the strangers first, then one kind after the other.
    """
    bases = [parse_origin(origin) for origin in allowed if origin != "null"]
    lookalikes: list[Iterator[Hostile]] = []
    for pattern in patterns:
        bases.append(parse_origin(pattern.members()[0]))
        lookalikes.append(_valid(pattern.lookalikes()))
    derived = [_derived(base) for base in bases if isinstance(base, TupleOrigin)]
    found: dict[str, Hostile] = {}
    for group in zip_longest(*lookalikes, *derived):
        for hostile in group:
            if hostile is not None and hostile.origin not in found and not known(hostile.origin):
                found[hostile.origin] = hostile
    strangers = [each for each in STRANGERS if each.origin not in found and not known(each.origin)]
    return (*strangers, *tuple(found.values())[:MOST])


def _derived(base: TupleOrigin) -> Iterator[Hostile]:
    return _valid((origin, kind.shows) for kind in KINDS if (origin := kind.derive(base)) is not None)


def _valid(candidates: Iterable[tuple[str, str]]) -> Iterator[Hostile]:
    for origin, shows in candidates:
        try:
            parse_origin(origin)
        except ValueError:
            continue
        yield Hostile(origin, shows)
