"""What flask-cors was told, as far as an app still holds on to it.

flask-cors keeps its settings in closures: of the hook that ``CORS(app)`` registers, and of what ``@cross_origin``
makes of a view. They are read as they lie there, without calling anything of the app's, and say what somebody meant;
what comes of it is what the app answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType, MappingProxyType
from typing import Any, Literal

Text = str | re.Pattern[str]

Order = Literal["right", "by length", "inverted", "unknown"]
"""How rules for paths are sorted: those with more slashes first; the longer first; those with fewer slashes first."""

OPTIONS = frozenset(
    "origins methods allow_headers expose_headers supports_credentials max_age send_wildcard vary_header resources"
    " automatic_options intercept_exceptions always_send allow_private_network".split()
)
"""The options of flask-cors 6."""

_LOOKS_LIKE_AN_EXPRESSION = frozenset("*\\]?$^[()")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one rule, as flask-cors keeps them.

    :param told: by name; those that flask-cors does not know are there in some of its versions only.
    """

    told: Mapping[str, Any]

    @property
    def origins(self) -> tuple[Text, ...]:
        """Each allowed origin: a literal, or a regular expression."""
        return texts(self.told.get("origins", "*"))

    @property
    def literals(self) -> tuple[str, ...]:
        """The origins that are written out."""
        return tuple(each for each in self.origins if isinstance(each, str) and not is_expression(each))

    @property
    def anybody(self) -> bool:
        """Whether every origin matches."""
        return any(pattern_of(each) in {"*", ".*"} for each in self.origins)

    @property
    def credentials(self) -> bool:
        """``supports_credentials``."""
        return bool(self.told.get("supports_credentials"))

    def lets_in(self, origin: str, credentials: str) -> bool:
        """Whether a page on an origin is meant to read the answer.

        :param credentials: the credentials mode.
        """
        matches = any(matches_text(each, origin, any_case=True) for each in self.origins)
        return matches and (credentials != "include" or self.credentials)


@dataclass(frozen=True, slots=True)
class PathRule:
    """One entry of ``resources``: a pattern of paths, and the options behind it."""

    path: Text
    options: Options

    @property
    def text(self) -> str:
        """The pattern as it was written."""
        return pattern_of(self.path)

    def matches(self, path: str, *, any_case: bool = False) -> bool:
        """Whether a path is under this rule: a regular expression without ``$`` matches a beginning.

        :param path: decoded.
        :param any_case: as flask-cors before 6.0.0 compares.
        """
        return matches_text(self.path, path, any_case=any_case)


@dataclass(frozen=True, slots=True)
class Hook:
    """What one ``CORS(app)`` left behind.

    :param function: that is called after each request.
    :param blueprint: that it is for; empty when it is for the whole app.
    :param rules: in the order in which flask-cors tries them.
    """

    function: FunctionType
    blueprint: str
    rules: tuple[PathRule, ...]

    @property
    def library(self) -> Mapping[str, Any]:
        """The names of the module that the hook was written in: flask-cors itself."""
        return self.function.__globals__

    @property
    def decodes_plus(self) -> bool:
        """Whether a plus in a path is taken for a space."""
        return "unquote_plus" in self.function.__code__.co_names

    @property
    def ignores_case(self) -> bool:
        """Whether the letter case of a path does not count."""
        return bool(self._asked("try_match", "/A", "/a"))

    def _asked(self, function: str, *arguments: object) -> Any:
        """What a function of flask-cors answers; None where this release has none that can be asked so."""
        try:
            return self.library[function](*arguments)
        except (KeyError, TypeError, ValueError):
            return None

    @property
    def order(self) -> Order:
        """How this flask-cors sorts rules for paths, seen by letting it sort three."""
        deep, shallow, long = "/a/b/.*", "/a/.*", "/aaaaaaaaaaaa.*"
        sorted_ = self._asked("parse_resources", {long: {}, shallow: {}, deep: {}})
        found = tuple(rule.text for rule in _rules(sorted_))
        orders: Mapping[tuple[str, ...], Order] = {
            (deep, shallow, long): "right",
            (long, deep, shallow): "by length",
            (long, shallow, deep): "inverted",
        }
        return orders.get(found, "unknown")


@dataclass(frozen=True, slots=True)
class Decorated:
    """A view with ``@cross_origin``.

    :param endpoint: under which it is registered.
    :param function: that flask-cors made of it; None when what is registered is the bare view.
    :param options: that the decorator was given; none are known of a bare view.
    """

    endpoint: str
    function: FunctionType | None
    options: Options


def hooks(app: Any) -> tuple[Hook, ...]:
    """What each ``CORS()`` left in a Flask app, in the order in which they run for one request.

    :param app: a Flask app.
    """
    return tuple(_hooks(app))


def decorated(app: Any) -> tuple[Decorated, ...]:
    """The views of a Flask app that ``@cross_origin`` was put on, in the order of their registration."""
    return tuple(_decorated(app))


def known_options(function: FunctionType) -> frozenset[str]:
    """The options that this flask-cors knows.

    :param function: of flask-cors.
    """
    keys = in_core(function, "CONFIG_OPTIONS")
    return frozenset(str(key).lower().removeprefix("cors_") for key in keys) if keys else OPTIONS


def has_effect(option: str, value: object, options: Options) -> bool:
    """Whether options are what a value would make of them: ``["https://a.example"]`` for ``origins``.

    :param option: its name.
    :param value: as somebody has written it.
    :param options: as flask-cors keeps them.
    """
    return option in options.told and _plain(option, value) == _plain(option, options.told[option])


