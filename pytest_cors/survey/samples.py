"""Paths that match a URL rule: for every variable a value, the team's own or one that suits its converter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import quote

from pytest_cors.survey.url_map import AppRoute, variables_in

_UUID = "00000000-0000-4000-8000-000000000001"

BY_CONVERTER: Mapping[str, tuple[str, ...]] = {
    "string": ("sample", "en", "abc", "a", "1", "sample-sample-sample"),
    "int": ("1", "0001", "01", "001", "10", "100", "1000", "100000"),
    "float": ("1.5", "1.0", "10.5", "100.5"),
    "path": ("sample", "sample/path"),
    "uuid": (_UUID,),
    "date": ("2026-01-01",),
}
"""What is tried for a variable without a sample, by the name of its converter; the first that matches is taken."""

OTHERWISE = ("sample", "1", "a", "2026-01-01", _UUID, "en", "1.5", "abc123")
"""What is tried for a converter of the app's own."""

_MOST_TRIED = 200


@dataclass(frozen=True, slots=True)
class Sampled:
    """A path of a route.

    :param path: with its values in it.
    :param guessed: variables whose values nobody has given.
    :param refused: samples that were given and do not match, as ``name = value``.
    """

    path: str
    guessed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def sample(
    route: AppRoute, given: Mapping[str, str] = {}, *, matches: Callable[[str], bool] = lambda _path: True
) -> Sampled | None:
    """A path that the app routes to this rule.

    :param given: the team's own values, by variable, as they stand in a URL.
    :param matches: whether a path leads to the rule.
    :returns: None when no value that we know of matches.
    """
    if not route.converters:
        return Sampled(route.path)
    own = {name: value for name, value in given.items() if any(name == each for each, _, _ in route.converters)}
    path = _first(route, own, matches)
    if path is not None:
        return Sampled(path, guessed=tuple(name for name, _, _ in route.converters if name not in own))
    if not own:
        return None
    path = _first(route, {}, matches)
    refused = tuple(f"{name} = {value!r}" for name, value in own.items())
    guessed = tuple(name for name, _, _ in route.converters)
    return None if path is None else Sampled(path, guessed, refused)


def _first(route: AppRoute, own: Mapping[str, str], matches: Callable[[str], bool]) -> str | None:
    choices = [(own[name],) if name in own else candidates(kind, args) for name, kind, args in route.converters]
    paths = (_filled(route, values) for values in islice(product(*choices), _MOST_TRIED))
    return next((path for path in paths if matches(path)), None)


def candidates(converter: str, arguments: str) -> Sequence[str]:
    """Values to try for a converter, the likeliest first.

    :param arguments: as they stand in the rule: ``"a, b"`` of ``any(a, b)``, ``"min=5"``.
    """
    if converter == "any":
        return [item.strip().strip("\"'") for item in arguments.split(",")]
    return [*_from_arguments(arguments), *BY_CONVERTER.get(converter, OTHERWISE)]


def _from_arguments(arguments: str) -> Iterator[str]:
    for argument in arguments.split(","):
        name, _, number = (part.strip() for part in argument.partition("="))
        if number.isdecimal():
            if name in {"min", "max"}:
                yield number
            elif name in {"length", "minlength"}:
                yield "a" * min(int(number), 1000)
            elif name == "fixed_digits":
                yield "1".rjust(int(number), "0")


def _filled(route: AppRoute, values: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    rule = route.rule
    for (start, end), value in zip(variables_in(rule), values, strict=True):
        parts += [rule[at:start], quote(value, safe="/!$&'()*+,;=:@~-._")]
        at = end
    return f"{route.mount}{''.join(parts)}{rule[at:]}"
