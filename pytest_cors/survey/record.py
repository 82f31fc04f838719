"""What one check declared, saw and decided, as plain values that outlive the process that made them.

A record crosses from an xdist worker to the controller and feeds every report. It therefore holds no engine
object, only text, numbers and tuples of them, and survives JSON unchanged in both directions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pytest_cors.browser.result import FetchResult
from pytest_cors.browser.story.masks import masked_url
from pytest_cors.browser.story.secrets import without_secrets_of
from pytest_cors.fetch.reasons import Reason
from pytest_cors.survey.exchanges import Detail, cut, kept, preflight_causes, recorded_exchanges
from pytest_cors.survey.plain import from_plain, to_plain
from pytest_cors.survey.story import RecordedElsewhere, RecordedExchange, RecordedKept, RecordedStory, Verdict

VERSION = 2

Expectation = Literal["allowed", "denied"]
Outcome = Literal["passed", "failed", "error", "skipped"]
State = Literal[
    "allowed", "denied", "preflight only", "undecided", "inconclusive", "not modelled", "tolerated", "broken"
]
"""What a cell of a contract file came to."""

# Looked up once: a run may make, and read again, a hundred thousand records.
_EXPECTATIONS = (*get_args(Expectation), None)
_VERDICTS = (*get_args(Verdict), None)
_STATES = (*get_args(State), None)
_OUTCOMES = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class RecordedReason:
    """Why a fetch was denied.

    :param code: Chromium's name, such as ``"AllowOriginMismatch"``, or ours where it has none.
    :param parameter: the offending value, as the server sent it.
    :param preflight: the answer to the preflight was judged, not that to the request.
    """

    code: str
    parameter: str | None = None
    preflight: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One check, in one browser.

    :param nodeid: pytest's, of the test that asked.
    :param route: the app's URL rule, or the path as it was declared.
    :param url: absolute, of the first request.
    :param origin: of the page, serialised; ``"null"`` when it is opaque.
    :param credentials: the credentials mode.
    :param headers: names of the headers that script set, in order of their names.
    :param browser: name of the profile.
    :param expect: what was declared; None when nothing was.
    :param verdict: what the browser decided; None when it was never asked.
    :param outcome: of the check, in pytest's words.
    :param status: of the last answer to an actual request; None when there was none.
    :param mismatches: one sentence for each difference between what was declared and what was seen.
    :param duration: of the check, in seconds.
    :param exchanges: what crossed the wire, in order.
    :param preflight_causes: what made the browser ask first, such as ``"method PUT"``; empty when it did not.
    :param kept: how long each browser keeps the preflight's answer; empty when there was none to keep.
    :param story: None unless stories were asked for.
    :param state: what it came to as a cell of a contract file; None for any other check.
    :param line: of the test in its file, from 1; None where it is not known.
    :raises ValueError: for a word outside its list, a duration that is none, a pass without a verdict.
    """

    nodeid: str
    route: str
    method: str
    url: str
    origin: str
    credentials: str
    headers: tuple[str, ...]
    mode: str
    browser: str
    expect: Expectation | None
    verdict: Verdict | None
    outcome: Outcome
    reason: RecordedReason | None = None
    preflighted: bool = False
    sent: bool = False
    status: int | None = None
    mismatches: tuple[str, ...] = ()
    duration: float = 0.0
    exchanges: tuple[RecordedExchange, ...] = ()
    preflight_causes: tuple[str, ...] = ()
    kept: tuple[RecordedKept, ...] = ()
    story: RecordedStory | None = None
    state: State | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        if not (
            self.expect in _EXPECTATIONS
            and self.verdict in _VERDICTS
            and self.state in _STATES
            and self.outcome in _OUTCOMES
        ):
            raise ValueError(f"record: {_odd_word(self)}")
        if not (math.isfinite(self.duration) and self.duration >= 0):
            raise ValueError(f"record: duration {self.duration!r} is not a length of time")
        if self.outcome == "passed" and self.verdict is None:
            raise ValueError("record: passed, and no browser was asked")

    @property
    def brief_sort_key(self) -> tuple[object, ...]:
        """How the sort key begins: with what is not told, but asked and decided."""
        why = self.reason
        reason = () if why is None else (why.code, why.parameter is None, why.parameter or "", why.preflight)
        return (
            *(self.route, self.method, self.origin, self.credentials, self.headers, self.mode),
            *(self.browser, self.nodeid, self.url, self.expect or "", self.verdict or "", self.outcome),
            *(reason, self.preflighted, self.sent, self.status or 0),
        )

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Orders records the same way however many processes made them, and in whatever sequence."""
        return (
            *(*self.brief_sort_key, self.exchanges, self.preflight_causes, self.kept),
            *(
                self.mismatches,
                self.duration,
                self.story is not None,
                self.story or "",
                self.state or "",
                self.line or 0,
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values, marked with the version of this form."""
        return {"version": VERSION, **to_plain(self)}

    @classmethod
    def from_json(cls, plain: object) -> Record:
        """The record that ``to_json`` gave.

        :raises ValueError: for another version, a missing or unknown key, or a value of another type.
        """
        if not isinstance(plain, Mapping) or "version" not in plain:
            raise ValueError("record: no version")
        if type(plain["version"]) is not int or plain["version"] != VERSION:
            raise ValueError(f"record: version {plain['version']!r} is not known; known: {VERSION}")
        return from_plain(cls, {k: v for k, v in plain.items() if k != "version"}, where="record")


