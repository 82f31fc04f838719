"""The words of a differential test: what a case is, and what a browser did with it.

Strings that become header names, header values or bodies are isomorphic: one character is one byte. The files
hold one JSON object per line, compressed, in the format of the recorded corpus.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypedDict

Header = list[str]
"""A name and a value."""


class Reply(TypedDict):
    """One answer of the server, byte for byte."""

    status: int
    headers: list[Header]
    body: str


class Resource(TypedDict, total=False):
    """What lives at one path. Without `preflight`, `response` answers the preflight too."""

    preflight: Reply
    response: Reply


class FetchCall(TypedDict, total=False):
    """The arguments of one `fetch()`. `delay_ms` is waited before it."""

    url: str
    method: str
    headers: list[Header]
    body: str | None
    mode: str
    credentials: str
    redirect: str
    delay_ms: int


class CookieVisit(TypedDict):
    """A first-party visit to `url` that answers with one Set-Cookie line."""

    url: str
    set_cookie: str


class Case(TypedDict, total=False):
    """A page, what it fetches, and what the servers answer. Either `request` or `requests` is there."""

    id: str
    tags: list[str]
    note: str
    page: str
    sandbox: str
    request: FetchCall
    requests: list[FetchCall]
    server: dict[str, Resource]
    cookies: list[CookieVisit]


class WireEntry(TypedDict, total=False):
    """One request that reached a server; header names lower-cased, sorted by name."""

    method: str
    url: str
    headers: list[Header]
    body: str


Outcome = dict[str, Any]
"""What became of one fetch: `outcome`, `wire`, and `response` or the browser's codes."""

Truth = dict[str, Any]
"""`id`, `engine`, and the members of one Outcome, or `results` with one Outcome for each of `requests`."""


def calls(case: Case) -> list[FetchCall]:
    """The fetches of a case, in order."""
    return case["requests"] if "requests" in case else [case["request"]]


def outcomes(truth: Truth) -> list[Outcome]:
    """What became of each fetch of a case, in order."""
    results: list[Outcome] = truth.get("results", [truth])
    return results


def read_lines(path: Path) -> Iterator[Any]:
    """The objects of a compressed file with one JSON object per line."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def write_lines(path: Path, objects: Iterable[object]) -> None:
    """The reverse of read_lines; the directory is made when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for each in objects:
            stream.write(json.dumps(each) + "\n")
