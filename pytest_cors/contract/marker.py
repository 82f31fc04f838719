"""Markers become cases: the arguments of each, the defaults around it, the lists multiplied out.

A *layer* is one marker with its arguments read. The layers of a test lie on top of each other, the closest
first, and each argument comes from the first layer that has it. With one exception: the closest ``expect``
makes void whatever layers farther away expect that only goes with the other word, so that a class may say
``expect="allowed", max_age=600`` and one of its tests ``expect="denied"``.

Everything wrong is collected rather than raised at the first, for a person mends all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from pytest_cors.contract.arguments import EXPECTED, READERS
from pytest_cors.contract.model import Declaration, Expectation, Word
from pytest_cors.errors import InvalidArgument
from pytest_cors.fetch.reasons import CODES

# What goes with one word only, and why not with the other.
_ONLY_ALLOWED = ("status", "exposes", "max_age")
_ONLY_DENIED = ("reason",)
_PREFLIGHT_CODES = frozenset(name for name in CODES if "Preflight" in name)


@dataclass(frozen=True, slots=True)
class Layer:
    """One marker, read.

    :param where: the node id of what carries it.
    :param values: by argument, as ``READERS`` gives them; what was not said, or said wrongly, is not in it.
    :param mistakes: one for each argument that was said wrongly.
    """

    where: str
    values: Mapping[str, Any]
    mistakes: tuple[InvalidArgument, ...] = ()

    @property
    def has_route(self) -> bool:
        """Whether it is a check of its own rather than a set of defaults."""
        return "route" in self.values or any(mistake.argument == "route" for mistake in self.mistakes)


def read_layer(args: Sequence[object], kwargs: Mapping[str, object], *, where: str) -> Layer:
    """Read the arguments of one marker. An argument that is None counts as not given."""
    values: dict[str, Any] = {}
    mistakes: list[InvalidArgument] = []
    given = dict(kwargs)
    if args and "route" in given:
        mistakes.append(InvalidArgument("route", given["route"], "is given twice", where=where))
    if args:
        given["route"] = args[0]
    if len(args) > 1:
        reason = "is one argument too many: only the route may stand without its name"
        mistakes.append(InvalidArgument("cors", args[1], reason, where=where))
    for name, value in given.items():
        if name not in READERS:
            reason = "is no argument of the cors marker"
            mistakes.append(InvalidArgument("argument", name, reason, valid=tuple(READERS), where=where))
        elif value is not None:
            try:
                values[name] = READERS[name](value)
            except InvalidArgument as mistake:
                mistakes.append(_placed(mistake, where))
    return Layer(where, values, tuple(mistakes))


def _placed(mistake: InvalidArgument, where: str) -> InvalidArgument:
    return InvalidArgument(mistake.argument, mistake.value, mistake.reason, valid=mistake.valid, where=where)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the markers of one test come to.

    :param declarations: in the order of the markers, lists multiplied out; without a route when there are
        only defaults.
    :param mistakes: when there are any, the declarations are none to go by.
    """

    declarations: tuple[Declaration, ...]
    mistakes: tuple[InvalidArgument, ...] = field(default=())


def declare(layers: Sequence[Layer], *, where: str) -> Declared:
    """Lay the layers of a test on top of each other.

    :param layers: the closest first; those with a route are the test's own, in the order of the source.
    :param where: the test's node id.
    """
    mistakes = [mistake for layer in layers for mistake in layer.mistakes]
    mistakes += [_misplaced(layer) for layer in layers if "route" in layer.values and layer.where != where]
    defaults = tuple(layer for layer in layers if not layer.has_route)
    stacks = [(layer, *defaults) for layer in layers if layer.has_route and layer.where == where]
    declarations: list[Declaration] = []
    for stack in stacks or [defaults]:
        values = _merged(stack)
        # What is missing or contradicts is told when everything else is right: a slip makes more of both.
        if not any(layer.mistakes for layer in stack):
            mistakes += (*_missing(values, where), *_contradictions(values, where))
        if not mistakes:
            declarations += _multiplied(values)
    return Declared(tuple(declarations), tuple(mistakes))


