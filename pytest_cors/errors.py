"""What can go wrong, one class per kind, with fields instead of prose.

    RequestError(TypeError)            fetch() itself would have thrown: nothing was sent
    CorsDenied(Exception)              the response of a denied fetch was read
    NotModelled(Exception)             the engine does not know, and says so
    TransportError(Exception)          no HTTP response could be had
    ConfigurationError(Exception)      somebody declared something that cannot be meant
        InvalidArgument
            InvalidKey
        InvalidFile
    ContractViolation(AssertionError)  what a browser did is not what was declared

A verdict is never an exception: see ``pytest_cors.fetch.verdict``.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any


class RequestError(TypeError):
    """A request that script could not construct, as ``fetch()`` rejects before anything is sent.

    :param argument: the member of ``RequestInit`` at fault, such as ``"method"``, or ``"url"``.
    :param value: what was given.
    :param reason: why the standard refuses it.

    Source: https://fetch.spec.whatwg.org/#dom-request
    """

    def __init__(self, argument: str, value: object, reason: str) -> None:
        super().__init__(argument, value, reason)
        self.argument = argument
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.argument} {self.value!r}: {self.reason}"


class CorsDenied(Exception):
    """The response of a denied fetch was read; script would hold a rejected promise.

    :param story: the whole explanation, as ``FetchResult.explain()`` tells it.
    :param result: the ``FetchResult``.
    """

    def __init__(self, story: str, result: Any = None) -> None:
        super().__init__(story)
        self.story = story
        self.result = result


class NotModelled(Exception):
    """A browser would have an answer here and this engine has none. Never to be read as a verdict.

    :param what: what is not modelled, as a phrase.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"not modelled: {self.what}"


class TransportError(Exception):
    """No HTTP response could be had (connection refused, host unknown). The engine makes it a network error."""


class ConfigurationError(Exception):
    """Something was declared that cannot be meant. The plugin shows it as ``pytest.UsageError``."""


class InvalidArgument(ConfigurationError):
    """One argument has a value that is not valid.

    :param argument: its name, such as ``"expect"``.
    :param value: what was given.
    :param reason: what is wrong with it, as a clause.
    :param valid: the valid values, when they can be listed.
    :param where: who said it: a node id, ``file:line``, an option.
    """

    def __init__(
        self, argument: str, value: object, reason: str, *, valid: Sequence[str] = (), where: str = ""
    ) -> None:
        super().__init__(argument, value, reason)
        self.argument = argument
        self.value = value
        self.reason = reason
        self.valid = tuple(valid)
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        text = f"{place}{self.argument}={self.value!r} {self.reason}"
        if self.valid:
            text += f"; valid: {', '.join(self.valid)}"
        close = closest(str(self.value), self.valid)
        return f"{text}. Did you mean {close!r}?" if close else text


class InvalidKey(InvalidArgument):
    """One key of a contract file is not valid, or its value is not.

    :param path: of the file, as it is to be shown.
    :param line: counted from 1.
    :param column: counted from 1.
    """

    def __init__(
        self, argument: str, value: object, reason: str, *, path: str, line: int, column: int, valid: Sequence[str] = ()
    ) -> None:
        super().__init__(argument, value, reason, valid=valid, where=f"{path}:{line}:{column}")
        self.path = path
        self.line = line
        self.column = column


class InvalidFile(ConfigurationError):
    """Everything that is wrong with a contract file, at once.

    :param path: of the file, as it is to be shown.
    :param mistakes: in the order of the file.
    """

    def __init__(self, path: str, mistakes: Sequence[InvalidKey]) -> None:
        super().__init__(path, tuple(mistakes))
        self.path = path
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


class ContractViolation(AssertionError):
    """What a browser did is not what was declared.

    :param story: the whole message.
    :param declared: what was declared, in a line.
    :param mismatches: one short sentence each.
    :param result: the ``FetchResult``, or None when no fetch was made.
    """

    def __init__(
        self, story: str, *, declared: str | None = None, mismatches: Sequence[str] = (), result: Any = None
    ) -> None:
        super().__init__(story)
        self.story = story
        self.declared = declared
        self.mismatches = tuple(mismatches)
        self.result = result


def closest(value: str, valid: Sequence[str]) -> str | None:
    """The one of ``valid`` that ``value`` was probably meant to be, or None."""
    lowered = {name.lower(): name for name in valid}
    if value.lower() in lowered:
        return lowered[value.lower()]
    near = difflib.get_close_matches(value.lower(), lowered, n=1)
    return lowered[near[0]] if near else None
