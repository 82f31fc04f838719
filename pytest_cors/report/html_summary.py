"""What the page says before anybody has clicked: the counts, the chart, and what is broken, as text and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

from pytest_cors.fetch.url import parse
from pytest_cors.report.findings import many_findings
from pytest_cors.report.html_kinds import MEANINGS, pressing, slug
from pytest_cors.report.html_payload import Spots
from pytest_cors.report.layout import inert
from pytest_cors.report.matrix import Counted, Matrix, kind_of
from pytest_cors.report.run import Run
from pytest_cors.survey.records import Records

MOST_LISTED = 20
MOST_BARS = 8
_LONGEST_SENTENCE = 400
_MOST_TARGETS = 3


@dataclass(frozen=True, slots=True)
class Count:
    """How many cells there are of a kind."""

    kind: str
    number: int

    @property
    def slug(self) -> str:
        """The kind as part of a class."""
        return slug(self.kind)

    @property
    def meaning(self) -> str:
        """What the kind says."""
        return MEANINGS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, in percent of it."""

    kind: str
    start: float
    width: float

    @property
    def slug(self) -> str:
        """The kind as part of a class."""
        return slug(self.kind)


@dataclass(frozen=True, slots=True)
class Bar:
    """The cells of one origin.

    :param allowed: how many of them may be read from there.
    """

    origin: str
    allowed: int
    cells: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A place of the table that somebody has to look into.

    :param spot: its number.
    :param sentence: the first thing that is wrong there.
    """

    spot: int
    route: str
    method: str
    origin: str
    browsers: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of the page.

    :param wrong: the part of the headline that is bad news, empty when there is none.
    :param rest: the rest of the headline.
    :param targets: the origins that were asked.
    :param broken: at most ``MOST_LISTED`` places.
    :param more_broken: how many there are beyond those.
    """

    wrong: str
    rest: str
    scope: str
    targets: tuple[str, ...]
    counts: tuple[Count, ...]
    bars: tuple[Bar, ...]
    more_bars: int
    broken: tuple[Wrong, ...]
    more_broken: int
    unknown: tuple[Wrong, ...]
    more_unknown: int


def summary(run: Run, table: Matrix, spots: Spots, urls: Iterable[str]) -> Summary:
    """The head of the page on a run.

    :param table: of its records.
    :param spots: the places in the table.
    :param urls: all that were asked, each once.
    """
    wrong, rest = _headline(run, table)
    bars = _bars(table)
    broken, more_broken = _wrongs(table, "broken", spots)
    unknown, more_unknown = _wrongs(table, "not modelled", spots)
    return Summary(
        wrong=wrong,
        rest=rest,
        scope=_scope(table),
        targets=_targets(urls),
        counts=tuple(Count(kind, number) for kind, number in sorted(table.counts, key=lambda one: pressing(one[0]))),
        bars=tuple(bars[:MOST_BARS]),
        more_bars=max(len(bars) - MOST_BARS, 0),
        broken=broken,
        more_broken=more_broken,
        unknown=unknown,
        more_unknown=more_unknown,
    )


def _headline(run: Run, table: Matrix) -> tuple[str, str]:
    counts = dict(table.counts)
    broken, unknown = counts.get("broken", 0), counts.get("not modelled", 0)
    changed = sum(len(lock.changes) for lock in run.changed)
    if broken:
        return f"{_many(broken, 'cell')} of {table.cells:,}", "is broken" if broken == 1 else "are broken"
    if any(finding.severity != "info" for finding in run.found):
        number, rest = many_findings(run.found).split(" of ", 1)
        return number, f"of {rest}"
    if changed:
        return _many(changed, "change"), "against the lock"
    if not table.cells:
        return "", "No CORS check ran"
    if unknown:
        return f"{_many(unknown, 'cell')} of {table.cells:,}", "is not modelled" if unknown == 1 else "are not modelled"
    if table.undeclared:
        return "", f"{_many(table.cells, 'cell')}, none broken"
    if table.open:
        held = table.cells - sum(count for _, count in table.open)
        return "", f"{held:,} of {_many(table.cells, 'cell')} {'is' if held == 1 else 'are'} as declared"
    return "", f"All {table.cells:,} cells are as declared" if table.cells > 1 else "The one cell is as declared"


def _scope(table: Matrix) -> str:
    if not table.cells:
        return ""
    words = [_many(table.routes, "route"), _many(len(table.origins), "origin"), ", ".join(map(inert, table.browsers))]
    if table.undeclared:
        words.append(f"{table.undeclared:,} undeclared")
    return " · ".join([*filter(None, words), _time(table.seconds)])


def _targets(urls: Iterable[str]) -> tuple[str, ...]:
    targets = Counter(filter(None, map(_origin_of, urls)))
    return tuple(sorted(targets, key=lambda target: (-targets[target], target))[:_MOST_TARGETS])


def _origin_of(url: str) -> str:
    try:
        return parse(url).origin.serialized
    except ValueError:
        return ""


def _bars(table: Matrix) -> list[Bar]:
    return [_bar(origin, dict(counts)) for origin, counts in zip(table.origins, table.by_origin, strict=True)]


def _bar(origin: str, counts: Mapping[Counted, int]) -> Bar:
    total = sum(counts.values())
    segments: list[Segment] = []
    start = 0.0
    # What is allowed stands first, so that the bars can be compared.
    for kind in sorted(counts, key=pressing, reverse=True):
        width = 100 * counts[kind] / total
        segments.append(Segment(kind, round(start, 3), round(width, 3)))
        start += width
    segments.sort(key=lambda segment: segment.start)
    return Bar(inert(origin), counts.get("allowed", 0), total, tuple(segments))


def _wrongs(table: Matrix, kind: str, spots: Spots) -> tuple[tuple[Wrong, ...], int]:
    """The first places where there is something of a kind, in the order of the table, and how many more there are."""
    of_kind = ((place, record) for place, record in enumerate(table.wrong.brief()) if kind_of(record) == kind)
    by_spot = groupby(of_kind, key=lambda each: spots.number(each[1]))
    several = len(table.browsers) > 1
    told = tuple(
        _wrong(spot, table.wrong.pick(place for place, _ in those), several=several)
        for spot, those in islice(by_spot, MOST_LISTED)
    )
    return told, sum(1 for _ in by_spot)


def _wrong(spot: int, those: Records, *, several: bool) -> Wrong:
    return Wrong(
        spot=spot,
        route=inert(those[0].route),
        method=inert(those[0].method),
        origin=inert(those[0].origin),
        browsers=", ".join(dict.fromkeys(inert(record.browser) for record in those)) if several else "",
        sentence=_short(next((inert(text) for record in those for text in record.mismatches), "failed")),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SENTENCE else f"{text[:_LONGEST_SENTENCE]}…"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _time(seconds: float) -> str:
    if seconds < 0.001:
        return "less than 1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
