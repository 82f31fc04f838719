"""What one check declared, saw and decided, as plain values that outlive the process that made them.

A record crosses from an xdist worker to the controller and feeds every report. It therefore holds no engine
object, only text, numbers and tuples of them, and survives JSON unchanged in both directions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from pytest_cors.browser.result import FetchResult

VERSION = 2

READABLE = (1, 2)
"""The versions that can be read: 1 had no ``state``."""

Expectation = Literal["allowed", "denied"]
Verdict = Literal["allowed", "denied", "not modelled"]
Outcome = Literal["passed", "failed", "error", "skipped"]
State = Literal[
    "allowed", "denied", "preflight only", "undecided", "inconclusive", "not modelled", "tolerated", "broken"
]
"""What a cell of a contract file came to."""


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
class RecordedExchange:
    """One request that reached a server, in brief.

    :param kind: ``"preflight"`` or ``"request"``.
    :param status: of the answer.
    """

    kind: str
    method: str
    url: str
    status: int


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
    :param state: what it came to as a cell of a contract file; None for any other check.
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
    state: State | None = None

    def __post_init__(self) -> None:
        _require("expect", self.expect, (*get_args(Expectation), None))
        _require("verdict", self.verdict, (*get_args(Verdict), None))
        _require("state", self.state, (*get_args(State), None))
        _require("outcome", self.outcome, get_args(Outcome))
        if not (math.isfinite(self.duration) and self.duration >= 0):
            raise ValueError(f"record: duration {self.duration!r} is not a length of time")
        if self.outcome == "passed" and self.verdict is None:
            raise ValueError("record: passed, and no browser was asked")

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Orders records the same way however many processes made them, and in whatever sequence."""
        why = self.reason
        reason = () if why is None else (why.code, why.parameter is None, why.parameter or "", why.preflight)
        exchanges = tuple((seen.kind, seen.method, seen.url, seen.status) for seen in self.exchanges)
        return (
            *(self.route, self.method, self.origin, self.credentials, self.headers, self.mode),
            *(self.browser, self.nodeid, self.url, self.expect or "", self.verdict or "", self.outcome),
            *(reason, self.preflighted, self.sent, self.status or 0, exchanges),
            *(self.mismatches, self.duration, self.state or ""),
        )

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values, marked with the version of this form."""
        plain: dict[str, Any] = {"version": VERSION}
        plain.update((name, getattr(self, name)) for name in _FIELDS)
        plain["headers"] = list(self.headers)
        plain["mismatches"] = list(self.mismatches)
        plain["reason"] = None if self.reason is None else _to_object(self.reason)
        plain["exchanges"] = [_to_object(exchange) for exchange in self.exchanges]
        return plain

    @classmethod
    def from_json(cls, plain: object) -> Record:
        """The record that ``to_json`` gave.

        :raises ValueError: for another version, a missing or unknown key, or a value of another type.
        """
        if not isinstance(plain, Mapping) or "version" not in plain:
            raise ValueError("record: no version")
        version = plain["version"]
        if type(version) is not int or version not in READABLE:
            raise ValueError(f"record: version {version!r} is not known; known: {', '.join(map(str, READABLE))}")
        readers = _FIELDS if version == VERSION else {k: read for k, read in _FIELDS.items() if k != "state"}
        return cls(**_values("record", {k: v for k, v in plain.items() if k != "version"}, readers))


def record_fetch(
    result: FetchResult,
    *,
    nodeid: str,
    route: str,
    expect: Expectation | None,
    outcome: Outcome,
    mismatches: Iterable[str] = (),
    duration: float = 0.0,
) -> Record:
    """The record of a check that a browser answered.

    :param outcome: what the check came to, seen against what was declared.
    :param duration: in seconds.
    """
    reason = result.reason
    exchanges = tuple(
        RecordedExchange(seen.kind, seen.request.method, seen.request.url, seen.response.status)
        for seen in result.exchanges
    )
    answers = [exchange.status for exchange in exchanges if exchange.kind == "request"]
    request = result.request
    return Record(
        nodeid=nodeid,
        route=route,
        method=request.method,
        url=request.url.href,
        origin=result.page.origin,
        credentials=request.credentials_mode,
        headers=names(name for name, _ in request.headers),
        mode=request.mode,
        browser=result.profile,
        expect=expect,
        verdict="allowed" if result.allowed else "denied",
        outcome=outcome,
        reason=None if reason is None else RecordedReason(reason.code, reason.parameter, reason.preflight),
        preflighted=result.preflighted,
        sent=result.sent,
        status=answers[-1] if answers else None,
        mismatches=tuple(mismatches),
        duration=duration,
        exchanges=exchanges,
    )


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
        url=url,
        origin=origin,
        credentials=credentials,
        headers=names(headers),
        mode=mode,
        browser=browser,
        expect=expect,
        verdict=verdict,
        outcome=outcome,
        mismatches=tuple(mismatches),
        duration=duration,
    )


def names(headers: Iterable[str]) -> tuple[str, ...]:
    """Header names, each once however it was written, in a fixed order."""
    first: dict[str, str] = {}
    for name in headers:
        first.setdefault(name.lower(), name)
    return tuple(first[lowered] for lowered in sorted(first))


def _require(name: str, value: object, valid: tuple[object, ...]) -> None:
    if value not in valid:
        raise ValueError(f"record: {name} {value!r} is none of {', '.join(map(repr, valid))}")


def _to_object(value: RecordedReason | RecordedExchange) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


Reader = Callable[[str, Any], Any]


def _values(where: str, plain: object, readers: Mapping[str, Reader]) -> dict[str, Any]:
    if not isinstance(plain, Mapping):
        raise ValueError(f"{where}: {plain!r} is not an object")  # noqa: TRY004 -- one class for bad input
    if plain.keys() != readers.keys():
        odd = sorted(str(key) for key in plain.keys() ^ readers.keys())
        raise ValueError(f"{where}: missing or unknown: {', '.join(odd)}")
    return {name: read(f"{where}: {name}", plain[name]) for name, read in readers.items()}


def _exactly(*types: type) -> Reader:
    # Not isinstance: True is an int, and a record must come back as it went.
    def read(where: str, value: Any) -> Any:
        if type(value) not in types:
            raise ValueError(f"{where}: {value!r} is no {' or '.join(kind.__name__ for kind in types)}")
        return value

    return read


def _list_of(item: Reader) -> Reader:
    def read(where: str, value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ValueError(f"{where}: {value!r} is no list")
        return tuple(item(where, each) for each in value)

    return read


_STR = _exactly(str)
_BOOL = _exactly(bool)
_NONE = type(None)
_REASON: dict[str, Reader] = {"code": _STR, "parameter": _exactly(str, _NONE), "preflight": _BOOL}
_EXCHANGE: dict[str, Reader] = {"kind": _STR, "method": _STR, "url": _STR, "status": _exactly(int)}


def _read_reason(where: str, value: Any) -> RecordedReason | None:
    return None if value is None else RecordedReason(**_values(where, value, _REASON))


def _read_exchange(where: str, value: Any) -> RecordedExchange:
    return RecordedExchange(**_values(where, value, _EXCHANGE))


_FIELDS: dict[str, Reader] = {
    "nodeid": _STR,
    "route": _STR,
    "method": _STR,
    "url": _STR,
    "origin": _STR,
    "credentials": _STR,
    "headers": _list_of(_STR),
    "mode": _STR,
    "browser": _STR,
    "expect": _exactly(str, _NONE),
    "verdict": _exactly(str, _NONE),
    "outcome": _STR,
    "reason": _read_reason,
    "preflighted": _BOOL,
    "sent": _BOOL,
    "status": _exactly(int, _NONE),
    "mismatches": _list_of(_STR),
    "duration": _exactly(float, int),
    "exchanges": _list_of(_read_exchange),
    "state": _exactly(str, _NONE),
}
