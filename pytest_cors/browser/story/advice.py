"""A piece of advice: what to change, in words, and the line or two of code that change it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_cors.browser.story.masks import masked_url
from pytest_cors.browser.story.text import of_bytes
from pytest_cors.fetch.url import Url


@dataclass(frozen=True, slots=True)
class Code:
    """A call or a list in Python, broken between its items where it does not fit.

    :param head: up to and with the opening bracket.
    """

    head: str
    items: tuple[str | Code, ...]
    tail: str

    def __str__(self) -> str:
        return f"{self.head}{', '.join(map(str, self.items))}{self.tail}"

    def lines(self, width: int) -> list[str]:
        """The code in lines of at most ``width`` characters, if its items allow."""
        lines = [self.head]
        indent = " " * len(self.head)
        last = len(self.items) - 1
        for at, item in enumerate(self.items):
            end = self.tail if at == last else ","
            space = " " if at else ""
            if len(lines[-1]) + len(space) + len(str(item)) + len(end) <= width:
                lines[-1] += f"{space}{item}{end}"
                continue
            broken = item.lines(width - len(indent) - len(end)) if isinstance(item, Code) else [item]
            broken[-1] += end
            if at == 0:
                lines[-1] += broken.pop(0)
            lines += [indent + line for line in broken]
        return lines


@dataclass(frozen=True, slots=True)
class Advice:
    """One way out.

    :param text: a sentence, without its full stop; before code it ends in a colon.
    :param code: what to write, if that is what helps.
    """

    text: str
    code: tuple[str | Code, ...] = ()

    def code_lines(self, width: int) -> list[str]:
        """The code, set in ``width`` columns."""
        lines: list[str] = []
        for item in self.code:
            lines += item.lines(width) if isinstance(item, Code) else [item]
        return lines


def quoted(text: str) -> str:
    """A string literal, in double quotes."""
    return json.dumps(of_bytes(masked_url(text)))


def fetch_again(url: Url, method: str) -> str:
    """A call of ``fetch()`` for another URL than it was."""
    init = f", {{ method: {quoted(method)} }}" if method != "GET" else ""
    return f"fetch({quoted(url.without_fragment)}{init})"


def extension(
    *,
    origins: Sequence[str] = (),
    methods: Sequence[str] = (),
    allow_headers: Sequence[str] = (),
    expose_headers: Sequence[str] = (),
    max_age: float | None = None,
    credentials: bool = False,
) -> Code:
    """A call of flask-cors's ``CORS``, with the arguments that matter."""
    arguments: list[str | Code] = ["app"]
    given = {
        "origins": origins,
        "methods": methods,
        "allow_headers": allow_headers,
        "expose_headers": expose_headers,
    }
    arguments += [Code(f"{name}=[", tuple(map(quoted, values)), "]") for name, values in given.items() if values]
    if max_age is not None:
        arguments.append(f"max_age={max_age:g}")
    if credentials:
        arguments.append("supports_credentials=True")
    return Code("CORS(", tuple(arguments), ")")


BY_HAND = "Or by hand, in an after_request function"


def header_by_hand(attribute: str, values: Iterable[str]) -> Advice:
    """What an ``after_request`` function sets in a header that is a list.

    :param attribute: of Werkzeug's response, such as ``access_control_allow_methods``.
    """
    return Advice(BY_HAND, (Code(f"response.{attribute} = [", tuple(map(quoted, values)), "]"),))


def allow_origin_by_hand(origin: str, *, credentials: bool) -> Advice:
    """What an ``after_request`` function sets for one origin."""
    code = [f"response.access_control_allow_origin = {quoted(origin)}"]
    if credentials:
        code.append("response.access_control_allow_credentials = True")
    return Advice(BY_HAND, (*code, 'response.vary.add("Origin")'))
