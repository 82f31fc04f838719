"""What a report is written on: a terminal of some width, and the characters that it can show."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from pytest_cors.report.layout import Tone, elide, inert
from pytest_cors.report.matrix import Kind

INDENT = "  "
_NARROWEST = 40

TONES: dict[Kind, Tone] = {
    "allowed": "allowed",
    "denied": "denied",
    "preflight only": "allowed",
    "broken": "broken",
    "tolerated": "unknown",
    "not modelled": "unknown",
    "inconclusive": "unknown",
    "undecided": "quiet",
    "skipped": "quiet",
}


@dataclass(frozen=True, slots=True)
class Symbols:
    """The characters that carry the table. Each kind differs in shape: colour is a help and never needed."""

    allowed: str
    denied: str
    broken: str
    both: str
    nothing: str
    ellipsis: str
    preflighted: str = "p"
    credentials: str = "c"
    undeclared: str = "u"
    unknown: str = "?"
    skipped: str = "s"
    preflight_only: str = "~"
    tolerated: str = "t"
    inconclusive: str = "i"
    undecided: str = "o"

    def of(self, kind: Kind) -> str:
        """The one of a kind."""
        return {
            "allowed": self.allowed,
            "denied": self.denied,
            "broken": self.broken,
            "not modelled": self.unknown,
            "skipped": self.skipped,
            "preflight only": self.preflight_only,
            "tolerated": self.tolerated,
            "inconclusive": self.inconclusive,
            "undecided": self.undecided,
        }[kind]


UNICODE = Symbols(allowed="✓", denied="⊘", broken="✗", both="±", nothing="·", ellipsis="…")
ASCII = Symbols(allowed="+", denied="-", broken="X", both="*", nothing=".", ellipsis="...")


@dataclass(frozen=True, slots=True)
class Paper:
    """What the report is written on.

    :param encoding: of the terminal, or what stands in for it.
    :param width: in columns.
    """

    symbols: Symbols
    encoding: str
    width: int

    @classmethod
    def of(cls, *, width: int, encoding: str) -> Paper:
        """The terminal's; one whose encoding lacks the symbols gets ASCII."""
        if _shows(UNICODE, encoding):
            return cls(UNICODE, encoding, max(width, _NARROWEST))
        return cls(ASCII, "ascii", max(width, _NARROWEST))

    def inert(self, text: str) -> str:
        """The text without anything that drives the terminal or that it cannot show."""
        return inert(text, encoding=self.encoding)

    def elide(self, text: str, width: int) -> str:
        """The text in ``width`` columns."""
        return elide(text, width, ellipsis=self.symbols.ellipsis)


def _shows(symbols: Symbols, encoding: str) -> bool:
    try:
        "".join(astuple(symbols)).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