def _misplaced(layer: Layer) -> InvalidArgument:
    reason = "makes a test of its own, so it stands on a function; a class or a module only sets defaults"
    return InvalidArgument("route", _shown(layer.values["route"]), reason, where=layer.where)


def _shown(targets: Any) -> object:
    return _plain(tuple(route if method is None else f"{method} {route}" for method, route in targets))


def _plain(value: object) -> object:
    """A value as it was probably written: one thing by itself, several as a list."""
    if not isinstance(value, tuple):
        return value
    return value[0] if len(value) == 1 else list(value)


def _merged(stack: Sequence[Layer]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    depth: dict[str, int] = {}
    for index, layer in enumerate(stack):
        for name, value in layer.values.items():
            if name not in values:
                values[name], depth[name] = value, index
    if "expect" in values:
        for name in _ONLY_ALLOWED if values["expect"] == "denied" else _ONLY_DENIED:
            if depth.get(name, -1) > depth["expect"]:
                del values[name]
        if values["expect"] == "allowed" and depth.get("sent", -1) > depth["expect"]:
            del values["sent"]
    if depth.get("method", 0) > depth.get("route", 0) and _has_own_methods(values):
        del values["method"]
    return values


def _has_own_methods(values: Mapping[str, Any]) -> bool:
    return any(method for method, _ in values.get("route", ()))


def _missing(values: Mapping[str, Any], where: str) -> Iterator[InvalidArgument]:
    """A check needs a page and a verdict."""
    if "route" in values:
        shown = _shown(values["route"])
        if "origin" not in values:
            yield InvalidArgument("route", shown, "has no origin: say which page asks, origin='https://…'", where=where)
        if "expect" not in values:
            reason = "says nothing to expect: expect='allowed' or expect='denied'"
            yield InvalidArgument("route", shown, reason, where=where)
    elif "expect" not in values:
        for name in EXPECTED:
            if name in values:
                yield InvalidArgument(name, _plain(values[name]), "stands without expect=", where=where)


def _contradictions(values: Mapping[str, Any], where: str) -> Iterator[InvalidArgument]:
    def contradiction(name: str, other: str, why: str) -> InvalidArgument:
        return InvalidArgument(name, _plain(values[name]), f"contradicts {other}: {why}", where=where)

    if values.get("expect") == "denied":
        for name in _ONLY_ALLOWED:
            if name in values:
                yield contradiction(name, "expect='denied'", "of a denied response, script sees nothing")
    if values.get("expect") == "allowed":
        if "reason" in values:
            yield contradiction("reason", "expect='allowed'", "only a denial has a reason")
        if values.get("sent") is False:
            yield contradiction("sent", "expect='allowed'", "only a request that was sent has a response")
    if values.get("preflight") is False:
        if "max_age" in values:
            yield contradiction("max_age", "preflight=False", "it says how long a preflight's answer is kept")
        if _PREFLIGHT_CODES.issuperset(values.get("reason", ("",))):
            yield contradiction("reason", "preflight=False", "it is a preflight's")
    if "method" in values and _has_own_methods(values):
        yield contradiction("method", f"route={_shown(values['route'])!r}", "the method is given twice")


def _multiplied(values: Mapping[str, Any]) -> Iterator[Declaration]:
    common = Declaration(
        headers=values.get("headers", ()),
        credentials=values.get("credentials"),
        expectation=_expectation(values),
        browsers=values.get("browser", ()),
        id=values.get("id"),
    )
    targets = values.get("route", ((None, None),))
    methods = values.get("method", (None,))
    for (own_method, route), method, origin in product(targets, methods, values.get("origin", (None,))):
        yield replace(common, route=route, method=own_method or method, origin=origin)


def _expectation(values: Mapping[str, Any]) -> Expectation | None:
    word: Word | None = values.get("expect")
    if word is None:
        return None
    return Expectation(
        word=word,
        reasons=values.get("reason", ()),
        status=values.get("status"),
        exposes=values.get("exposes", ()),
        max_age=values.get("max_age"),
        preflight=values.get("preflight"),
        sent=values.get("sent"),
    )
