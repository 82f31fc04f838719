"""Holding what our Browser did against what a real one did."""

from __future__ import annotations

from dataclasses import dataclass

from .corpus import Case, Corpus, Outcome
from .figures import MEASURES, Figures
from .replay import replay

FAILURES = {
    "corp-not-same-origin": {"CorpNotSameOrigin"},
    "corp-not-same-site": {"CorpNotSameSite"},
    "mixed-content": {"MixedContent"},
    "origin": {"RedirectContainsCredentials", "RedirectDisallowedByMode"},
    "net::ERR_FAILED": {"RedirectModeError"},
    "net::ERR_INVALID_REDIRECT": {"InvalidRedirect"},
    "net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION": {"MultipleLocations"},
    "net::ERR_TOO_MANY_REDIRECTS": {"TooManyRedirects"},
    "net::ERR_UNSAFE_PORT": {"UnsafePort"},
    "net::ERR_UNSAFE_REDIRECT": {"UnsafeRedirect"},
    "net::ERR_UNKNOWN_URL_SCHEME": {"UnsafeRedirect"},
}
"""Chromium's reasons for blocking and its network errors, and the codes of ours that may stand for them."""

TOLD = {
    "outcome": ("outcome",),
    "response": ("response",),
    "wire": ("wire",),
    "code": ("cors_error",),
    "parameter": ("failed_parameter",),
    "failure": ("blocked_reason", "net_error", "cors_error"),
    "message": ("console",),
}
"""What a disagreement shows of two outcomes, for each measure."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case in which our Browser can be told from the real one.

    :param measures: those that differ, in the order of ``MEASURES``.
    :param expected: what the real browser did, fetch by fetch.
    :param seen: what ours did.
    """

    case: Case
    measures: tuple[str, ...]
    expected: list[Outcome]
    seen: list[Outcome]

    def __str__(self) -> str:
        lines = [f"{self.case['id']} ({' '.join(self.case['tags'])}) differs in {', '.join(self.measures)}"]
        keys = [key for measure in self.measures for key in TOLD[measure]]
        for expected, seen in zip(self.expected, self.seen, strict=True):
            lines += [
                f"  {key}\n    expected {expected.get(key)}\n    seen     {seen.get(key)}"
                for key in keys
                if expected.get(key) != seen.get(key)
            ]
        return "\n".join(lines)


def agreement(
    corpus: Corpus, browser: str, cases: tuple[Case, ...] | None = None, *, profile: str = ""
) -> tuple[Figures, list[Disagreement]]:
    """Run cases through our Browser and compare.

    :param cases: all of the corpus when None.
    :param profile: whose behaviour is held against the browser's; the browser's own when empty.
    """
    truths = corpus.truths(browser)
    figures, disagreements = Figures(), []
    for case in corpus.cases() if cases is None else cases:
        expected = truths.get(case["id"])
        if expected is None:  # it varied from run to run in this browser, and has no truth
            continue
        seen = replay(case, profile or browser, console=browser, keeps_empty_query=corpus.keeps_empty_query)
        verdicts = [_compare(*pair, browser) for pair in zip(expected, seen, strict=True)]
        compared = {measure for verdict in verdicts for measure in verdict}
        differing = {measure for verdict in verdicts for measure, agrees in verdict.items() if not agrees}
        figures.count(compared, differing)
        if differing:
            measures = tuple(measure for measure in MEASURES if measure in differing)
            disagreements.append(Disagreement(case, measures, expected, seen))
    return figures, disagreements


def _compare(expected: Outcome, seen: Outcome, browser: str) -> dict[str, bool]:
    """Which measures apply to one fetch, and whether they agree."""
    verdict = {
        "outcome": expected["outcome"] == seen["outcome"],
        "wire": expected["wire"] == seen["wire"],
    }
    if expected["outcome"] == "response":
        verdict["response"] = expected["response"] == seen.get("response")
    elif expected["outcome"] == "network-error":
        verdict |= _compare_reasons(expected, seen, browser)
    return verdict


def _compare_reasons(expected: Outcome, seen: Outcome, browser: str) -> dict[str, bool]:
    verdict = {}
    failure = expected.get("blocked_reason") or expected.get("net_error")
    # Only failures that Chromium blames on CORS have a code of its own; the other browsers have none.
    code = expected["cors_error"] if browser == "chromium" else None
    if code:
        verdict["code"] = code == seen.get("cors_error")
        verdict["parameter"] = (expected["failed_parameter"] or None) == (seen.get("failed_parameter") or None)
    elif failure:
        verdict["failure"] = seen.get("cors_error") in FAILURES.get(failure, ())
    # Chromium's network log is not its console: without a code what was recorded is not CORS's.
    if expected["console"] and (code or browser != "chromium"):
        verdict["message"] = seen.get("console") in [line.strip() for line in expected["console"].split("\n")]
    return verdict
