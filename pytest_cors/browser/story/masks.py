"""Credentials, masked: the same secret has the same mask, and the mask tells nothing else of it.

``Bearer ***a1b2``: enough to see that two requests carried one token, or two. Names stay, of cookies too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from pytest_cors.fetch.http import HeaderList

SHORTEST_SECRET = 8
"""Characters below which a value is too ordinary to be looked for in other texts."""

_WITH_SCHEME = frozenset({"authorization", "proxy-authorization"})
_WORDS = (
    r"(?:api[-_]?keys?|auth|authorization|credentials?|csrf|jwt|passw(?:or)?d|secrets?|session|signature|tokens?|xsrf)"
)
_secret_name = re.compile(rf"(?:^|[-_]|x-?){_WORDS}(?:$|[-_])|token$|api-?key$", re.IGNORECASE).search
# A URL in a sentence ends before the quotation mark, bracket or full stop behind it.
_OUTSIDE = r"\s'\"()\u2018-\u201d"
_user_info = re.compile(rf"(?<=//)([^/?#{_OUTSIDE}]*)@")
_query_secret = re.compile(
    rf"(?<=[?&])([\w.-]*(?:{_WORDS}|sig)[\w.-]*=)([^&#{_OUTSIDE}]*[^&#{_OUTSIDE}.,;:])", re.IGNORECASE
)
_body_secret = re.compile(
    rf"(\b[\w-]*{_WORDS}[\w-]*\"?\s*[:=]\s*\"?)((?<=\")(?:[^\"\\]|\\.)+|[^\"&,}}\s]+)", re.IGNORECASE
)
_is_mask = re.compile(r"\*{3}[0-9a-f]{4}").fullmatch


def mask(secret: str) -> str:
    """What stands for a secret: three asterisks and four digits that are always the same for it.

    A mask stands for itself.
    """
    if _is_mask(secret):
        return secret
    digest = hashlib.blake2s(secret.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()
    return f"***{digest}" if secret else ""


@lru_cache(maxsize=1000)
def is_secret(name: str) -> bool:
    """Whether a header of this name carries a secret, by its name: ``X-Api-Key``, ``X-CSRF-Token``."""
    low = name.lower()
    return low in {"cookie", "set-cookie"} or (not low.startswith("access-control-") and _secret_name(low) is not None)


def masked_header(name: str, value: str) -> str:
    """A header's value, masked when it is a credential; user info and tokens in a URL always are."""
    low = name.lower()
    if low == "cookie":
        return "; ".join(_masked_pair(pair) for pair in value.split("; "))
    if low == "set-cookie":
        pair, semicolon, attributes = value.partition(";")
        return _masked_pair(pair) + semicolon + attributes
    if low in _WITH_SCHEME:
        scheme, space, secret = value.partition(" ")
        return f"{scheme} {mask(secret)}" if space else mask(scheme)
    return mask(value) if is_secret(name) else masked_url(value)


def _masked_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}={mask(value)}" if equals else mask(name)


def masked_url(text: str) -> str:
    """A text with the user info, the tokens and the passwords of the URLs in it masked."""
    if "@" in text:
        text = _user_info.sub(lambda match: _masked_user_info(match[1]) + "@", text)
    if "=" in text:
        text = _query_secret.sub(lambda match: match[1] + mask(match[2]), text)
    return text


def _masked_user_info(user_info: str) -> str:
    user, colon, password = user_info.partition(":")
    return f"{user}:{mask(password)}" if colon else mask(user)


def masked_body(text: str) -> str:
    """A body of JSON or of form fields with the values masked whose names say that they are secret."""
    return _body_secret.sub(lambda match: match[1] + mask(match[2]), text)


def secrets_of(header_lists: Iterable[HeaderList], urls: Iterable[str]) -> frozenset[str]:
    """The secrets that headers and URLs carried and that are long enough to be recognised elsewhere."""
    found: set[str] = set()
    for headers in header_lists:
        for name, value in headers:
            if is_secret(name):
                found.update(_secrets(name.lower(), value))
    for url in urls:
        found.update(match[2] for match in _query_secret.finditer(url))
    return frozenset(secret for secret in found if len(secret) >= SHORTEST_SECRET)


def _secrets(name: str, value: str) -> list[str]:
    if name == "cookie":
        return [pair.partition("=")[2] or pair for pair in value.split("; ")]
    if name == "set-cookie":
        pair = value.partition(";")[0]
        return [pair.partition("=")[2] or pair]
    if name in _WITH_SCHEME:
        return [value.partition(" ")[2] or value]
    return [value]


def without_secrets(text: str, secrets: frozenset[str]) -> str:
    """A text, an exception's or a console's, with known secrets masked wherever they stand in it."""
    return masked_url(hidden(text, secrets))


def hidden(text: str, secrets: frozenset[str]) -> str:
    """A text with known secrets masked, also as a URL or a string of JSON spells them."""
    for spelling, masked in _spellings(secrets) if secrets else ():
        if spelling in text:
            text = text.replace(spelling, masked)
    return text


@lru_cache(maxsize=64)
def _spellings(secrets: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Each with its mask, the longest first, since one secret may hold another."""
    masks: dict[str, str] = {}
    for secret in secrets:
        told = mask(secret)
        # Latin-1 stands for bytes in headers and bodies.
        spellings = (
            secret,
            quote(secret, safe="", errors="replace"),
            quote_plus(secret, errors="replace"),
            json.dumps(secret)[1:-1],
        )
        masks |= dict.fromkeys(spellings, told)
    return tuple(sorted(masks.items(), key=lambda pair: (-len(pair[0]), pair)))
