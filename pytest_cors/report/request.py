"""What ``--cors-report`` asks for: ``TYPE[:DEST]``, repeatable, and what to make of the word after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pytest_cors.errors import InvalidArgument, closest

OPTION = "--cors-report"
TYPES = ("term",)
DEFAULT = "term"

# Such a word is meant as a type rather than as a path that pytest will not find.
_PLAIN_WORD = re.compile(r"[A-Za-z-]+(:.*)?")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """One report that somebody wants to see.

    :param type: one of ``TYPES``.
    """

    type: str


def report_requests(values: Iterable[str]) -> tuple[ReportRequest, ...]:
    """The reports asked for, each once, in the order of the first mention.

    An empty value takes back everything before it: ``--cors-report=`` silences what ``addopts`` asks for.

    :raises InvalidArgument: for a value that is no ``TYPE[:DEST]``.
    """
    wanted: dict[ReportRequest, None] = {}
    for value in values:
        if value:
            wanted[_report_request(value)] = None
        else:
            wanted.clear()
    return tuple(wanted)


def _report_request(value: str) -> ReportRequest:
    name, colon, _ = value.partition(":")
    if name not in TYPES:
        raise _no_type(value, "is no type of report")
    if colon:
        raise InvalidArgument(OPTION, value, f"gives a destination, and {name} goes to the terminal only")
    return ReportRequest(name)


def separate_paths(words: Sequence[str], *, exists: Callable[[str], bool]) -> list[str]:
    """The command line with each bare ``--cors-report`` given its type, so that it takes no path for one.

    ``--cors-report tests/`` becomes ``--cors-report=term tests/``, and ``--cors-report term`` becomes
    ``--cors-report=term``. Everything else stays as it is and where it is.

    :param exists: tells whether a word names a file or a folder, perhaps with a node id's ``::`` behind it.
    :raises InvalidArgument: for a word that is no type and was hardly meant as a path.
    """
    separated: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*separated, word, *rest]
        if separated and separated[-1] == OPTION:
            separated[-1:] = _typed(word, exists=exists)
        else:
            separated.append(word)
    return separated


def _typed(word: str, *, exists: Callable[[str], bool]) -> tuple[str, ...]:
    default = f"{OPTION}={DEFAULT}"
    if word.startswith("-"):
        return (default, word)
    if not word or word.partition(":")[0] in TYPES:
        return (f"{OPTION}={word}",)
    if not exists(word) and (_PLAIN_WORD.fullmatch(word) or closest(word, TYPES)):
        raise _no_type(word, "is neither a type of report nor a path that exists")
    return (default, word)


def _no_type(value: str, reason: str) -> InvalidArgument:
    return InvalidArgument(OPTION, value, reason, valid=TYPES)
