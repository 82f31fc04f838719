"""Origins that an app names somewhere: in its configuration, in what its hooks and views hold on to.

They are only what is worth asking. Whether a page there may read anything is what the app answers, not what
stands in it. Without them nobody could find an origin that has been added to an allow-list and told to nobody.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType, FunctionType, MethodType
from typing import Any, NamedTuple

from pytest_cors.fetch.origin import TupleOrigin
from pytest_cors.fetch.url import meant_origin, parse_origin
from pytest_cors.survey.pattern import OriginPattern, read_pattern
from pytest_cors.survey.routes import inner_apps

MOST = 40
"""How many are taken, at most."""

_MOST_LOOKED_AT = 20_000
_DEEPEST = 8
_LONGEST = 500

_HOOKS = (
    *("after_request_funcs", "before_request_funcs", "view_functions", "error_handler_spec", "extensions", "config"),
    *("wsgi_app", "blueprints"),
)
_LOOKS_AT_ORIGINS = frozenset({"origin", "http_origin", "access-control-allow-origin", "access_control_allow_origin"})
_FOREIGN = frozenset({"flask", "werkzeug", "jinja2", "click", "pytest", "_pytest", "pytest_cors", "sqlalchemy"})
"""Packages whose functions name no origin of the app's."""

_separator = re.compile(r"[\s,;]+")
_any_text = re.compile(r"(?:\.|\[\^?[^\]]*\]|\\[wdWS])(?:[*+]\??|\{[\d,]+\})")
_zero_width = re.compile(r"^\(\?[a-zA-Z]+\)|^(?:\^|\\A)+|(?:\$|\\Z|\\z)+\Z|\(\?<?[=!](?:[^()\\]|\\.)*\)|\\b")
_host_name = re.compile(r"\.?(?:[a-z0-9-]+\.)+[a-z]{2,}").fullmatch
_group = re.compile(r"\((?:\?:)?([^()]*)\)([?*+]|\{[\d,]+\})?\??")
_header_name = re.compile(r"[xX]-[A-Za-z0-9-]+|[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+").fullmatch
_is_expression = re.compile(r"[()|^$\\{}+?*\[]").search
_still_an_expression = re.compile(r"[()|^$\\{}+?]").search
_MOST_ALTERNATIVES = 16

_is_for_origins = re.compile(r"origins?(?:\Z|_)|\Aallow(?:ed|_?list)\Z", re.IGNORECASE).search
_looks_like_a_host = re.compile(r"(?:localhost|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?::\d+)?/?", re.IGNORECASE).fullmatch


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A text that is meant to be an origin, or a list of them, and is none.

    :param text: as it stands there.
    :param meant: the origins, serialised.
    """

    text: str
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What an app names.

    :param origins: serialised.
    :param patterns: what a pattern of the app's was probably meant to be.
    :param globs: those of the patterns that are written as globs.
    :param hosts: those of the origins that are named by their hosts alone.
    :param written: for each of them that stands in an expression the expression, as it is written.
    :param headers: names that may be those of headers.
    :param misspelt: texts in a place where origins stand, and that no browser sends as one.
    """

    origins: tuple[str, ...] = ()
    patterns: tuple[OriginPattern, ...] = ()
    globs: tuple[OriginPattern, ...] = ()
    headers: tuple[str, ...] = ()
    misspelt: tuple[Misspelt, ...] = ()
    hosts: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict, hash=False)


def named_origins(app: object) -> Named:
    """Look through an app, without calling anything of its own.

    :param app: a Flask app, or a WSGI callable that may have some inside.
    """
    origins: dict[str, None] = {}
    patterns: dict[str, OriginPattern] = {}
    globs: dict[str, OriginPattern] = {}
    headers: dict[str, None] = {}
    misspelt: dict[str, Misspelt] = {}
    written: dict[str, str] = {}
    hosts: dict[str, None] = {}
    for text, place in _texts([*(inner for inner, _ in inner_apps(app)), app]):
        meant_there = _misspelt(text, place)
        if meant_there:
            misspelt[text] = Misspelt(text, meant_there)
        headers.update(dict.fromkeys(_header_names(text)))
        for meant, part in _meant(text, compared=place.compared):
            if _is_expression(part):
                written.setdefault(meant, part)
            if "*" not in meant:
                origins[meant] = None
                if meant == f"https://{part}":
                    hosts[meant] = None
                continue
            patterns[meant] = OriginPattern(meant)
            if meant in _separator.split(text):
                globs[meant] = patterns[meant]
    kept = [name for name in headers if not name.lower().startswith(("access-control-", "sec-"))]
    return Named(
        origins=tuple(origins)[:MOST],
        patterns=tuple(patterns.values())[:MOST],
        globs=tuple(globs.values())[:MOST],
        headers=tuple(kept)[:MOST],
        misspelt=tuple(misspelt.values())[:MOST],
        written=written,
        hosts=frozenset(hosts),
    )


