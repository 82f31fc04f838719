"""Origins that must not be let in: those that a mistaken allow-list is known to take for one of its own.

Each of them is an origin that a browser really sends; where only some do, it says which. They are derived from what
*is* allowed, because mistakes are: a pattern without its end, a dot that is any character, a scheme nobody compared.
There is one table of kinds. A contract tries those that are cheap and telling, and ``MOST`` bounds what one list of
allowed origins gives rise to; the audit tries them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, zip_longest

from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.site import is_ip_address, registrable_domain
from pytest_cors.fetch.url import parse_origin
from pytest_cors.survey.pattern import OriginPattern

MOST = 24
"""How many origins are derived from one list of allowed ones, at most; ``STRANGERS`` come on top."""

_MOST_CONCATENATED = 4

BROWSERS = ("chromium", "firefox", "webkit")

_EVIL = "evil.example"


@dataclass(frozen=True, slots=True)
class Hostile:
    """An origin that must be denied.

    :param origin: serialised.
    :param shows: what is wrong with the app when it is let in, as a clause.
    :param kind: the mistake, such as ``"prefix"``.
    :param of: the allowed origin that it looks like; empty when it looks like none.
    :param browsers: names of the profiles that send such an origin.
    """

    origin: str
    shows: str
    kind: str = ""
    of: str = ""
    browsers: tuple[str, ...] = BROWSERS


STRANGER = f"https://{_EVIL}"
"""The origin that nobody knows."""

SOMEBODY = "https://app.example"
"""The origin of a page that may well come, where everybody may: no list names it either."""

STRANGERS = (
    Hostile(STRANGER, "any origin is let in", "any"),
    Hostile("null", "null is let in, which every sandboxed frame and data: URL is", "null"),
    Hostile("http://localhost:3000", "a development server's origin is let in", "development"),
    Hostile(f"http://localhost.{_EVIL}", "a pattern for localhost has no end", "localhost"),
)
"""Those that are tried whatever is allowed."""

MORE_STRANGERS = (
    *(
        Hostile(origin, "a development server's origin is let in", "development")
        for origin in ("http://localhost", "http://localhost:8080", "http://127.0.0.1:5173", "http://[::1]:3000")
    ),
    Hostile(f"http://localhost{_EVIL}", "a pattern for localhost has no end", "localhost"),
    *(
        Hostile(f"https://{host}", "a host is let in where anybody may put pages", "shared hosting")
        for host in (
            *("evil.github.io", "evil.gitlab.io", "evil.pages.dev", "evil.netlify.app", "evil.vercel.app"),
            *("evil.herokuapp.com", "evil.web.app", "codepen.io", "s.codepen.io", "jsfiddle.net", "evil.now.sh"),
        )
    ),
)
"""Those that the audit tries, too."""

ANYBODY = (STRANGER, "null", f"http://{_EVIL}")
"""Pages that stand for all, where everybody is allowed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which an allow-list goes wrong.

    :param name: such as ``"prefix"``; several derivations may show the same mistake.
    :param shows: what is wrong with the app that lets the derived origin in, as a clause.
    :param derive: gives the origin that shows it, from one that is allowed; None where it has none.
    :param browsers: names of the profiles that send such an origin.
    """

    name: str
    shows: str
    derive: Callable[[TupleOrigin], str | None]
    browsers: tuple[str, ...] = BROWSERS


def _with_host(origin: TupleOrigin, host: str) -> str:
    return TupleOrigin(origin.scheme, host, origin.port).serialized


def _is_name(origin: TupleOrigin) -> bool:
    return not is_ip_address(origin.host)


def _ending(suffix: str) -> Callable[[TupleOrigin], str | None]:
    return lambda origin: None if origin.host.startswith("[") else _with_host(origin, origin.host + suffix)


def _beginning(prefix: str) -> Callable[[TupleOrigin], str | None]:
    return lambda origin: _with_host(origin, prefix + origin.host) if _is_name(origin) else None


def _in_the_middle(origin: TupleOrigin) -> str | None:
    return _with_host(origin, f"evil{origin.host}.{_EVIL}") if _is_name(origin) else None


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


def _last_letter_dropped(origin: TupleOrigin) -> str | None:
    # Without its port as well: what is cut off at its end has none.
    rest = origin.host[:-1]
    whole = _is_name(origin) and "." in rest and rest[-1] not in ".-"
    return TupleOrigin(origin.scheme, rest, None).serialized if whole else None


def _neighbour(origin: TupleOrigin) -> str | None:
    """Another customer of a host that gives names away: the public suffix is not a registry's."""
    domain = registrable_domain(origin.host)
    suffix = "" if domain is None else domain.partition(".")[2]
    return _with_host(origin, f"evil.{suffix}") if "." in suffix and domain == origin.host else None


_NO_END = "an allowed origin is matched without its end"
_ANY_CHARACTER = "a dot in a pattern is any character"
_NO_BEGINNING = "an allowed {} is matched without its beginning"

