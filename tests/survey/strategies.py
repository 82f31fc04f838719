"""Records that Hypothesis makes: every field is anything that it may be."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from pytest_cors.survey.record import Expectation, Outcome, Record, RecordedReason, State
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
