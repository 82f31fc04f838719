"""Frozen dataclasses as JSON values and back, nothing lost and nothing guessed, and their JSON Schema.

Everything follows from the annotations: text, numbers, booleans, None, tuples of one kind, other dataclasses,
and words from a list. What comes back has to be exactly what went: a missing key is refused as an unknown one is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
Writer = Callable[[Any], Any]

_SCHEMA_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def to_plain(value: Any) -> dict[str, Any]:
    """A dataclass as a dictionary of JSON values."""
    kind: Any = type(value)
    plain: dict[str, Any] = _writer(kind)(value)
    return plain


def encode(value: Any) -> str:
    """JSON in ASCII and on one line, of dataclasses and of lists and dictionaries of them."""
    return _encode(value)


def from_plain(kind: type[T], plain: object, *, where: str) -> T:
    """The value that ``to_plain`` made this of.

    :param where: how errors name the value, such as ``"record"``.
    :raises ValueError: for a missing or unknown key, or a value of another type.
    """
    try:
        return cast("T", _reader(cast("Any", kind))(plain))
    except _Odd as odd:
        raise ValueError(f"{where}: {odd}") from None


def schema_of(kind: type) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of what ``to_plain`` makes of a dataclass, with a definition for each other one."""
    definitions: dict[str, Any] = {}
    _define(kind, definitions)
    own = definitions.pop(kind.__name__)
    return {**own, "$defs": {name: definitions[name] for name in sorted(definitions)}}


@cache
def _types(kind: type) -> dict[str, Any]:
    """The fields of a dataclass and their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(cast("Any", kind))}


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


# -- to JSON


@cache
def _writer(kind: Any) -> Writer:
    alternatives = [each for each in _alternatives(kind) if each is not NoneType]
    if len(alternatives) == 1 and is_dataclass(alternatives[0]):
        write = _object_writer(alternatives[0])
    elif len(alternatives) == 1 and get_origin(alternatives[0]) is tuple:
        write = _list_writer(_writer(get_args(alternatives[0])[0]))
    else:
        return _itself
    return lambda value: None if value is None else write(value)


def _itself(value: Any) -> Any:
    return value


def _object_writer(kind: Any) -> Writer:
    writers = {name: _writer(own) for name, own in _types(kind).items()}
    names = tuple(writers)
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    others = [(name, write) for name, write in writers.items() if write is not _itself]

    def write(value: Any) -> dict[str, Any]:
        plain = dict(zip(names, values_of(value), strict=True))
        for name, write_own in others:
            plain[name] = write_own(plain[name])
        return plain

    return write


def _list_writer(write: Writer) -> Writer:
    return list if write is _itself else lambda value: [write(each) for each in value]


# One for all: to make one takes as long as to write a story. A value that holds itself is none of ours.
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False, default=to_plain).encode


# -- and back


class _Odd(ValueError):
    """What is wrong with a value, and at which place in it."""


@cache
def _reader(kind: Any) -> Reader:
    alternatives = _alternatives(kind)
    others = [each for each in alternatives if each is not NoneType]
    if len(others) == 1 and is_dataclass(others[0]):
        read = _object_reader(others[0])
    elif len(others) == 1 and get_origin(others[0]) is tuple:
        read = _list_reader(_reader(get_args(others[0])[0]))
    else:
        return _exactly(tuple(str if get_origin(each) is Literal else each for each in alternatives))
    if len(others) < len(alternatives):
        return lambda value: None if value is None else read(value)
    return read


def _object_reader(kind: Any) -> Reader:
    readers = {name: _reader(own) for name, own in _types(kind).items()}

    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise _Odd(f"{plain!r} is not an object")
        if plain.keys() != readers.keys():
            raise _Odd(f"missing or unknown: {', '.join(sorted(map(str, plain.keys() ^ readers.keys())))}")
        name = ""
        try:
            fields = {}
            for name, own in readers.items():
                fields[name] = own(plain[name])
        except _Odd as odd:
            # Only now is the place put together: it is not asked for a hundred thousand times.
            raise _Odd(f"{name}: {odd}") from None
        return kind(**fields)

    return read


def _list_reader(read: Reader) -> Reader:
    def read_all(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _Odd(f"{value!r} is no list")
        return tuple(map(read, value))

    return read_all


def _exactly(types: tuple[type, ...]) -> Reader:
    # JSON knows one kind of number: 1.0 may come back as 1.
    accepted = (*types, int) if float in types else types

    # Not isinstance: True is an int, and a value must come back as it went.
    def read(value: Any) -> Any:
        if type(value) not in accepted:
            raise _Odd(f"{value!r} is no {' or '.join(kind.__name__ for kind in accepted)}")
        return value

    return read


# -- the schema


def _define(kind: Any, definitions: dict[str, Any]) -> None:
    if kind.__name__ in definitions:
        return
    definitions[kind.__name__] = {}  # before its fields: one of them may be of its own kind
    properties = {name: _schema(own, definitions) for name, own in _types(kind).items()}
    told = _told(kind)
    definitions[kind.__name__] = {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n")[0],
        "properties": {
            name: {**own, "description": told[name]} if name in told else own for name, own in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    alternatives = [_single_schema(each, definitions) for each in _alternatives(kind)]
    if len(alternatives) == 1:
        return alternatives[0]
    if all(each.keys() == {"type"} for each in alternatives):
        return {"type": [each["type"] for each in alternatives]}
    return {"anyOf": alternatives}


def _single_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions)}
    if is_dataclass(kind):
        _define(kind, definitions)
        return {"$ref": f"#/$defs/{cast('type', kind).__name__}"}
    return {"type": _SCHEMA_TYPES[kind]}


def _told(kind: Any) -> dict[str, str]:
    """What the docstring says of each field."""
    told: dict[str, str] = {}
    name = ""
    for line in (kind.__doc__ or "").splitlines()[1:]:
        text = line.strip()
        if text.startswith(":param "):
            name, _, text = text.removeprefix(":param ").partition(": ")
            told[name] = text
        elif text.startswith(":"):
            name = ""
        elif name and text:
            told[name] += f" {text}"
    return {name: text.replace("``", "") for name, text in told.items()}
