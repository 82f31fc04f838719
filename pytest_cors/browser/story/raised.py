"""An exception of the application: what it was, and where in the user's own code."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import FrameType

from pytest_cors.browser.story.masks import without_secrets
from pytest_cors.browser.story.text import capped

_MOST_FRAMES = 3
_MOST_LINES = 3
_LONGEST_MESSAGE = 300

_NOT_THEIRS = ("site-packages", "dist-packages")
_MACHINERY = ("flask", "werkzeug", "flask_cors", "pytest_cors", "click", "jinja2")


def raised(error: BaseException, secrets: frozenset[str]) -> list[str]:
    """The type and the message, then the last frames of the user's code: ``shop/views.py:41 in create``.

    :param secrets: what must not be told, although the message may hold it.
    """
    return [*_message(error, secrets), *frames(error)]


def _message(error: BaseException, secrets: frozenset[str]) -> Iterator[str]:
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - a broken __str__ must not take the story with it
        text = "(its message cannot be read)"
    kind = type(error).__name__
    first, *rest = without_secrets(text, secrets).strip().splitlines()[:_MOST_LINES] or [""]
    yield f"{kind}: {capped(first, _LONGEST_MESSAGE)}" if first else kind
    yield from (f"  {capped(line.strip(), _LONGEST_MESSAGE)}" for line in rest)


def frames(error: BaseException) -> list[str]:
    """Where it passed through code that is neither a library's nor ours, innermost first.

    Where there is no such frame, the one that raised.
    """
    passed = [(frame, line) for frame, line in walk_tb(error.__traceback__)]
    theirs = [place for place in passed if _is_theirs(place[0])]
    shown = theirs[-_MOST_FRAMES:] or passed[-1:]
    return [_told(frame, line) for frame, line in reversed(shown)]


def _told(frame: FrameType, line: int) -> str:
    return f"{_short(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"


def _is_theirs(frame: FrameType) -> bool:
    path = frame.f_code.co_filename
    if path.startswith("<frozen") or any(f"{os.sep}{name}{os.sep}" in path for name in _NOT_THEIRS):
        return False
    if str(frame.f_globals.get("__name__", "")).partition(".")[0] in _MACHINERY:
        return False
    return not any(path.startswith(folder + os.sep) for folder in _library_folders())


def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return (paths["stdlib"], paths["platstdlib"], str(Path(__file__).parents[2]))


def _short(path: str) -> str:
    """From where we are, when that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return min((relative, path), key=len)
