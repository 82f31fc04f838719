"""What real browsers did: the recorded cases and their truths, read from the compressed files beside this module.

README.md describes the format.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus"

Case = dict[str, Any]
"""A page, one or several fetches, and what the servers answer."""
Outcome = dict[str, Any]
"""What became of one fetch: ``outcome``, ``wire``, and ``response`` or what the browser said of the failure."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A set of cases that was run in real browsers.

    :param name: what it is called in figures and ids.
    :param prefix: of its files' names.
    :param browsers: those that it was run in.
    :param keeps_empty_query: the record tells ``/path?`` from ``/path``.
    """

    name: str
    prefix: str
    browsers: tuple[str, ...]
    keeps_empty_query: bool

    def cases(self) -> tuple[Case, ...]:
        """Every case, in the order in which it was written."""
        return _objects(f"{self.prefix}cases")

    def truths(self, browser: str) -> dict[str, list[Outcome]]:
        """What one browser did, by the case's id: one outcome for each fetch."""
        return {truth["id"]: truth.get("results", [truth]) for truth in _objects(f"{self.prefix}{browser}")}


RECORDED = Corpus("recorded", "", ("chromium", "firefox", "webkit"), keeps_empty_query=False)
FRESH = Corpus("fresh", "fresh-", ("chromium", "firefox", "webkit"), keeps_empty_query=True)
CORPORA = (RECORDED, FRESH)


@cache
def _objects(name: str) -> tuple[dict[str, Any], ...]:
    with lzma.open(FOLDER / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)
