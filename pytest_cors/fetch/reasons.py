"""Why script got a network error: a denial, and how each browser's console tells it."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_cors.fetch.codes import CODES, MDN, Code
from pytest_cors.fetch.console import console_line
from pytest_cors.fetch.denial import Denial

__all__ = ["CODES", "MDN", "Code", "Reason"]


@dataclass(frozen=True, slots=True, eq=False)
class Reason(Denial):
    """Why script got a network error, made at the step that decided. See ``Denial`` for its fields."""

    def message(self, profile: str) -> str:
        """The line that this browser's console prints, empty when it prints none.

        :param profile: ``chromium``, ``firefox`` or ``webkit``; for ``standard``, which prescribes no text, what is
            wrong and the step that says so.
        """
        return console_line(self, profile)
