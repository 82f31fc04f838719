"""``cors.toml``: text in, a ``ContractFile`` out, or everything that is wrong with it at once.

Each key has one function that reads its value; the functions of the marker's arguments serve here, too. What
they raise is placed at the line and column where the key stands.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pytest_cors.contract.arguments import (
    read_browser,
    read_exposes,
    read_headers,
    read_max_age,
    read_method,
    read_status,
)
from pytest_cors.contract.positions import Path as KeyPath
from pytest_cors.contract.positions import Position, nearest, positions
from pytest_cors.contract.rules import ANYBODY, UNSAFE, ContractFile, Exclusion, Globs, Origins, Rule, Silence
from pytest_cors.errors import InvalidArgument, InvalidFile, InvalidKey
from pytest_cors.fetch.url import parse, parse_origin
from pytest_cors.survey.pattern import OriginPattern, read_pattern

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLES = ("contract", "origins", "samples", "allow", "deny", "exclude", "audit", "env")
CONTRACT = ("base_url", "app", "browsers", "unsafe")
ENV = ("base_url", "origins")
ALLOW = (
    *("name", "routes", "origins", "methods", "headers", "credentials"),
    *("exposes", "max_age", "status", "browsers", "known"),
)
DENY = ("name", "routes", "origins", "methods", "known")
AUDIT = ("level", "silence")
SILENCE = ("rule", "routes", "reason", "until")
LEVELS = ("info", "low", "medium", "high")
EXCLUDE = ("routes", "methods", "reason")

_app_reference = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(\))?\Z").match
_syntax_place = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def read_file(path: Path, *, env: str | None = None, shown: str | None = None) -> ContractFile:
    """Read a contract file.

    :param env: the ``[env.NAME]`` whose values replace others.
    :param shown: the path as errors show it.
    :raises InvalidFile: with everything that is wrong with it.
    :raises OSError: it cannot be read.
    """
    data = path.read_bytes()
    name = shown or str(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidFile(name, [InvalidKey("encoding", "", "is not UTF-8", path=name, line=line, column=1)]) from None
    return read_text(text, path=name, env=env)


def read_text(text: str, *, path: str = "cors.toml", env: str | None = None) -> ContractFile:
    """Read the text of a contract file.

    :param path: of the file, as errors show it.
    :param env: the ``[env.NAME]`` whose values replace others.
    :raises InvalidFile: with everything that is wrong with it.
    """
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(path, [_syntax(str(error), text, path)]) from None
    reader = _Reader(document, positions(text), path)
    file = reader.file(env)
    if reader.mistakes:
        raise InvalidFile(path, sorted(reader.mistakes, key=lambda mistake: (mistake.line, mistake.column)))
    return file


def _syntax(message: str, text: str, path: str) -> InvalidKey:
    place = _syntax_place.search(message)
    lines = text.split("\n")
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), len(lines[-1]) + 1)
    said = message[: place.start()] if place else message
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    reason = f"is not TOML: {said[:1].lower()}{said[1:]}"
    return InvalidKey("line", shown, reason, path=path, line=line, column=column)


class _Reader:
    """One document on its way to a ``ContractFile``; mistakes are noted and reading goes on."""

    def __init__(self, document: dict[str, Any], found: Mapping[KeyPath, Position], path: str) -> None:
        self.document = document
        self.found = found
        self.path = path
        self.mistakes: list[InvalidKey] = []
        self.named: dict[str, Origins] = {}

    # The whole

    def file(self, env: str | None) -> ContractFile:
        document = self.document
        self._known_keys(document, TABLES, ())
        contract = self._table(document, "contract", ())
        self._known_keys(contract, CONTRACT, ("contract",))
        chosen = self._env(env)
        self._name_origins(chosen)
        samples, route_samples = self._samples()
        base_path: KeyPath = ("env", env or "", "base_url") if "base_url" in chosen else ("contract", "base_url")
        rules = [*self._rules("allow", ALLOW), *self._rules("deny", DENY)]
        if not rules and not document.keys() & {"allow", "deny", "audit"}:
            self._note(InvalidArgument("allow", "", "is missing: without an [[allow]] nothing may be read"), ())
        audit = self._table(document, "audit", ())
        self._known_keys(audit, AUDIT, ("audit",))
        base_url = chosen.get("base_url", contract.get("base_url"))
        return ContractFile(
            path=self.path,
            base_url=self._read(_base_url, base_url, base_path),
            app=self._read(_app, contract.get("app"), ("contract", "app"), ""),
            browsers=self._read(read_browser, contract.get("browsers"), ("contract", "browsers"), ()),
            unsafe=self._read(_unsafe, contract.get("unsafe"), ("contract", "unsafe"), "preflight"),
            origins=self.named,
            rules=tuple(_named_apart(rules)),
            exclusions=tuple(self._exclusions()),
            samples=samples,
            route_samples=route_samples,
            audit_level=self._read(_level, audit.get("level"), ("audit", "level"), ""),
            silences=tuple(self._silences(audit)),
            lines={path: place.line for path, place in self.found.items() if all(isinstance(p, str) for p in path)},  # type: ignore[misc]
        )

    # Origins

    def _env(self, env: str | None) -> Mapping[str, Any]:
        tables = self._table(self.document, "env", ())
        for name in tables:
            table = self._table(tables, name, ("env",))
            self._known_keys(table, ENV, ("env", name))
            declared = self._table(self.document, "origins", ())
            for origin in self._table(table, "origins", ("env", name)):
                if origin not in declared:
                    reason = "replaces no origin: [origins] has none of that name"
                    mistake = InvalidArgument("origin", origin, reason, valid=tuple(declared))
                    self._note(mistake, ("env", name, "origins", origin))
        if env is None:
            return {}
        if env not in tables:
            reason = "is not in this file" if tables else "is not in this file, which has no [env.NAME] at all"
            self._note(InvalidArgument("--cors-env", env, reason, valid=tuple(tables)), ("env",))
            return {}
        return self._table(tables, env, ("env",))

    def _name_origins(self, chosen: Mapping[str, Any]) -> None:
        written = dict(self._table(self.document, "origins", ()))
        replaced = chosen.get("origins", {})
        written.update(replaced if isinstance(replaced, dict) else {})
        for name in written:
            self._named(name, written, ())

    def _named(self, name: str, written: Mapping[str, Any], above: tuple[str, ...]) -> Origins:
        if name in self.named:
            return self.named[name]
        where: KeyPath = ("origins", name)
        if name in above:
            self._note(InvalidArgument(name, written[name], "names itself"), where)
            return Origins()
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            self._note(InvalidArgument("origin", name, "is no name; use letters, digits, - and _"), where)
        value = written[name]
        if value in ("*", ["*"]):
            self._note(InvalidArgument(name, value, 'is no origin; write origins = "*" in the rule itself'), where)
            return Origins()
        origins = self._origins(value, where, written, (*above, name))
        self.named[name] = origins
        return origins

    def _origins(self, value: Any, where: KeyPath, written: Mapping[str, Any], above: tuple[str, ...] = ()) -> Origins:
        if value in ("*", ["*"]):
            return ANYBODY
        exact: list[str] = []
        patterns: list[OriginPattern] = []
        for text, place in self._strings(value, where):
            with self._placed(place, str(where[-1]) if isinstance(where[-1], str) else "origins"):
                if text == "*":
                    raise InvalidArgument("origins", value, "has * beside others, which say nothing then")
                if text in written:
                    inner = self._named(text, written, above)
                    exact += inner.exact
                    patterns += inner.patterns
                elif "*" in text:
                    patterns.append(_pattern(text))
                else:
                    exact.append(_origin(text, tuple(written)))
        return Origins(tuple(dict.fromkeys(exact)), tuple(dict.fromkeys(patterns)))

    # Rules

    def _rules(self, kind: str, valid: Sequence[str]) -> Iterator[Rule]:
        for index, table in enumerate(self._tables(kind, self.document, ())):
            where: KeyPath = (kind, index)
            self._known_keys(table, valid, where)
            self._needed(table, ("routes", "origins") if kind == "allow" else ("routes",), where)
            headers, any_header = self._read(_headers, table.get("headers"), (*where, "headers"), ((), False))
            origins = table.get("origins", "*" if kind == "deny" else ())
            rule = Rule(
                allows=kind == "allow",
                name=self._read(_text, table.get("name"), (*where, "name"), ""),
                routes=self._globs(table, where),
                origins=self._origins(origins, (*where, "origins"), self.named) if origins != () else Origins(),
                origins_text=_shown(origins),
                methods=self._read(_methods, table.get("methods"), (*where, "methods"), ()),
                headers=headers,
                any_header=any_header,
                credentials=self._read(_yes_or_no, table.get("credentials"), (*where, "credentials"), default=False),
                status=self._read(read_status, table.get("status"), (*where, "status")),
                exposes=self._read(read_exposes, table.get("exposes"), (*where, "exposes"), ()),
                max_age=self._read(read_max_age, table.get("max_age"), (*where, "max_age")),
                browsers=self._read(read_browser, table.get("browsers"), (*where, "browsers"), ()),
                known=self._read(_text, table.get("known"), (*where, "known"), ""),
                takes_nothing_back=kind == "deny" and "known" in table and "origins" not in table,
                line=nearest(self.found, where).line,
            )
            yield rule

    def _exclusions(self) -> Iterator[Exclusion]:
        for index, table in enumerate(self._tables("exclude", self.document, ())):
            where: KeyPath = ("exclude", index)
            self._known_keys(table, EXCLUDE, where)
            self._needed(table, ("routes",), where)
            yield Exclusion(
                routes=self._globs(table, where),
                methods=self._read(_methods, table.get("methods"), (*where, "methods"), ()),
                reason=self._read(_text, table.get("reason"), (*where, "reason"), ""),
                line=nearest(self.found, where).line,
            )

    def _silences(self, audit: Mapping[str, Any]) -> Iterator[Silence]:
        for index, table in enumerate(self._tables("silence", audit, ("audit",))):
            where: KeyPath = ("audit", "silence", index)
            self._known_keys(table, SILENCE, where)
            self._needed(table, ("rule", "reason"), where)
            yield Silence(
                rule=self._read(_text, table.get("rule"), (*where, "rule"), ""),
                reason=self._read(_text, table.get("reason"), (*where, "reason"), ""),
                routes=self._globs(table, where) if "routes" in table else None,
                until=self._read(_day, table.get("until"), (*where, "until")),
                line=nearest(self.found, where).line,
            )

    def _globs(self, table: Mapping[str, Any], where: KeyPath) -> Globs:
        if "routes" not in table:
            return Globs(())
        texts: list[str] = []
        for text, place in self._strings(table["routes"], (*where, "routes")):
            with self._placed(place, "routes"):
                texts.append(_glob(text))
        return Globs(tuple(texts))

    def _samples(self) -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
        everywhere: dict[str, str] = {}
        alone: dict[str, dict[str, str]] = {}
        for name, value in self._table(self.document, "samples", ()).items():
            if isinstance(value, dict):
                alone[name] = {}
                for inner, own in value.items():
                    alone[name][inner] = self._read(_sample, own, ("samples", name, inner), "")
            else:
                everywhere[name] = self._read(_sample, value, ("samples", name), "")
        return everywhere, alone

    # Values

    def _table(self, within: Mapping[str, Any], key: str, where: KeyPath) -> Mapping[str, Any]:
        value = within.get(key, {})
        if isinstance(value, dict):
            return value
        self._note(
            InvalidArgument(key, value, f"is no table; write [{'.'.join(map(str, (*where, key)))}]"), (*where, key)
        )
        return {}

    def _tables(self, key: str, within: Mapping[str, Any], where: KeyPath) -> Sequence[Mapping[str, Any]]:
        value = within.get(key, [])
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return value
        written = ".".join(map(str, (*where, key)))
        self._note(InvalidArgument(key, value, f"is no list of tables; write [[{written}]]"), (*where, key))
        return ()

    def _known_keys(self, table: Mapping[str, Any], valid: Sequence[str], where: KeyPath) -> None:
        for key in table:
            if key not in valid:
                place = f"[{_table_name(where)}]" if where else "the file"
                self._note(InvalidArgument("key", key, f"is not known in {place}", valid=valid), (*where, key))

    def _needed(self, table: Mapping[str, Any], keys: Sequence[str], where: KeyPath) -> None:
        for key in keys:
            if key not in table:
                self._note(
                    InvalidArgument(key, "", f"is missing in this [[{_table_name(where)}]]"),
                    where,
                )

    def _strings(self, value: Any, where: KeyPath) -> Iterator[tuple[str, KeyPath]]:
        if isinstance(value, str):
            yield value, where
            return
        key = str(where[-1])
        if not isinstance(value, list):
            self._note(InvalidArgument(key, value, "is neither a string nor a list of strings"), where)
        elif not value:
            self._note(InvalidArgument(key, value, "is empty"), where)
        else:
            for index, each in enumerate(value):
                if isinstance(each, str):
                    yield each, (*where, index)
                else:
                    self._note(InvalidArgument(key, each, "is no string"), (*where, index))

    def _read(self, read: Callable[[Any], Any], value: Any, where: KeyPath, default: Any = None) -> Any:
        if value is None:
            return default
        try:
            return read(value)
        except InvalidArgument as mistake:
            items = value if isinstance(value, list) else []
            for index, item in enumerate(items):
                with self._placed((*where, index), str(where[-1])):
                    read([item])
            if not items:
                self._note(_about(mistake, str(where[-1])), where)
            return default

    @contextmanager
    def _placed(self, where: KeyPath, key: str) -> Iterator[None]:
        try:
            yield
        except InvalidArgument as mistake:
            self._note(_about(mistake, key), where)

    def _note(self, mistake: InvalidArgument, where: KeyPath) -> None:
        place = nearest(self.found, where)
        self.mistakes.append(
            InvalidKey(
                mistake.argument,
                mistake.value,
                mistake.reason,
                valid=mistake.valid,
                path=self.path,
                line=place.line,
                column=place.column,
            )
        )


def _table_name(where: KeyPath) -> str:
    """As it is written between brackets, which do not count the tables of a list."""
    return ".".join(each for each in where if isinstance(each, str))


def _about(mistake: InvalidArgument, key: str) -> InvalidArgument:
    return InvalidArgument(key, mistake.value, mistake.reason, valid=mistake.valid)


# What a value stands for


def _base_url(value: Any) -> str:
    try:
        url = parse(_text(value))
    except ValueError:
        url = None
    if url is None or not url.is_http or url.query or url.fragment or url.has_credentials:
        raise InvalidArgument("base_url", value, "is not where a server lives; write it as 'https://api.example.com'")
    return f"{url.origin.serialized}{url.path.rstrip('/')}"


def _app(value: Any) -> str:
    text = _text(value)
    if not _app_reference(text):
        raise InvalidArgument("app", value, "is no reference to an app; write it as 'package.module:create_app'")
    return text.removesuffix("()")


def _unsafe(value: Any) -> str:
    if value not in UNSAFE:
        raise InvalidArgument("unsafe", value, "is not valid", valid=UNSAFE)
    return str(value)


def _level(value: Any) -> str:
    if value not in LEVELS:
        raise InvalidArgument("level", value, "is no severity", valid=LEVELS)
    return str(value)


def _day(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise InvalidArgument("until", value, "is no day; write it without quotes, as in until = 2027-03-31")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument("text", value, "is no text")
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidArgument("credentials", value, "is neither true nor false")
    return value


def _origin(text: str, names: Sequence[str]) -> str:
    if "://" not in text and text != "null":
        raise InvalidArgument("origins", text, "is neither an origin nor a name from [origins]", valid=names)
    try:
        return parse_origin(text).serialized
    except ValueError as error:
        raise InvalidArgument("origins", text, str(error)) from None


def _pattern(text: str) -> OriginPattern:
    try:
        return read_pattern(text)
    except ValueError as error:
        raise InvalidArgument("origins", text, str(error)) from None


def _headers(value: Any) -> tuple[tuple[tuple[str, str], ...], bool]:
    if isinstance(value, Mapping):
        raise InvalidArgument("headers", value, 'is no list; write ["Name", "Name: value"]')
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        raise InvalidArgument("headers", value, "is neither a string nor a list of strings")
    named = [each for each in value if each != "*"]
    return read_headers(named), len(named) < len(value)


def _methods(value: Any) -> tuple[str, ...]:
    methods = read_method(value)
    for method in methods:
        if method != method.upper() and method.upper() in {"PATCH", "QUERY"}:
            raise InvalidArgument(
                "methods", method, f"is another method than {method.upper()}; browsers send it as it is"
            )
    return methods


def _glob(text: str) -> str:
    if not text.startswith(("/", "*")) and "/" not in text:
        raise InvalidArgument("routes", text, f"is no pattern of URL rules; write '/{text}'")
    return text


def _sample(value: Any) -> str:
    if isinstance(value, bool | list | dict):
        raise InvalidArgument("samples", value, "is no value of a URL variable")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _shown(origins: Any) -> str:
    return origins if isinstance(origins, str) else "+".join(map(str, origins)) if isinstance(origins, list) else ""


def _named_apart(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Give each rule a name of its own: the one written, or its origins; a number where that is taken."""
    taken: set[str] = set()
    for rule in rules:
        name = rule.name or ("" if rule.allows else "deny ") + (rule.origins_text.replace("*", "any") or "?")
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique)
        yield replace(rule, name=unique)