def _plain(option: str, value: Any) -> object:
    """A value in a form that does not depend on how it is written."""
    if option in {"origins", "allow_headers", "resources"}:
        return frozenset(".*" if pattern_of(each) == "*" else pattern_of(each) for each in texts(value))
    if option in {"methods", "expose_headers"}:
        words = value.split(",") if isinstance(value, str) else value or ()
        return frozenset(str(word).strip().upper() for word in words)
    if option == "max_age":
        return str(int(value.total_seconds())) if hasattr(value, "total_seconds") else str(value)
    return bool(value)


def texts(value: object) -> tuple[Text, ...]:
    """What flask-cors makes of an option that may be one text or several."""
    if isinstance(value, str | re.Pattern):
        return (value,)
    return tuple(each for each in value if isinstance(each, str | re.Pattern)) if isinstance(value, Iterable) else ()


def pattern_of(text: Text) -> str:
    """A text, or the text of a pattern."""
    return text if isinstance(text, str) else text.pattern


def is_expression(text: Text) -> bool:
    """Whether flask-cors takes a text for a regular expression."""
    return isinstance(text, re.Pattern) or not _LOOKS_LIKE_AN_EXPRESSION.isdisjoint(text)


def matches_text(text: Text, value: str, *, any_case: bool) -> bool:
    """Whether flask-cors takes a value for what a text stands for."""
    if isinstance(text, re.Pattern):
        return text.match(value) is not None
    if text == "*":
        return True
    if not is_expression(text):
        return text.casefold() == value.casefold() if any_case else text == value
    try:
        return re.match(text, value, re.IGNORECASE if any_case else 0) is not None
    except re.error:
        return False


# Where it lies


def _hooks(app: Any) -> Iterator[Hook]:
    after = getattr(app, "after_request_funcs", {})
    # Those of blueprints run before those of the app, and each list from its end.
    for owner in sorted(after, key=lambda name: (name is None, str(name))):
        for function in reversed(after[owner]):
            if is_flask_cors(function):
                yield Hook(function, owner or "", tuple(_rules(closed_over(function).get("resources"))))


def _rules(held: object) -> Iterator[PathRule]:
    """Pairs of a pattern and its options, as every release keeps them; what is none is left out."""
    for each in held if isinstance(held, list | tuple) else ():
        if isinstance(each, tuple) and len(each) == 2 and isinstance(each[0], str | re.Pattern):
            yield PathRule(each[0], _options(each[1]))


def _decorated(app: Any) -> Iterator[Decorated]:
    for endpoint, view in getattr(app, "view_functions", {}).items():
        wrapper = next((each for each in _layers(view) if is_flask_cors(each)), None)
        if wrapper is not None:
            yield Decorated(endpoint, wrapper, _options(closed_over(wrapper).get("_options", {})))
        elif _was_marked(view) and _was_registered_before(app, endpoint):
            yield Decorated(endpoint, None, Options(MappingProxyType({})))


def _was_marked(view: object) -> bool:
    """Whether ``@cross_origin`` has left on a view what makes Flask pass OPTIONS on to it."""
    required = getattr(view, "required_methods", None)
    marked = isinstance(required, set) and "OPTIONS" in required
    return marked and getattr(view, "provide_automatic_options", None) is False and not hasattr(view, "view_class")


def _was_registered_before(app: Any, endpoint: str) -> bool:
    """Whether Flask answers OPTIONS for a view all the same: it had no mark when its route was made."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    return any(getattr(rule, "provide_automatic_options", False) for rule in rules)


def _layers(view: object) -> Iterator[FunctionType]:
    """A function, and what decorators have put it in."""
    waiting, seen = [view], set[int]()
    while waiting:
        one: Any = waiting.pop()
        if not isinstance(one, FunctionType) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting.extend([getattr(one, "__wrapped__", None), *closed_over(one).values()])


def is_flask_cors(function: object) -> bool:
    """Whether a function was written in flask-cors, whatever name a decorator has given it."""
    module = getattr(function, "__globals__", {}).get("__name__", "")
    return isinstance(function, FunctionType) and str(module).partition(".")[0] == "flask_cors"


def in_core(function: FunctionType, name: str) -> Any:
    """A name of flask-cors's module ``core``, which its functions import theirs from; None when it has none.

    :param function: of flask-cors.
    """
    core: Any = function.__globals__.get("set_cors_headers")
    return getattr(core, "__globals__", {}).get(name)


def closed_over(function: FunctionType) -> Mapping[str, Any]:
    """The variables that a function holds on to, by name; those that are not filled yet are left out."""
    found: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue
    return found


def _options(told: Any) -> Options:
    if not isinstance(told, Mapping):
        fields: Iterable[str] = getattr(told, "__dataclass_fields__", ())
        told = {name: getattr(told, name) for name in fields}
    return Options(MappingProxyType(dict(told)))


Sort = Callable[[PathRule], tuple[int, ...]]


def sorting(order: Order) -> Sort:
    """The key by which rules for paths are sorted; where it is unknown, as the newest does."""
    if order == "by length":
        return lambda rule: (-len(rule.text),)
    sign = 1 if order == "inverted" else -1

    def key(rule: PathRule) -> tuple[int, ...]:
        kind = 0 if not is_expression(rule.path) else 1 if isinstance(rule.path, re.Pattern) else 2
        return (kind, sign * rule.text.count("/"), -len(rule.text))

    return key
