"""Records are in one order and say the same, whether they are in memory, on disk, or have been in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_cors.survey import spill as spills
from pytest_cors.survey.plain import to_plain
from pytest_cors.survey.record import Expectation, Outcome, Record, RecordedReason, State, record_unanswered
from pytest_cors.survey.records import TOLD, Gathering, Records
from pytest_cors.survey.story import RecordedExchange, RecordedKept, RecordedStory, Verdict

reasons = st.builds(RecordedReason, code=st.text(), parameter=st.none() | st.text(), preflight=st.booleans())
exchanges = st.from_type(RecordedExchange)
stories = st.from_type(RecordedStory)


@st.composite
def records(draw: st.DrawFn) -> Record:
    verdict = draw(st.none() | st.sampled_from(get_args(Verdict)))
    outcomes = [outcome for outcome in get_args(Outcome) if verdict or outcome != "passed"]
    return Record(
        nodeid=draw(st.text()),
        route=draw(st.text()),
        method=draw(st.text()),
        url=draw(st.text()),
        origin=draw(st.text()),
        credentials=draw(st.text()),
        headers=draw(st.lists(st.text()).map(tuple)),
        mode=draw(st.text()),
        browser=draw(st.text()),
        expect=draw(st.none() | st.sampled_from(get_args(Expectation))),
        verdict=verdict,
        outcome=draw(st.sampled_from(outcomes)),
        reason=draw(st.none() | reasons),
        preflighted=draw(st.booleans()),
        sent=draw(st.booleans()),
        status=draw(st.none() | st.integers(100, 599)),
        mismatches=draw(st.lists(st.text()).map(tuple)),
        duration=draw(st.floats(0, allow_infinity=False, allow_nan=False)),
        exchanges=draw(st.lists(exchanges, max_size=2).map(tuple)),
        preflight_causes=draw(st.lists(st.text(), max_size=2).map(tuple)),
        kept=draw(st.lists(st.builds(RecordedKept, st.text(), st.floats(0, 1e9)), max_size=2).map(tuple)),
        story=draw(st.none() | stories),
        state=draw(st.none() | st.sampled_from(get_args(State))),
        line=draw(st.none() | st.integers(1, 10**6)),
    )


several = st.lists(records(), max_size=4)


def spooled(given: Sequence[Record], *, most: int = 1) -> Records:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spills, "MOST_IN_MEMORY", most)
        return Records.of(given)


def record(route: str, *exchanges: RecordedExchange) -> Record:
    made = record_unanswered(
        nodeid="", route=route, method="GET", origin="null", browser="chromium", outcome="skipped", mismatches=["why"]
    )
    return replace(made, exchanges=exchanges)


@given(records())
def test_survives_json(given: Record) -> None:
    text = json.dumps(given.to_json(), allow_nan=False)
    assert text.isascii()
    assert Record.from_json(json.loads(text)) == given


@given(several)
def test_can_always_be_put_in_order(given: list[Record]) -> None:
    in_order = sorted(given, key=lambda each: each.sort_key)
    other_way = given[::-1]
    assert sorted(other_way, key=lambda each: each.sort_key) == in_order


@given(several, st.integers(1, 3))
def test_the_order_is_that_of_sort_keys(given: list[Record], most: int) -> None:
    expected = sorted(given, key=lambda each: each.sort_key)
    assert list(Records.of(given)) == list(spooled(given, most=most)) == expected
    assert list(map(repr, spooled(given, most=most))) == list(map(repr, expected))  # 1 is no 1.0


@given(records())
def test_a_sort_key_begins_with_what_is_brief(given: Record) -> None:
    (brief,) = Records.of([given]).brief()
    assert given.sort_key[: len(given.brief_sort_key)] == brief.brief_sort_key == given.brief_sort_key


@given(several)
def test_what_is_brief_is_the_same_from_disk(given: list[Record]) -> None:
    nothing: dict[str, Any] = {name: None if name == "story" else [] for name in TOLD}
    assert [to_plain(each) for each in spooled(given).brief()] == [to_plain(each) | nothing for each in spooled(given)]
    assert list(spooled(given).brief()) == list(Records.of(given).brief())


@given(several)
def test_what_is_told_is_the_same_from_disk(given: list[Record]) -> None:
    assert list(spooled(given).told()) == list(Records.of(given).told())
    for each, (brief, text) in zip(spooled(given), spooled(given).told(), strict=True):
        assert {**to_plain(brief), **json.loads(text)} == to_plain(each)


def test_what_is_brief_alike_is_told_apart() -> None:
    asked = [RecordedExchange("request", "GET", f"https://api.example/{number}", 200) for number in range(9)]
    backwards = [record("/same", each) for each in reversed(asked)]
    assert [each.exchanges for each in spooled(backwards, most=2)] == [(each,) for each in asked]


def test_parts_are_records_too() -> None:
    routes = [f"/{number}" for number in range(7)]
    for kept in (spooled(list(map(record, routes)), most=3), Records.of(map(record, routes))):
        assert [each.route for each in kept[2:4]] == ["/2", "/3"]
        assert [each.route for each in kept[::-3]] == ["/6", "/3", "/0"]
        assert [each.route for each in kept[1:].pick([4, 0])] == ["/5", "/1"]
        assert kept[-1].route == "/6"
        assert len(kept[:2]) == 2
        assert kept[:2] == Records.of(map(record, routes[1::-1])) != kept[:1]


def test_what_comes_later_is_in_order_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spills, "MOST_IN_MEMORY", 2)
    gathering = Gathering()
    seen = []
    for route in ("/e", "/c", "/a", "/d", "/b", "/f"):
        gathering.add(record(route))
        seen.append(gathering.records())
    assert [each.route for each in seen[-1]] == ["/a", "/b", "/c", "/d", "/e", "/f"]
    assert [each.route for each in seen[2]] == ["/a", "/c", "/e"]
    assert [each.route for each in gathering] == ["/e", "/c", "/a", "/d", "/b", "/f"]


def test_several_threads_lose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spills, "MOST_IN_MEMORY", 3)
    gathering = Gathering()
    routes = [f"/{number:04}" for number in range(1000)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(gathering.add, map(record, routes)))
    assert [each.route for each in gathering.records()] == routes
