"""Which finding explains which: where a mistake is seen, what follows from it is not told as another one.

Two relations are not in the table. A page that gets no more than a stranger gets is never a finding of its own, so
where everybody is let in nothing else is said of origins (``admission.gets_in``). And what the contract declares is
meant, and nothing is said of it (``Subject.hostile``).
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_cors.audit.registry import built_in
from pytest_cors.audit.rule import Rule, Sighting
from pytest_cors.audit.subject import Subject

_LOOKALIKES = (
    "origin-prefix-match",
    "origin-suffix-match",
    "origin-concatenation-match",
    "origin-unescaped-dot",
    "origin-special-character",
    "origin-any-port",
    "origin-any-subdomain",
    "origin-parent-domain",
)

EXPLAINS: Mapping[str, tuple[str, ...]] = {
    # A glob is to be written anew as a whole.
    "origin-glob-as-pattern": ("origin-substring-match", *_LOOKALIKES),
    # An allowed host anywhere in an origin: at its beginning, at its end, before any port.
    "origin-substring-match": (*_LOOKALIKES, "origin-scheme-downgrade"),
    # Without an end, anything may follow: a port, a character that ends a name. The pattern is to be mended as a whole.
    "origin-prefix-match": (
        "origin-concatenation-match",
        "origin-unescaped-dot",
        "origin-special-character",
        "origin-any-port",
    ),
    # Without a beginning, anything may stand before: another host, a scheme; no dot is compared there either.
    "origin-suffix-match": (
        "origin-concatenation-match",
        "origin-unescaped-dot",
        "origin-any-subdomain",
        "origin-parent-domain",
        "origin-scheme-downgrade",
    ),
    # What takes an origin apart forgets its port, too.
    "origin-special-character": ("origin-any-port",),
    # Where the domain is what is compared, the domain itself comes in, too.
    "origin-any-subdomain": ("origin-parent-domain",),
    # Where anybody can have a host, others of the same pattern need no word.
    "shared-hosting-origin": ("origin-any-subdomain", "origin-parent-domain"),
}
"""For a rule, the rules whose findings with the same cause, on the same route, follow from its own."""


def unexplained(subject: Subject, rule: Rule) -> tuple[Sighting, ...]:
    """What a rule has seen, without what another rule's finding explains."""
    explained = {
        (each.where, each.cause)
        for other in built_in()
        if rule.id in EXPLAINS.get(other.id, ())
        for each in subject.once(other.sightings)
    }
    seen = subject.once(rule.sightings)
    return tuple(each for each in seen if (each.where, each.cause) not in explained)
