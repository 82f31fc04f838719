"""What was measured: plain records, JSON both ways, and a table."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .measure import Spread

PACKAGES = ("pytest-cors", "flask", "werkzeug", "flask-cors", "pytest")


@dataclass(frozen=True, slots=True)
class Result:
    """One row: a subject held against something.

    :param against: what the subject's time is divided by.
    :param rounds: how many ratios the spread is of.
    :param figure: the subject's median; it says something about this machine only.
    :param unit: of the figure.
    :param aim: the largest ratio that is wanted, if there is one.
    """

    scenario: str
    title: str
    against: str
    ratio: Spread
    rounds: int
    figure: float
    unit: str = "s"
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One run.

    :param versions: of Python and of what takes part.
    :param quick: the figures are there, and mean nothing.
    """

    versions: dict[str, str]
    quick: bool
    results: tuple[Result, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        results = (Result(**{**each, "ratio": Spread(**each["ratio"])}) for each in data["results"])
        return cls(data["versions"], data["quick"], tuple(results))


def write(report: Report, path: Path) -> None:
    path.write_text(json.dumps(report.to_json(), indent=2) + "\n", encoding="utf-8")


def read(path: Path) -> Report:
    return Report.from_json(json.loads(path.read_text(encoding="utf-8")))


def versions() -> dict[str, str]:
    """Of all that has a say in the figures."""
    return {platform.python_implementation(): platform.python_version(), **dict(_versions())}


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def table(report: Report) -> list[str]:
    """The lines of the table, one a result, each scenario under its title."""
    lines = [", ".join(f"{name} {number}" for name, number in report.versions.items())]
    if report.quick:
        lines.append("--quick: the figures say that it works, and nothing else")
    lines += ["", _row("scenario", "held against", "ratio", "middle half", "aim", "figure")]
    title = ""
    for each in report.results:
        if each.title != title:
            title = each.title
            lines += ["", f"{title}:"]
        lines.append(
            _row(
                each.scenario,
                each.against,
                f"{each.ratio.median:.3f}",
                f"{each.ratio.low:.3f} to {each.ratio.high:.3f}",
                _aim(each),
                _figure(each),
            )
        )
    return lines


def _row(*cells: str) -> str:
    return "{:18}{:38}{:>7}  {:16}{:>14}  {:>14}".format(*cells).rstrip()


def _aim(result: Result) -> str:
    if result.aim is None:
        return ""
    return f"<= {result.aim:.2f} {'met' if result.ratio.median <= result.aim else 'missed'}"


def _figure(result: Result) -> str:
    if not result.unit.startswith("s"):
        return f"{result.figure:,.0f} {result.unit}"
    return (
        f"{result.figure * 1e6:,.0f} u{result.unit}" if result.figure < 0.1 else f"{result.figure:,.2f} {result.unit}"
    )


def compare(before: Report, after: Report) -> list[str]:
    """The lines that hold two runs against each other. A change counts when the middle halves do not overlap."""
    known = {(each.scenario, each.against): each for each in before.results}
    lines = _differences(before.versions, after.versions)
    lines += [f"{'scenario':18}{'held against':38}{'before':>8}{'after':>8}{'change':>9}"]
    for each in after.results:
        old = known.pop((each.scenario, each.against), None)
        start = f"{each.scenario:18}{each.against:38}"
        if old is None:
            lines.append(f"{start}{'-':>8}{each.ratio.median:8.3f}{'new':>9}")
            continue
        change = each.ratio.median / old.ratio.median - 1
        lines.append(
            f"{start}{old.ratio.median:8.3f}{each.ratio.median:8.3f}{change:+9.1%}  {_meaning(old.ratio, each.ratio)}"
        )
    lines += [
        f"{scenario:18}{against:38}{old.ratio.median:8.3f}{'-':>8}{'gone':>9}"
        for (scenario, against), old in known.items()
    ]
    return [line.rstrip() for line in lines]


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{name}: {before.get(name, '-')} before, {after.get(name, '-')} after"
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _meaning(before: Spread, after: Spread) -> str:
    if after.high < before.low:
        return "faster"
    return "slower" if after.low > before.high else ""


def table_of_titles(titles: Sequence[tuple[str, str]]) -> str:
    """The scenarios for the help text."""
    return "\n".join(f"    {name:18}{title}" for name, title in titles)
