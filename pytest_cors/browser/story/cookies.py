"""Cookies that did not travel, in words."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_cors.fetch.params import CookieNote
from pytest_cors.fetch.url import parse

NOT_SENT = {
    "CredentialsMode": "cookies go to another origin only with credentials include",
    "DomainMismatch": "it belongs to another host",
    "NotOnPath": "it belongs to another path",
    "SecureOnly": "it is Secure, and this URL is not https",
    "ThirdPartyBlocked": "this browser keeps third-party cookies out",
    "ThirdPartyPartitioned": "third-party cookies live apart for each top-level site",
    "SameSiteStrict": "SameSite=Strict cookies are not sent by cross-site fetch",
    "SameSiteLax": "SameSite=Lax cookies are not sent by cross-site fetch",
    "SameSiteUnspecifiedTreatedAsLax": "a cookie without SameSite counts as Lax, and Lax cookies are not sent by"
    " cross-site fetch",
}
NOT_STORED = {
    "Malformed": "the line cannot be read",
    "InvalidDomain": "its Domain is not this host's",
    "SecureOnly": "it is Secure, and this URL is not https",
    "OverwriteSecure": "a Secure cookie of that name is not overwritten from an insecure URL",
    "ThirdPartyBlocked": "this browser keeps third-party cookies out",
    "SameSiteStrict": "a cross-site answer cannot set a SameSite=Strict cookie",
    "SameSiteLax": "a cross-site answer cannot set a SameSite=Lax cookie",
    "SameSiteUnspecifiedTreatedAsLax": "a cookie without SameSite counts as Lax, and a cross-site answer cannot set"
    " those",
    "SameSiteNoneInsecure": "SameSite=None needs Secure",
    "InvalidPartitioned": "Partitioned needs Secure",
    "InvalidPrefix": "its name begins with a prefix whose promise it does not keep",
}

SAME_SITE = frozenset({"SameSiteStrict", "SameSiteLax", "SameSiteUnspecifiedTreatedAsLax"})
"""Reasons that ``SameSite=None; Secure`` takes away."""


def cookie_sentences(notes: Iterable[CookieNote]) -> list[str]:
    """One sentence for all cookies that share a fate, in order."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for note in notes:
        together = names.setdefault((note.what, note.why, parse(note.url).origin.serialized), [])
        if note.name not in together:
            together.append(note.name or "(no name)")
    return [_sentence(what, why, who) for (what, why, _), who in names.items()]


def _sentence(what: str, why: str, names: list[str]) -> str:
    words = NOT_SENT if what == "not-sent" else NOT_STORED
    verb = "sent" if what == "not-sent" else "stored"
    was = "was" if len(names) == 1 else "were"
    return f"{', '.join(names)} {was} not {verb}: {words.get(why, why)}"
