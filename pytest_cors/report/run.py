"""What every report is made of: the records of one run, what else it found out, and how far it got."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from pytest_cors.audit.finding import SEVERITIES, Finding
from pytest_cors.policy.diff import Comparison
from pytest_cors.survey.record import Record
from pytest_cors.survey.records import Records


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest.

    :param records: in an order of their own, whoever made them and when.
    :param incomplete: why there may be more to tell than is here, as sentences; none when nothing is missing.
    :param started: seconds since the epoch.
    :param tool: the version of pytest-cors.
    :param routes: what there is to cover, such as ``"GET /users"``.
    :param locks: the comparisons with locks, in the order of their paths.
    :param findings: of the audit, the worst first.
    """

    records: Records
    incomplete: tuple[str, ...] = ()
    started: float = 0.0
    tool: str = ""
    routes: tuple[str, ...] = ()
    locks: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        *,
        incomplete: Sequence[str] = (),
        started: float = 0.0,
        tool: str = "",
        routes: Iterable[str] = (),
        locks: Iterable[Comparison] = (),
        findings: Iterable[Finding] = (),
    ) -> Run:
        """The run that all this is of, in whatever order it came."""
        return cls(
            records=Records.of(records),
            incomplete=tuple(incomplete),
            started=started,
            tool=tool,
            routes=tuple(sorted(set(routes))),
            locks=tuple(sorted(set(locks))),
            findings=tuple(sorted(set(findings), key=_worst_first)),
        )

    @property
    def changed(self) -> tuple[Comparison, ...]:
        """The locks that the app differs from."""
        return tuple(lock for lock in self.locks if lock.changes)

    @property
    def found(self) -> tuple[Finding, ...]:
        """The findings that somebody should hear of."""
        return tuple(finding for finding in self.findings if not finding.silenced)

    @property
    def started_text(self) -> str:
        """When it began, as RFC 3339 has it, in UTC."""
        return datetime.fromtimestamp(self.started, timezone.utc).isoformat(timespec="milliseconds")


def _worst_first(finding: Finding) -> tuple[object, ...]:
    return (-SEVERITIES.index(finding.severity), finding)
