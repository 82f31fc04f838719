"""The story of a fetch as plain values, from the same facts that ``explain`` sets in lines."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_cors.browser.result import FetchResult
from pytest_cors.browser.story.cookies import cookie_sentences
from pytest_cors.browser.story.facts import Facts, algorithm, demand, facts_of
from pytest_cors.browser.story.masks import masked_header, masked_url
from pytest_cors.browser.story.raised import raised
from pytest_cors.browser.story.reproduce import curl, fetch_call
from pytest_cors.browser.story.script import hidden_headers, reached
from pytest_cors.browser.story.spot import Spot
from pytest_cors.browser.story.subject import Situation, cached_preflights
from pytest_cors.browser.story.wire import what_happened
from pytest_cors.fetch.headers import get_all
from pytest_cors.fetch.params import Exchange
from pytest_cors.survey.exchanges import cut
from pytest_cors.survey.story import (
    LONGEST_VALUE,
    RecordedAdvice,
    RecordedConsole,
    RecordedElsewhere,
    RecordedMark,
    RecordedSpot,
    RecordedStep,
    RecordedStory,
    RecordedUnsent,
)

_CODE_WIDTH = 80


def story_of(
    result: FetchResult,
    *,
    declared: str = "",
    mismatches: Iterable[str] = (),
    elsewhere: tuple[RecordedElsewhere, ...] | None = None,
) -> RecordedStory:
    """All that there is to tell, masked.

    :param declared: what somebody expected, on one line; empty when nobody did.
    :param mismatches: what is not as declared, one short sentence each.
    :param elsewhere: what the other browsers decide, where somebody has looked.
    """
    facts = facts_of(result, declared=declared, mismatches=mismatches)
    word, rest, _ = facts.headline()
    exchange = facts.decisive()
    situation = facts.situation
    clean = facts.clean
    return RecordedStory(
        headline=word + rest,
        declared=cut(clean(declared)),
        page=cut(clean(result.page.url)),
        app="" if situation is None else reached(facts.told),
        step=None if situation is None else _step(situation),
        spot=_spot(facts),
        cached=tuple(sorted(cached_preflights(result))),
        unsent=None if situation is None or situation.judged is not None else _unsent(situation),
        hidden=tuple(hidden_headers(result)) if situation is None else (),
        cookies=tuple(cookie_sentences(result.cookies)),
        raised=() if result.error is None else tuple(raised(result.error, facts.secrets)),
        consoles=tuple(RecordedConsole(tuple(who), cut(text)) for text, who in facts.consoles().items()),
        advices=tuple(
            RecordedAdvice(cut(clean(advice.text)), tuple(map(cut, map(clean, advice.code_lines(_CODE_WIDTH)))))
            for advice in facts.advices()
        ),
        curl="" if exchange is None else cut(clean("\n".join(curl(exchange.request, width=_CODE_WIDTH)))),
        fetch=cut(clean("\n".join(fetch_call(facts.told.request, width=_CODE_WIDTH)))),
        elsewhere=elsewhere,
    )


def _unsent(situation: Situation) -> RecordedUnsent:
    method = "OPTIONS" if situation.reason.preflight else situation.request.method
    url = masked_url(situation.request.current_url.without_fragment)
    return RecordedUnsent(method, cut(url), cut(what_happened(situation)))


def _step(situation: Situation) -> RecordedStep:
    reason = situation.reason
    return RecordedStep(reason.anchor, algorithm(situation), reason.step, demand(situation), reason.link)


def _spot(facts: Facts) -> RecordedSpot | None:
    judged, spot = facts.spot()
    if spot is None:
        return None
    seen = _seen(facts, judged, spot)
    return RecordedSpot(
        exchange=next((at for at, each in enumerate(facts.told.exchanges) if each is judged), None),
        place=spot.place,
        header=spot.name,
        marks=_marks(spot),
        seen=None if seen is None else cut(seen),
        wanted=cut(spot.wanted),
    )


def _seen(facts: Facts, judged: Exchange | None, spot: Spot) -> str | None:
    if judged is None or spot.place == "url":
        situation = facts.situation
        return None if situation is None else masked_url(situation.request.current_url.without_fragment)
    if spot.place == "status":
        return str(judged.response.status)
    lines = get_all(judged.response.headers, spot.name.lower())
    return ", ".join(masked_header(spot.name, line) for line in lines) if lines else None


def _marks(spot: Spot) -> tuple[RecordedMark, ...]:
    return tuple(
        RecordedMark(mark.line, min(mark.start, LONGEST_VALUE), min(mark.end, LONGEST_VALUE), cut(mark.label))
        for mark in spot.marks
    )