KINDS = (
    Kind("prefix", _NO_END, _ending(f".{_EVIL}")),
    Kind("unescaped dot", _ANY_CHARACTER, _any_dot(0)),
    Kind("unescaped dot", _ANY_CHARACTER, _any_dot(1)),
    Kind("unescaped dot", _ANY_CHARACTER, _any_dot(2)),
    Kind("suffix", _NO_BEGINNING.format("domain"), _in_the_domain("evil")),
    Kind("suffix", _NO_BEGINNING.format("host"), _beginning("evil")),
    Kind("scheme", "the scheme is not compared", _other_scheme),
    Kind("port", "the port is not compared", _other_port),
    Kind("sibling", "every host of the domain is let in", _in_the_domain("evil.")),
    Kind("subdomain", "hosts below an allowed one are let in", _beginning("evil.")),
    Kind("parent", "the domain itself is let in", _in_the_domain("")),
    Kind("prefix", _NO_END, _ending("evil.example")),
    Kind("special character", _NO_END, _ending(f"_.{_EVIL}")),
    Kind("substring", "an allowed host is compared by a part of it", _first_letter_dropped),
    Kind("trailing dot", "a host is compared without its last dot", _ending(".")),
)
"""The ways in which an allow-list goes wrong, the worst first: those that a contract tries."""

# Which browsers send which characters in a host was measured: docs/explanation/audit.md.
MORE_KINDS = (
    *(
        Kind("special character", f"{character!r} in a host ends what is compared", _ending(f"{character}.{_EVIL}"))
        for character in "-+$"
    ),
    *(
        Kind(
            "special character",
            f"{character!r} in a host ends what is compared",
            _ending(f"{character}.{_EVIL}"),
            ("chromium", "webkit"),
        )
        for character in "~!&=,()'\"{}`"
    ),
    Kind("special character", "';' in a host ends what is compared", _ending(f";.{_EVIL}"), ("chromium",)),
    Kind("port", "the port is not compared", lambda origin: TupleOrigin(origin.scheme, origin.host, 65535).serialized),
    Kind("substring", "an allowed host is compared by a part of it", _last_letter_dropped),
    Kind("infix", "an allowed host is looked for anywhere in an origin", _in_the_middle),
    Kind("shared hosting", "other customers of the same host are let in", _neighbour),
)
"""Those that the audit tries, too."""


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
    of_patterns: list[Iterator[Hostile]] = []
    for pattern in patterns:
        bases.append(parse_origin(pattern.members()[0]))
        imitations = ((origin, shows, "pattern", BROWSERS) for origin, shows in pattern.lookalikes())
        of_patterns.append(_valid(imitations, of=pattern.text))
    derived = [_derived(base) for base in bases if isinstance(base, TupleOrigin)]
    found: dict[str, Hostile] = {}
    for group in zip_longest(*of_patterns, *derived):
        for hostile in group:
            if hostile is not None and hostile.origin not in found and not known(hostile.origin):
                found[hostile.origin] = hostile
    strangers = [each for each in STRANGERS if each.origin not in found and not known(each.origin)]
    return (*strangers, *tuple(found.values())[:MOST])


def lookalikes(
    allowed: Iterable[str], globs: Iterable[OriginPattern] = (), *, known: Callable[[str], bool]
) -> tuple[Hostile, ...]:
    """Every origin that a mistaken allow-list may take for one of these, and the strangers.

    :param allowed: serialised origins that are let in.
    :param globs: that are written somewhere, whether or not they let anybody in.
    :param known: whether an origin is declared by somebody, or the app's own; those are not hostile.
    :returns: each once, the strangers first, then by allowed origin.
    """
    bases = [base for base in map(parse_origin, allowed) if isinstance(base, TupleOrigin)]
    kinds = (*KINDS, *MORE_KINDS)
    derived = [each for base in bases for each in _derived(base, kinds)]
    found: dict[str, Hostile] = {}
    misread = [each for glob in globs for each in _misread(glob)]
    for hostile in (*misread, *STRANGERS, *MORE_STRANGERS, *derived, *_concatenated(bases)):
        if not known(hostile.origin):
            found.setdefault(hostile.origin, hostile)
    return tuple(found.values())


def _misread(pattern: OriginPattern) -> Iterator[Hostile]:
    """What a glob lets in when it is taken for a regular expression: its ``*`` repeats what stands before it."""
    head, _, tail = pattern.text.partition("*")
    shows = "a glob is read as a regular expression"
    if tail.startswith("."):
        made = [f"{head}x{tail[1:]}", f"{head}x{tail[1:]}.{_EVIL}"]
    elif head.endswith(":") and not tail:
        made = [f"{head[:-1]}.{_EVIL}", f"{head[:-1]}{_EVIL}"]
    else:
        made = []
    yield from _valid(((origin, shows, "glob", BROWSERS) for origin in made), of=pattern.text)


def _concatenated(bases: Sequence[TupleOrigin]) -> Iterator[Hostile]:
    """Two allowed hosts, one behind the other: what is in a list is looked for at both ends."""
    for first, second in permutations(bases[:_MOST_CONCATENATED], 2):
        if _is_name(first) and _is_name(second) and first.scheme == second.scheme:
            origin = _with_host(second, first.host + second.host)
            yield Hostile(origin, "two allowed hosts in one are let in", "concatenation", second.serialized)


def _derived(base: TupleOrigin, kinds: Sequence[Kind] = KINDS) -> Iterator[Hostile]:
    made = ((kind.derive(base), kind) for kind in kinds)
    candidates = ((origin, kind.shows, kind.name, kind.browsers) for origin, kind in made if origin is not None)
    return _valid(candidates, of=base.serialized)


def _valid(candidates: Iterable[tuple[str, str, str, tuple[str, ...]]], *, of: str) -> Iterator[Hostile]:
    for origin, shows, kind, browsers in candidates:
        try:
            serialized = parse_origin(origin).serialized
        except ValueError:
            continue
        if serialized == origin:  # not with a port that no browser tells, say
            yield Hostile(origin, shows, kind, of, browsers)
