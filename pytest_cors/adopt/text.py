"""A first contract file, as text: rules that hold, with a comment wherever something looks unwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_cors.adopt.draft import ANYBODY, Draft
from pytest_cors.fetch.site import is_ip_address
from pytest_cors.fetch.url import parse, parse_origin

_WIDTH = 100
_bare = re.compile(r"[A-Za-z0-9_-]+\Z").match


@dataclass(frozen=True, slots=True)
class Tolerated:
    """Pages that read what they should not.

    :param shows: what is wrong with the app, as a clause.
    """

    routes: tuple[str, ...]
    origins: tuple[str, ...]
    shows: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A place that the file says nothing about, and why."""

    route: str
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class FirstContract:
    """All that a first contract file says.

    :param base_url: where the app lives, if that is known.
    :param app: ``"package.module:name"``, or empty.
    :param remarks: what looks unwise of a rule, one sentence each.
    :param lives_at: where the app says that it lives, which the file then need not say.
    :param notes: what looks unwise of the whole.
    :param unknown: what could not be asked, one sentence each.
    :param samples: variables for which values were guessed in vain, each with the value that was tried.
    """

    rules: tuple[Draft, ...]
    base_url: str | None = None
    app: str = ""
    tolerated: tuple[Tolerated, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    remarks: Mapping[Draft, Sequence[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    samples: Mapping[str, str] = field(default_factory=dict)

    lives_at: str = ""


HEAD = """\
# Which pages may read what of this app, as a browser decides it. What is not allowed here is denied.
# Written by pytest --cors-init from what the app does: true, though not all of it need be meant.
# What looks unwise says so. Tighten the app and this file together.
"""


def to_toml(contract: FirstContract) -> str:
    """The text of the file."""
    names = _named(contract.rules)
    parts = [HEAD, "\n".join(_contract(contract))]
    if names:
        parts.append("\n".join(_origins(names)))
    if contract.samples or contract.unknown:
        parts.append("\n".join(_samples(contract)))
    if contract.notes:
        parts.append("\n".join(line for note in contract.notes for line in _comment(f"Unwise: {note}")))
    parts += ["\n".join(_rule(rule, names, contract.remarks.get(rule, ()))) for rule in contract.rules]
    parts += ["\n".join(_tolerated(each)) for each in contract.tolerated]
    parts += ["\n".join(_excluded(each)) for each in contract.excluded]
    if not contract.rules and not contract.tolerated:
        parts.append("\n".join(_nothing()))
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _contract(contract: FirstContract) -> Iterator[str]:
    yield "[contract]"
    if contract.base_url is not None:
        yield f"base_url = {_string(contract.base_url)}"
    else:
        example = contract.lives_at or "https://api.example.com"
        yield f"# base_url = {_string(example)}  # where browsers find the app; cookies depend on it"
    if contract.app:
        yield f"app = {_string(contract.app)}"


def _origins(names: Mapping[str, str]) -> Iterator[str]:
    yield "[origins]"
    for origin, name in names.items():
        remark = _of_origin(origin)
        yield f"{name} = {_string(origin)}{f'  # {remark}' if remark else ''}"


def _of_origin(origin: str) -> str:
    parsed = parse(origin.replace("*", "1"))
    if parsed.host == "localhost" or parsed.host.endswith(".localhost") or parsed.host in {"127.0.0.1", "[::1]"}:
        return "Unwise in production: whatever runs on a visitor's own machine"
    if parsed.scheme == "http":
        return "Unwise: without TLS anybody on the way can put a page there"
    return ""


def _samples(contract: FirstContract) -> Iterator[str]:
    for sentence in contract.unknown:
        yield from _comment(f"Not known: {sentence}")
    if contract.samples:
        yield from _comment("Values of URL variables that the app answers, instead of those that were guessed:")
        yield "[samples]"
        for name, value in contract.samples.items():
            yield f"# {name} = {_string(value)}"


def _rule(rule: Draft, names: Mapping[str, str], remarks: Sequence[str]) -> Iterator[str]:
    yield "[[allow]]"
    for remark in remarks:
        yield from _comment(remark)
    yield f"routes = {_list(rule.routes)}"
    if rule.origins == ANYBODY:
        yield 'origins = "*"'
    else:
        yield f"origins = {_list([names.get(origin, origin) for origin in rule.origins])}"
    if rule.methods:
        yield f"methods = {_list(rule.methods)}"
    if rule.headers:
        yield 'headers = "*"' if rule.headers == ("*",) else f"headers = {_list(rule.headers)}"
    if rule.credentials:
        yield "credentials = true"
    if rule.exposes:
        yield f"exposes = {_list(rule.exposes)}"
    if rule.max_age is not None:
        yield f"max_age = {rule.max_age}"


def _tolerated(each: Tolerated) -> Iterator[str]:
    yield "[[deny]]"
    yield from _comment(
        f"Unwise: {each.shows}. These pages should get nothing, and get something. No test fails for it as long as "
        "it is known."
    )
    yield f"routes = {_list(each.routes)}"
    yield f"origins = {_list(each.origins)}"
    yield f"known = {_string(each.shows)}"


def _excluded(each: Excluded) -> Iterator[str]:
    yield "[[exclude]]"
    yield f"routes = {_list([each.route])}"
    yield f"methods = {_list([each.method])}"
    yield f"reason = {_string(each.reason)}"


def _nothing() -> Iterator[str]:
    yield from _comment(
        "No page on another origin was seen to read anything, so this file holds just that. "
        "When a front end comes, allow it here first, and see the test fail:"
    )
    yield "[[deny]]"
    yield 'routes = "/*"'
    yield ""
    for line in ("[[allow]]", 'routes = "/api/*"', 'origins = "https://app.example.com"'):
        yield f"# {line}"


# Names


def _named(rules: Iterable[Draft]) -> dict[str, str]:
    """A short name for each origin that a rule names, the origins in order."""
    origins = sorted({origin for rule in rules for origin in rule.origins} - {*ANYBODY, "null"})
    names: dict[str, str] = {}
    for origin in origins:
        stem = _stem(origin)
        name, number = stem, 1
        while name in names.values():
            number += 1
            name = f"{stem}-{number}"
        names[origin] = name
    return names


def _stem(origin: str) -> str:
    host = origin.partition("://")[2]
    host = host if host.startswith("[") else host.rpartition(":")[0] or host
    if "*" in origin:
        labels = [label for label in host.split(".") if "*" not in label]
        stem = labels[0] if labels else "pattern"
    else:
        host = getattr(parse_origin(origin), "host", host)
        stem = "ip" if is_ip_address(host) else host.split(".")[0]
    clean = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")
    return clean or "page"


# TOML


def _string(text: str) -> str:
    # What JSON escapes, TOML reads: but for surrogates and DEL, which stand in no rule.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(values: Sequence[str]) -> str:
    one_line = f"[{', '.join(map(_string, values))}]"
    if len(one_line) <= _WIDTH - 12:
        return one_line
    return "[\n" + "".join(f"    {_string(value)},\n" for value in values) + "]"


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH and line != "#":
            yield line
            line = "#"
        line = f"{line} {word}"
    yield line
