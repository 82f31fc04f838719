"""What there is to ask of an app: its routes, as its own URL map tells them, without a request being made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_cors.survey.routes import inner_apps

_ORDER = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, slots=True)
class AppRoute:
    """One URL rule of an app.

    :param rule: as the app has it, such as ``"/users/<int:id>"``, below the path where the app is mounted.
    :param methods: those that are routed, in a fixed order.
    :param converters: the name of the converter and its arguments, by variable: ``{"id": ("int", "")}``.
    :param mount: the path at which a dispatcher mounts the app; empty when nothing does.
    :param subdomain: of the rule, or its host where the app matches hosts.
    :param host_matching: ``subdomain`` is a whole host.
    :param static: it serves the files of Flask's ``static`` folder, which is there whether or not anybody wants it.
    """

    rule: str
    methods: tuple[str, ...]
    converters: tuple[tuple[str, str, str], ...] = ()
    mount: str = ""
    subdomain: str = ""
    host_matching: bool = False
    static: bool = False

    @property
    def name(self) -> str:
        """The whole path rule; with its subdomain before it where it has one."""
        return f"{self.subdomain}{self.mount}{self.rule}"

    @property
    def requests(self) -> tuple[str, ...]:
        """What a page may ask for: ``"GET /users"``; GET stands for HEAD, and nobody asks for OPTIONS."""
        silent = {"OPTIONS", "HEAD"} if "GET" in self.methods else {"OPTIONS"}
        return tuple(f"{method} {self.name}" for method in self.methods if method not in silent)

    @property
    def path(self) -> str:
        """The path rule, the mount included."""
        return f"{self.mount}{self.rule}"


def routes_of(app: object) -> tuple[AppRoute, ...] | None:
    """Every route of an app, ordered by its rule; methods of equal rules together.

    :param app: a Flask app, or a WSGI callable that has one or more inside.
    :returns: None when there is no URL map to ask.
    """
    found: dict[tuple[str, str, str], AppRoute] = {}
    mapped = False
    for inner, mount in inner_apps(app):
        mapped = True
        host_matching = bool(inner.url_map.host_matching)
        for rule in inner.url_map.iter_rules():
            if rule.websocket or rule.build_only:
                continue
            place = str((rule.host if host_matching else rule.subdomain) or "")
            key = (mount, place, str(rule.rule))
            before = found[key].methods if key in found else ()
            found[key] = AppRoute(
                rule=str(rule.rule),
                methods=_in_order({*before, *(rule.methods or _ORDER)}),
                converters=tuple(converters_in(str(rule.rule))),
                mount=mount,
                subdomain=place,
                host_matching=host_matching,
                static=str(rule.endpoint).rpartition(".")[2] == "static",
            )
    return tuple(sorted(found.values(), key=lambda route: (route.path, route.subdomain))) if mapped else None


def _in_order(methods: set[str]) -> tuple[str, ...]:
    place: Mapping[str, int] = {method: index for index, method in enumerate(_ORDER)}
    return tuple(sorted(methods, key=lambda method: (place.get(method, len(_ORDER)), method)))


def converters_in(rule: str) -> Iterator[tuple[str, str, str]]:
    """The variables of a URL rule: name, converter, and the converter's arguments as they are written."""
    for start, end in variables_in(rule):
        inside = rule[start + 1 : end - 1]
        head, _, name = inside.rpartition(":")
        converter, bracket, arguments = head.partition("(")
        yield name.strip(), converter.strip() or "string", arguments.rstrip()[:-1] if bracket else ""


def variables_in(rule: str) -> Iterator[tuple[int, int]]:
    """Where the variables of a URL rule stand; a converter's arguments may hold ``>`` in quotes."""
    at = rule.find("<")
    while at >= 0:
        end = at + 1
        quote: str | None = None
        while end < len(rule) and (quote is not None or rule[end] != ">"):
            if quote is not None:
                quote = None if rule[end] == quote else quote
            elif rule[end] in "\"'":
                quote = rule[end]
            end += 1
        yield at, end + 1
        at = rule.find("<", end)