# What a text stands for


@lru_cache(maxsize=4096)
def _header_names(text: str) -> tuple[str, ...]:
    return tuple(filter(_header_name, _separator.split(text)))


def _meant(text: str, *, compared: bool) -> tuple[tuple[str, str], ...]:
    """Origins, and patterns of origins, that a text of an app's may stand for, each with the part that says so.

    :param compared: the text is close to code that looks at origins, so a host alone may stand for one.
    """
    return _read_whole(text, compared) if ":" in text or (compared and "." in text) else ()


@lru_cache(maxsize=4096)
def _read_whole(text: str, compared: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - lru_cache wants it so
    found: list[tuple[str, str]] = []
    for part in [text, *_separator.split(text)]:
        for plain in _plain(part):
            if _still_an_expression(plain):
                continue
            for whole in _with_scheme(plain) if compared and ":" not in plain else (plain,):
                found += [(meant, part) for meant in _read(whole)]
    return tuple(found)


def _with_scheme(plain: str) -> Iterator[str]:
    """What a host, or the end of one, stands for: ``example.com``, ``.example.com``, ``*.example.com``."""
    host = plain.removeprefix("*")
    if _host_name(host):
        yield f"https://*{host}" if host.startswith(".") else f"https://{host}"


def _read(plain: str) -> Iterator[str]:
    # What may stand before a name without a dot was hardly meant to be a part of the name.
    scheme, star, rest = plain.partition("://*")
    if star and rest[:1].isalnum():
        plain = f"{scheme}://{rest}"
    # Any top-level domain: one of them is the app's own, and hardly another than this.
    if plain.endswith(".*"):
        plain = f"{plain[:-1]}com"
    try:
        yield read_pattern(plain).text if "*" in plain else parse_origin(plain).serialized
    except ValueError:
        return


def _misspelt(text: str, place: _Place) -> tuple[str, ...]:
    """The origins that are meant by a text that is no origin; none where it may well be something else."""
    if _is_for_origins(place.name) is None and not (place.compared and "://" in text):
        return ()
    if _still_an_expression(text) or "*" in text:
        return ()
    parts = [part for part in _separator.split(text) if part]
    if all(_is_origin(part) for part in parts) and len(parts) < 2:
        return ()
    meant = [meant_origin(part) for part in parts if "://" in part or _looks_like_a_host(part)]
    found = [each.serialized for each in meant if isinstance(each, TupleOrigin) and each.scheme in {"http", "https"}]
    return tuple(dict.fromkeys(found)) if len(found) == len(parts) else ()


def _is_origin(text: str) -> bool:
    try:
        parse_origin(text)
    except ValueError:
        return False
    return True


def _plain(text: str) -> Iterator[str]:
    """A regular expression without what makes it one; whatever is not understood is left, and is no origin then."""
    # Two passes: first what is any text, then the alternatives.
    choices = [_any_text.sub("*", _zero_width.sub("", choice)) for choice in _alternatives(text)]
    waiting = deque(bare[3:-1] if _is_one_group(bare) else bare for bare in choices)
    for _ in range(_MOST_ALTERNATIVES * 4):
        if not waiting:
            return
        one = waiting.popleft()
        group = _group.search(one)
        if group is None:
            yield from _unescaped(one)
            continue
        choices = group[1].split("|") + ([""] if group[2] in {"?", "*"} else [])
        waiting.extend(one[: group.start()] + choice + one[group.end() :] for choice in choices[:_MOST_ALTERNATIVES])


def _alternatives(text: str) -> Iterator[str]:
    """What stands between the ``|`` of an expression, those in its groups left alone."""
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _is_one_group(bare: str) -> bool:
    return bare.startswith("(?:") and bare.endswith(")") and bare.count("(") == 1


def _unescaped(text: str) -> Iterator[str]:
    if "s?://" in text:
        yield from _unescaped(text.replace("s?://", "s://"))
        yield from _unescaped(text.replace("s?://", "://"))
        return
    yield re.sub(r"\\(.)", r"\1", text)


# Where texts are


class _Place(NamedTuple):
    """Where a text is.

    :param name: under which it is there, or what holds it.
    :param compared: code that looks at origins has it.
    """

    name: str = ""
    compared: bool = False


def _texts(apps: Iterable[object]) -> Iterator[tuple[str, _Place]]:
    """Every text that an app holds on to, those nearest to it first, and where."""
    waiting: deque[tuple[object, int, _Place]] = deque()
    for app in apps:
        attributes = _attributes(app)
        # What wraps a WSGI app stands in for it.
        waiting.extend((attributes[name], 0, _Place(name)) for name in _HOOKS if name in attributes)
        if not any(name in attributes for name in _HOOKS):
            waiting.append((app, 0, _Place()))
    seen: set[tuple[int, bool]] = set()
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return
        value, depth, place = waiting.popleft()
        if isinstance(value, re.Pattern):
            value = value.pattern
        if isinstance(value, str):
            if len(value) <= _LONGEST:
                yield value, place
        elif depth < _DEEPEST and (id(value), place.compared) not in seen:
            seen.add((id(value), place.compared))
            compared = place.compared or (isinstance(value, FunctionType) and _looks_at_origins(value))
            waiting.extend((inner, depth + 1, _Place(name or place.name, compared)) for inner, name in _inside(value))


def _looks_at_origins(function: FunctionType) -> bool:
    code = function.__code__
    words = {each.lower() for each in (*code.co_names, *code.co_consts) if isinstance(each, str)}
    return not words.isdisjoint(_LOOKS_AT_ORIGINS) or (function.__module__ or "").startswith("flask_cors")


def _inside(value: object) -> Iterator[tuple[object, str]]:
    """What a value holds, each with the name that it has there; no name is that of the whole."""
    if isinstance(value, Mapping):
        yield from ((key, "") for key in list(value))
        yield from ((inner, key if isinstance(key, str) else "") for key, inner in list(value.items()))
    elif isinstance(value, list | tuple | AbstractSet | deque):
        yield from ((inner, "") for inner in list(value))
    elif isinstance(value, MethodType):
        yield value.__func__, ""
        yield value.__self__, ""
    elif isinstance(value, FunctionType):
        yield from _of_function(value)
    elif isinstance(value, CodeType):
        yield from ((inner, "") for inner in value.co_consts)
    elif not isinstance(value, type) and not _is_foreign(type(value).__module__):
        yield from ((inner, name) for name, inner in list(_attributes(value).items()))


def _of_function(function: FunctionType) -> Iterator[tuple[object, str]]:
    for cell, name in zip(function.__closure__ or (), function.__code__.co_freevars, strict=False):
        try:
            yield cell.cell_contents, name
        except ValueError:  # not filled yet
            continue
    yield from ((inner, "") for inner in function.__defaults__ or ())
    wrapped = getattr(function, "__wrapped__", None)
    if wrapped is not None:
        yield wrapped, ""
    if _is_foreign(function.__module__):
        return
    yield from ((inner, "") for inner in function.__code__.co_consts if inner is not function.__doc__)
    for name in function.__code__.co_names:
        used = function.__globals__.get(name)
        if isinstance(used, str | Mapping | list | tuple | AbstractSet | FunctionType | re.Pattern):
            yield used, name


def _is_foreign(module: str | None) -> bool:
    package = (module or "").partition(".")[0]
    return package in _FOREIGN or package in sys.stdlib_module_names


def _attributes(value: Any) -> Mapping[str, object]:
    if hasattr(value, "__dict__"):
        attributes = vars(value)
        return attributes if isinstance(attributes, Mapping) else {}
    slots = (name for each in type(value).__mro__ for name in getattr(each, "__slots__", ()))
    return {name: getattr(value, name) for name in slots if isinstance(name, str) and hasattr(value, name)}
