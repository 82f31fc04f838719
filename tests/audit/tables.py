"""Tables of the page about the audit that are made from what the audit is made of."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_cors.audit.relations import EXPLAINS
from pytest_cors.survey.hostile import BROWSERS, Hostile, lookalikes
from pytest_cors.survey.pattern import read_pattern

TRUSTED = ("https://app.example.com", "https://shop.example.net")
GLOB = "https://*.example.org"

_MOST_SHOWN = 3


def hostile_origins() -> Iterator[str]:
    """Lines of a Markdown table: each kind of hostile origin, examples, and the browsers that send them."""
    yield "| kind | such as | when it gets in | sent by |"
    yield "| --- | --- | --- | --- |"
    kinds: dict[tuple[str, tuple[str, ...]], list[Hostile]] = {}
    for each in lookalikes(TRUSTED, [read_pattern(GLOB)], known=lambda origin: origin in TRUSTED):
        kinds.setdefault((each.kind, each.browsers), []).append(each)
    for (kind, browsers), alike in kinds.items():
        of_one = [each for each in alike if each.of == alike[0].of]
        shown = "<br>".join(f"``{each.origin}``" if "`" in each.origin else f"`{each.origin}`" for each in _few(of_one))
        says = "<br>".join(dict.fromkeys(_says(each) for each in of_one))
        yield f"| {kind} | {shown} | {says} | {'all' if browsers == BROWSERS else ', '.join(browsers)} |"


def _few(alike: list[Hostile]) -> list[Hostile]:
    # Of what differs by one character all are told.
    return alike if alike[0].kind == "special character" else alike[:_MOST_SHOWN]


def _says(each: Hostile) -> str:
    return "a character in a host ends what is compared" if "ends what" in each.shows else each.shows


def relations() -> Iterator[str]:
    """Lines of a Markdown table: which finding explains which."""
    yield "| a finding of | explains, for the same entry of the list |"
    yield "| --- | --- |"
    for rule, others in EXPLAINS.items():
        yield f"| {_link(rule)} | {', '.join(map(_link, others))} |"


def _link(rule: str) -> str:
    return f"[{rule}](../reference/rules/{rule}.md)"
