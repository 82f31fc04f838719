"""What a cell can count as, as a page shows it: each kind has a shape, a colour and a sentence."""

from __future__ import annotations

# In the order of what somebody looks at first. A kind that is not on the list is shown by its name.
MEANINGS = {
    "broken": "not as declared",
    "not modelled": "beyond what the engine models; never a pass",
    "tolerated": "not as declared, and known to be",
    "inconclusive": "the answer proves nothing either way",
    "undecided": "not sent, because it may have effects; neither pass nor fail",
    "mixed": "one browser or test is allowed what another is denied",
    "preflight only": "the preflight allows it; the request itself was not sent",
    "denied": "script gets a network error, as it should",
    "allowed": "script gets the response",
    "skipped": "nobody was asked",
}

_MOST_PRESSING = list(MEANINGS)


def slug(kind: str) -> str:
    """A kind as part of a class or an id."""
    return kind.replace(" ", "-")


def pressing(kind: str) -> int:
    """A sort key: what has to be looked into comes first."""
    return _MOST_PRESSING.index(kind) if kind in MEANINGS else 1
