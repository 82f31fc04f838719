"""A finding: a known mistake, where it was seen, and the way out, as plain values.

Everything in it is masked already: no value is a credential. It is not inert: a header may hold markup and controls,
so a report has to escape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pytest_cors.survey.plain import from_plain, to_plain
from pytest_cors.survey.story import RecordedExchange, Verdict

Severity = Literal["info", "low", "medium", "high"]
"""``high``: other sites read or do what only a user may. ``medium``: they do under a condition, or a front end is
certainly blocked. ``low``: it will hurt some day. ``info``: worth knowing, and nothing to mend."""

Confidence = Literal["certain", "likely", "possible"]
"""``certain``: a browser was seen to do it. ``likely``: what it means is inferred. ``possible``: a person must look."""

Audience = Literal["security", "front end", "operations"]
"""Who is hurt: users whose data is read; a front end that is blocked; who runs the app, its caches and its logs."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the least to the worst."""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """Where to read more.

    :param title: such as ``"CWE-942"``.
    :param url: absolute.
    """

    title: str
    url: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One fetch that a browser really makes, and what it came to.

    :param shows: what is to be seen in it, as a sentence without its full stop.
    :param page: the origin of the page, serialised.
    :param browser: name of the profile.
    :param credentials: the credentials mode.
    :param verdict: what the browser decided.
    :param reason: code of the reason; empty when the page was let in.
    :param exchanges: what crossed the wire, in order.
    :param curl: a command that sends the request once more; empty when none was sent.
    """

    shows: str
    page: str
    browser: str
    credentials: str
    verdict: Verdict
    reason: str
    exchanges: tuple[RecordedExchange, ...]
    curl: str = ""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Finding:
    """A mistake, everywhere where it has the same cause.

    :param rule: id of the rule, such as ``"origin-prefix-match"``.
    :param title: of the rule, a few words.
    :param cause: what tells this finding from others of the rule, such as the origin that is trusted; stable from
        run to run.
    :param routes: where it was seen, as ``"GET /users"``, in order; empty when it is about the whole app.
    :param what: what was seen, in one sentence.
    :param consequence: what an attacker gains or a front end loses, in one sentence.
    :param fix: what to change, in one sentence.
    :param code: the same as lines of Python, TOML or a server's configuration; none when there are none to write.
    :param silenced: the reason why nobody need hear of it; empty when somebody should.
    :param silenced_at: where that is said: the file and the line.
    :param expired: where it was said, with the last day on which it held; empty when it was not.
    :param nodeid: pytest's, of the test that found it.
    """

    rule: str
    title: str
    severity: Severity
    confidence: Confidence
    audience: Audience
    cause: str
    routes: tuple[str, ...]
    what: str
    consequence: str
    fix: str
    code: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    references: tuple[Reference, ...]
    docs: str = ""
    silenced: str = ""
    silenced_at: str = ""
    expired: str = ""
    nodeid: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same mistake in every run, whatever routes come and go: rule and cause, hashed."""
        return hashlib.sha256(f"{self.rule}\n{self.cause}".encode()).hexdigest()[:32]

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values."""
        return {**to_plain(self), "fingerprint": self.fingerprint}

    @classmethod
    def from_json(cls, plain: object) -> Finding:
        """The finding that ``to_json`` gave.

        :raises ValueError: it was not made by it.
        """
        if not isinstance(plain, Mapping):
            raise ValueError(f"finding: {plain!r} is not an object")  # noqa: TRY004 -- one class for bad input
        return from_plain(cls, {key: value for key, value in plain.items() if key != "fingerprint"}, where="finding")

    def at_least(self, severity: Severity) -> bool:
        """Whether it is as bad as that, or worse."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(severity)
