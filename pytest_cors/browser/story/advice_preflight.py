"""Advice where the preflight was readable, and did not allow what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pytest_cors.browser.story.advice import Advice, extension, fetch_again, header_by_hand
from pytest_cors.browser.story.subject import Situation

_SAFELISTED = ("GET", "HEAD", "POST")


def method(situation: Situation) -> Iterator[Advice]:
    """The method is not in Access-Control-Allow-Methods."""
    wanted = situation.request.method
    seen = situation.items("access-control-allow-methods")
    if wanted.upper() != wanted and wanted.upper() in seen:
        yield Advice(
            f"Script has to say {wanted.upper()}: browsers send {wanted} as it is written"
            " (they put only DELETE, GET, HEAD, OPTIONS, POST and PUT in upper case)",
            (fetch_again(situation.request.url, wanted.upper()),),
        )
        return
    if "*" in seen:
        yield Advice("With credentials * is the name of a method, and no other: list them")
    elif wanted.lower() in map(str.lower, seen):
        yield Advice("Write methods in upper case")
    methods = _with(wanted, (name for name in seen or _SAFELISTED if name != "*" and name.upper() != wanted))
    yield Advice("Allow the method", (extension(methods=methods),))
    yield header_by_hand("access_control_allow_methods", methods)


def header(situation: Situation) -> Iterator[Advice]:
    """A request header is not in Access-Control-Allow-Headers."""
    asked = situation.asked_names() or [situation.reason.parameter or ""]
    seen = [name for name in situation.items("access-control-allow-headers") if name != "*"]
    if "*" in situation.items("access-control-allow-headers"):
        if situation.include:
            yield Advice("With credentials * is the name of a header, and no other: list them")
        else:
            yield Advice("List Authorization by name: * does not stand for it")
    low = {name.lower() for name in asked}
    names = [*(name for name in seen if name.lower() not in low), *asked]
    what = "the header" if len(asked) == 1 else "the headers"
    yield Advice(
        f"Allow {what} that script sends, beside those that are allowed already", (extension(allow_headers=names),)
    )
    yield header_by_hand("access_control_allow_headers", names)


def unreadable_methods(situation: Situation) -> Iterator[Advice]:
    """Access-Control-Allow-Methods is no list of tokens."""
    methods = _with(situation.request.method, _repaired(situation, "access-control-allow-methods"))
    yield Advice("Separate the methods with commas, without quotes", (extension(methods=methods),))
    yield header_by_hand("access_control_allow_methods", methods)


def unreadable_headers(situation: Situation) -> Iterator[Advice]:
    """Access-Control-Allow-Headers is no list of tokens."""
    names = _repaired(situation, "access-control-allow-headers")
    low = {name.lower() for name in names}
    names += [name for name in situation.asked_names() if name.lower() not in low]
    yield Advice("Separate the names with commas, without quotes", (extension(allow_headers=names),))
    yield header_by_hand("access_control_allow_headers", names)


def _with(method_name: str, others: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*(name.upper() for name in others), method_name)))


def _repaired(situation: Situation, name: str) -> list[str]:
    """The names that somebody meant."""
    words = re.split(r"[^\w!#$%&*+.^`|~-]+", ",".join(situation.lines(name)))
    return list(dict.fromkeys(word for word in words if word and word != "*"))
