"""``cors.lock``: a policy as text that reviews well, and back.

One line for each route, method and origin, whole in itself, so that a line of a diff can be read alone. What a
stranger gets stands once, as ``*``; an origin has a line of its own where it gets something else. The order is
fixed, and nothing is aligned, so that a change touches the lines that it is about and no others.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pytest_cors.errors import InvalidFile, InvalidKey, closest
from pytest_cors.fetch.methods import is_token
from pytest_cors.fetch.profile import PROFILES
from pytest_cors.fetch.reasons import CODES
from pytest_cors.fetch.url import parse_origin
from pytest_cors.policy.observed import ANY, Decision, Place, Policy
from pytest_cors.survey.record import names

VERSION = 1

HEAD = f"""\
# The CORS policy of this app as it was seen: what pages may do, line by line.
# "*" is every origin that was asked, see below, and has no line of its own.
# Written by pytest --cors-update, compared in every run. Not to be edited: change the app, then update.
version {VERSION}
"""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

UPDATE = "pytest --cors-update writes it anew"

_BETWEEN = "  "
_LONGEST = 100

_verdict = re.compile(
    r"(?:not known, (?P<unknown>.+)"
    r"|may (?P<both>read|send) with credentials"
    r"|may (?P<plain>read|send), not with credentials: (?P<no_credentials>\w+)"
    r"|may (?P<only>read|send) only with credentials, without: (?P<no_plain>\w+)"
    r"|denied, (?P<denied>\w+))"
).fullmatch
_fact = re.compile(r"(?P<name>headers|exposes|max-age|vary) (?P<value>.+)").fullmatch
_conflict = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)").match


# Writing


def to_text(policy: Policy) -> str:
    """The text of a lock."""
    lines = [HEAD + f"browser {policy.browser}", *(f"asked {origin}" for origin in sorted(policy.asked))]
    route = None
    for place in sorted(policy.decisions, key=in_order):
        if place[0] != route:
            route = place[0]
            lines.append("")
        lines += (_line(place, origin, decision) for origin, decision in _lines_of(policy.decisions[place]))
    return "\n".join(lines) + "\n"


def in_order(place: Place) -> tuple[str, int, str]:
    """The key by which routes and methods are sorted."""
    route, method = place
    return route, METHODS.index(method) if method in METHODS else len(METHODS), method


def _lines_of(decisions: Mapping[str, Decision]) -> Iterator[tuple[str, Decision]]:
    for origin in sorted(decisions, key=lambda origin: (origin == ANY, origin)):
        yield origin, decisions[origin]


def _line(place: Place, origin: str, decision: Decision) -> str:
    route, method = place
    plain = route.isprintable() and _BETWEEN not in route and not route.startswith('"') and route == route.strip()
    return _BETWEEN.join((f"{method} {route if plain else json.dumps(route)}", origin, str(decision)))


def write(path: Path, text: str) -> None:
    """Put a text in the place of a file, at once or not at all.

    :raises OSError: it cannot be written; then the file is as it was.
    """
    path = path.resolve()  # a link stays one
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


# Reading


def read(path: Path, *, shown: str | None = None) -> Policy:
    """Read a lock.

    :param shown: the path as errors show it.
    :raises InvalidFile: with everything that is wrong with it.
    :raises OSError: it cannot be read.
    """
    name = shown or str(path)
    data = path.read_bytes()
    try:
        return from_text(data.decode("utf-8-sig"), path=name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidFile(name, [_mistake(name, line, "", "is not UTF-8")]) from None


def from_text(text: str, *, path: str = "cors.lock") -> Policy:
    """Read the text of a lock.

    :param path: of the file, as errors show it.
    :raises InvalidFile: with everything that is wrong with it.
    """
    lines = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1)]
    conflicts = [
        _mistake(path, number, line, "is a merge conflict; take either side")
        for number, line in lines
        if line.startswith("<<<<<<<") and _conflict(line)
    ]
    if conflicts:
        raise InvalidFile(path, conflicts)
    reader = _Reader(path)
    for number, line in lines:
        if line and not line.startswith("#"):
            reader.take(number, line)
    return reader.policy()


def _mistake(path: str, number: int, line: str, reason: str) -> InvalidKey:
    short = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return InvalidKey("line", short, f"{reason}; {UPDATE}", path=path, line=number, column=1)


class _Reader:
    """A lock on its way to a ``Policy``; mistakes are noted and reading goes on."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.mistakes: list[InvalidKey] = []
        self.version: str | None = None
        self.browser: str | None = None
        self.asked: list[str] = []
        self.decisions: dict[Place, dict[str, Decision]] = {}
        self.lines: dict[tuple[Place, str], int] = {}
        self.last: tuple[object, ...] = ()

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        try:
            self._take(number, line)
        except ValueError as error:
            self.mistakes.append(_mistake(self.path, number, line, str(error)))

    def _take(self, number: int, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "version" and self.version is None:
            self.version = rest
            if rest != str(VERSION):
                raise ValueError(f"is of another version than this pytest-cors writes, {VERSION}")
        elif word == "browser" and self.browser is None:
            self.browser = rest
            if rest not in PROFILES:
                raise ValueError(f"names no browser; valid: {', '.join(PROFILES)}")
        elif word == "asked":
            self.asked.append(parse_origin(rest).serialized)
        else:
            self._decision(number, line)

    def _decision(self, number: int, line: str) -> None:
        place, origin, decision = _split(line)
        key = (place, origin)
        if key in self.lines:
            raise ValueError(f"says again what line {self.lines[key]} has said")
        self.lines[key] = number
        self.decisions.setdefault(place, {})[origin] = decision
        order = (*in_order(place), origin == ANY, origin)
        if order < self.last:
            raise ValueError("is not where it belongs: the lines are in order")
        self.last = order

    def policy(self) -> Policy:
        """What was read.

        :raises InvalidFile: something is wrong with it.
        """
        if not self.mistakes and (self.version is None or self.browser is None):
            missing = "version" if self.version is None else "browser"
            self.mistakes.append(_mistake(self.path, 1, "", f"has no {missing} after it, so this is no lock"))
        for (place, origin), number in self.lines.items():
            if origin != ANY and origin not in self.asked:
                reason = "is for an origin that no line says was asked"
                self.mistakes.append(_mistake(self.path, number, f"{place[1]} {place[0]}  {origin}", reason))
            if ANY not in self.decisions[place]:
                reason = f"has no line for {ANY} with it"
                self.mistakes.append(_mistake(self.path, number, f"{place[1]} {place[0]}", reason))
        if self.mistakes:
            raise InvalidFile(self.path, sorted(self.mistakes, key=lambda mistake: mistake.line))
        return Policy(self.browser or "", tuple(self.asked), self.decisions)


def _split(line: str) -> tuple[Place, str, Decision]:
    method, _, rest = line.partition(" ")
    if not is_token(method) or not rest:
        raise ValueError("is no line of a lock")
    if rest.startswith('"'):
        try:
            route, end = json.JSONDecoder().raw_decode(rest)
        except ValueError:
            raise ValueError("has a route that is not closed") from None
        rest = rest[end:].removeprefix(_BETWEEN)
    else:
        route, _, rest = rest.partition(_BETWEEN)
    origin, _, text = rest.partition(_BETWEEN)
    if not origin or not text:
        raise ValueError("is no line of a lock: route, origin and decision stand apart by two spaces")
    if origin != ANY and parse_origin(origin).serialized != origin:
        raise ValueError(f"names no origin: {origin!r}")
    return (route, method), origin, _read_decision(text)


def _read_decision(text: str) -> Decision:
    verdict, *facts = text.split("; ")
    match = _verdict(verdict)
    if match is None:
        raise ValueError(f"has {verdict!r}, which is no decision")
    found: dict[str, str] = {}
    for fact in facts:
        each = _fact(fact)
        if each is None or each["name"] in found:
            raise ValueError(f"has {fact!r}, which is nothing that a lock says")
        found[each["name"]] = each["value"]
    age = found.get("max-age")
    if age is not None and not age.lstrip("-").isdecimal():
        raise ValueError(f"has a max-age that is no number: {age!r}")
    denied = _code(match["denied"])
    return Decision(
        verb="send" if "send" in {match["both"], match["plain"], match["only"]} else "read",
        without=denied or _code(match["no_plain"]),
        included=denied or _code(match["no_credentials"]),
        headers=_names(found.get("headers")),
        exposes=_names(found.get("exposes")),
        max_age=None if age is None else int(age),
        vary=_names(found.get("vary")),
        unknown=match["unknown"] or "",
    )


def _code(text: str | None) -> str:
    if text is not None and text not in CODES:
        near = closest(text, tuple(CODES))
        raise ValueError(f"has {text!r}, which is no reason{f'; did you mean {near!r}?' if near else ''}")
    return text or ""


def _names(text: str | None) -> tuple[str, ...]:
    return () if text is None else names(part.strip() for part in text.split(","))
