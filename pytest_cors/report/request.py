"""What ``--cors-report`` asks for: ``TYPE[:DEST]``, repeatable, and what to make of the word after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pytest_cors.errors import InvalidArgument, closest

OPTION = "--cors-report"
DEFAULT = "term"

SUMMARY = "GITHUB_STEP_SUMMARY"
"""As a destination: the file that this variable of the environment names, which several steps append to."""

DESTINATIONS: dict[str, str] = {
    "term": "",
    "html": "cors-report.html",
    "json": "cors-report.json",
    "markdown": "cors-report.md",
    "sarif": "cors-report.sarif",
    "har": "cors-report.har",
}
"""Each type, and the file it goes to when none is named; empty for what goes to the terminal."""

TYPES = tuple(DESTINATIONS)

# Such a word is meant as a type rather than as a path that pytest will not find.
_PLAIN_WORD = re.compile(r"[A-Za-z-]+(:.*)?")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """One report that somebody wants to see.

    :param type: one of ``TYPES``.
    :param destination: a path, or ``GITHUB_STEP_SUMMARY``; empty for the terminal.
    """

    type: str
    destination: str = ""


def report_requests(values: Iterable[str]) -> tuple[ReportRequest, ...]:
    """The reports asked for, each once, in the order of the first mention.

    An empty value takes back everything before it: ``--cors-report=`` silences what ``addopts`` asks for.

    :raises InvalidArgument: for a value that is no ``TYPE[:DEST]``, or two reports that go to one place.
    """
    wanted: dict[ReportRequest, str] = {}
    for value in values:
        if value:
            wanted.setdefault(_report_request(value), value)
        else:
            wanted.clear()
    places: dict[str, str] = {}
    for request, value in wanted.items():
        if request.destination and places.setdefault(request.destination, request.type) != request.type:
            reason = f"goes where the {places[request.destination]} report goes; give each a file of its own"
            raise InvalidArgument(OPTION, value, reason)
    return tuple(wanted)


def _report_request(value: str) -> ReportRequest:
    name, colon, destination = value.partition(":")
    if name not in TYPES:
        raise _no_type(value, "is no type of report")
    usual = DESTINATIONS[name]
    if colon and not usual:
        raise InvalidArgument(OPTION, value, f"gives a destination, and {name} goes to the terminal only")
    if colon and not destination:
        raise InvalidArgument(OPTION, value, f"has an empty destination; leave out the colon for {usual}")
    if destination == SUMMARY and name != "markdown":
        raise InvalidArgument(OPTION, value, "is no markdown, which is what a job summary is made of")
    if destination.endswith(("/", "\\")):
        destination += usual
    return ReportRequest(name, destination or usual)


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