def record_fetch(
    result: FetchResult,
    *,
    nodeid: str,
    route: str,
    expect: Expectation | None,
    outcome: Outcome,
    mismatches: Iterable[str] = (),
    duration: float = 0.0,
    declared: str = "",
    detail: Detail = "brief",
    elsewhere: tuple[RecordedElsewhere, ...] | None = None,
    line: int | None = None,
) -> Record:
    """The record of a check that a browser answered.

    :param outcome: what the check came to, seen against what was declared.
    :param duration: in seconds.
    :param declared: what was, in one line, for the story.
    :param detail: how much to keep of what crossed the wire.
    :param elsewhere: what the other browsers decide, where somebody has looked, for the story.
    """
    told = without_secrets_of(result)
    reason = told.reason
    request = told.request
    answers = [seen.response.status for seen in result.exchanges if seen.kind == "request"]
    return Record(
        nodeid=nodeid,
        route=route,
        method=request.method,
        url=masked_url(request.url.href),
        origin=result.page.origin,
        credentials=request.credentials_mode,
        headers=names(name for name, _ in request.headers),
        mode=request.mode,
        browser=result.profile,
        expect=expect,
        verdict="allowed" if result.allowed else "denied",
        outcome=outcome,
        reason=None if reason is None else _reason(reason),
        preflighted=result.preflighted,
        sent=result.sent,
        status=answers[-1] if answers else None,
        mismatches=_clean(result, mismatches),
        duration=duration,
        exchanges=recorded_exchanges(told, detail=detail),
        preflight_causes=preflight_causes(result),
        kept=kept(result),
        story=None if detail == "brief" else _story(result, declared, mismatches, elsewhere),
        line=line,
    )


def _reason(reason: Reason) -> RecordedReason:
    parameter = None if reason.parameter is None else cut(masked_url(reason.parameter))
    return RecordedReason(reason.code, parameter, reason.preflight)


def _story(
    result: FetchResult,
    declared: str,
    mismatches: Iterable[str],
    elsewhere: tuple[RecordedElsewhere, ...] | None,
) -> RecordedStory:
    from pytest_cors.survey.told import story_of  # noqa: PLC0415  a story costs nothing until it is told

    return story_of(result, declared=declared, mismatches=mismatches, elsewhere=elsewhere)


def _clean(result: FetchResult, mismatches: Iterable[str]) -> tuple[str, ...]:
    """The sentences, without the credentials that an exception of the app may have put into them."""
    said = tuple(mismatches)
    if not said:
        return said
    from pytest_cors.browser.story.facts import facts_of  # noqa: PLC0415  as above

    clean = facts_of(result).clean
    return tuple(cut(clean(sentence)) for sentence in said)


def record_unanswered(
    *,
    nodeid: str,
    route: str,
    method: str,
    origin: str,
    browser: str,
    outcome: Outcome,
    url: str = "",
    credentials: str = "same-origin",
    headers: Iterable[str] = (),
    mode: str = "cors",
    expect: Expectation | None = None,
    verdict: Literal["not modelled"] | None = None,
    mismatches: Iterable[str] = (),
    duration: float = 0.0,
    line: int | None = None,
) -> Record:
    """The record of a check without a result: skipped, impossible to ask, or beyond what the engine models.

    :param headers: names of the headers that script would have set.
    :param verdict: ``"not modelled"`` when the engine was asked and said so.
    :param mismatches: why there is no result, as a sentence.
    :param duration: in seconds.
    """
    return Record(
        nodeid=nodeid,
        route=route,
        method=method,
        url=cut(masked_url(url)),
        origin=origin,
        credentials=credentials,
        headers=names(headers),
        mode=mode,
        browser=browser,
        expect=expect,
        verdict=verdict,
        outcome=outcome,
        mismatches=tuple(map(cut, mismatches)),
        duration=duration,
        line=line,
    )


def names(headers: Iterable[str]) -> tuple[str, ...]:
    """Header names, each once however it was written, in a fixed order."""
    first: dict[str, str] = {}
    for name in headers:
        first.setdefault(name.lower(), name)
    return tuple(first[lowered] for lowered in sorted(first))


def _odd_word(record: Record) -> str:
    """Which word of a record is outside its list."""
    words = {"expect": _EXPECTATIONS, "verdict": _VERDICTS, "state": _STATES, "outcome": _OUTCOMES}
    name, valid = next(each for each in words.items() if getattr(record, each[0]) not in each[1])
    return f"{name} {getattr(record, name)!r} is none of {', '.join(map(repr, valid))}"
