"""What is asked of a route: everything of a fetch but its URL, and what must come of it.

Most routes of an app have the same rules, and of those the same is asked, so a question is made once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_cors.contract.model import Case, Expectation
from pytest_cors.contract.rules import Rule
from pytest_cors.fetch.http import Header

Aspect = Literal["allowed", "stranger", "elsewhere", "method", "credentials", "header", "taken back"]
"""Why a cell is what it is: some rule allows it; or of all that a rule must agree to, the first that none does."""

UNDECLARED: Header = ("X-Undeclared", "x")
"""The header that stands for all that no rule names."""

JSON: Header = ("Content-Type", "application/json")
"""With it a POST is preflighted, so that it can be asked for without being sent."""

_BODIES: Mapping[str, str] = {"application/json": "{}"}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Question:
    """One method, origin, credentials mode and header set.

    :param method: as script gives it.
    :param origin: of the page, serialised; ``"null"`` is a sandboxed page.
    :param headers: that script sets.
    :param rule: the one that decides; None when no rule allows it.
    :param aspect: why it must come out so.
    :param shows: of a hostile origin: what is wrong with the app that lets it in.
    :param control: the same from a page that may ask it; None when nobody may.
    """

    method: str
    origin: str
    headers: tuple[Header, ...]
    body: str | bytes | None
    credentials: str
    expectation: Expectation
    rule: Rule | None = None
    aspect: Aspect = "allowed"
    shows: str = ""
    control: Question | None = None

    def at(self, url: str) -> Case:
        """The fetch that asks it.

        :param url: a path of the app, or an absolute URL.
        """
        return Case(
            route=url,
            origin=self.origin,
            method=self.method,
            headers=self.headers,
            body=self.body,
            credentials=self.credentials,
            expectation=self.expectation,
        )


def body_of(method: str, headers: Sequence[Header]) -> str | bytes | None:
    """What is sent with a method and headers."""
    if method in {"GET", "HEAD"}:
        return None
    for name, value in headers:
        if name.lower() == "content-type":
            return _BODIES.get(value, "").encode()
    return b""
