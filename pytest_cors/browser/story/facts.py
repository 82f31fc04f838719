"""What a story has to tell, before it is set in lines: each fact once, for the text and for the reports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.advice_allowed import not_as_declared, too_open
from pytest_cors.browser.story.advices import advices
from pytest_cors.browser.story.masks import without_secrets
from pytest_cors.browser.story.script import verdict
from pytest_cors.browser.story.secrets import masked_names, secrets_in, without_secrets_of
from pytest_cors.browser.story.spot import Spot, opening, spot
from pytest_cors.browser.story.subject import Situation, Told, situation_of
from pytest_cors.browser.story.text import Tone
from pytest_cors.fetch.params import Exchange

BROWSERS = ("chromium", "firefox", "webkit")

_is_declared_denied = re.compile(r"(?:\bis|:) denied\b").search
_PROVES_NOTHING = "this proves nothing"

_ALGORITHMS = {
    "concept-cors-check": "CORS check",
    "cors-preflight-fetch-0": "CORS-preflight fetch",
    "concept-main-fetch": "main fetch",
    "concept-http-fetch": "HTTP fetch",
    "concept-http-redirect-fetch": "HTTP-redirect fetch",
    "concept-http-network-fetch": "HTTP-network fetch",
    "cross-origin-resource-policy-check": "Cross-Origin-Resource-Policy check",
    "should-block-fetch": "Mixed Content, should fetching be blocked",
}
_TITLES = {
    "ConflictingHeaders": "a header that may stand once does not stand twice",
    "MultipleLocations": "no more than one Location",
    "NoCorsRedirectModeNotFollow": "mode no-cors comes with redirect mode follow",
    "RedirectModeError": "no redirect, in redirect mode error",
}


def facts_of(told: Told, *, declared: str = "", mismatches: Iterable[str] = ()) -> Facts:
    """What there is to tell.

    :param declared: what somebody expected, on one line; empty when nobody did.
    :param mismatches: what is not as declared, one short sentence each.
    """
    secrets = secrets_in(told)
    telling = without_secrets_of(told)
    reason = telling.reason
    situation = None if reason is None else situation_of(telling, reason)
    return Facts(telling, declared, tuple(mismatches), situation, secrets)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one fetch. Made by ``facts_of``.

    :param situation: None when the fetch was allowed.
    :param secrets: what must not be told.
    """

    told: Told
    declared: str
    mismatches: tuple[str, ...]
    situation: Situation | None
    secrets: frozenset[str]

    @property
    def too_open(self) -> bool:
        """Whether a page reads what it was declared not to read."""
        return self.situation is None and _is_declared_denied(self.declared) is not None

    @property
    def proves_nothing(self) -> bool:
        """Whether the check itself is what has to be changed."""
        return any(sentence.startswith(_PROVES_NOTHING) for sentence in self.mismatches)

    def headline(self) -> tuple[str, str, Tone]:
        """What happened: a word, the rest of the line, and the word's tone."""
        what = verdict(self.told)
        if self.situation is not None:
            return (f"denied[{self.situation.reason.code}]", f": {what}", "wrong")
        if self.too_open:
            return ("allowed", f", although declared denied: {what}", "wrong")
        if self.mismatches:
            return ("allowed", f", but not as declared: {what}", "wrong")
        return ("allowed", f": {what}", "right")

    def clean(self, text: str) -> str:
        """A text without the secrets that may stand in it."""
        return without_secrets(masked_names(text, self.told.mask), self.secrets)

    def page(self) -> str:
        """Who asked, and in which mode as far as it is not the default."""
        request = self.told.request
        client = request.client
        where = "by the standard" if self.told.profile == "standard" else f"in {self.told.profile}"
        text = f"{self.clean(client.url.href)} {where}"
        if client.origin.serialized == "null":
            text += ", sandboxed: its origin is null"
        modes = (
            ("mode", request.mode, "cors"),
            ("credentials", request.credentials_mode, "same-origin"),
            ("redirect", request.redirect_mode, "follow"),
        )
        return text + "".join(f", {name} {value}" for name, value, default in modes if value != default)

    def spot(self) -> tuple[Exchange | None, Spot | None]:
        """Which exchange decided, and what to mark in it, or in the request that was not sent."""
        if self.situation is not None:
            return self.situation.judged, spot(self.situation)
        if self.too_open and self.told.exchanges:
            return self.told.exchanges[-1], opening(self.told.exchanges[-1].response)
        return None, None

    def consoles(self) -> dict[str, list[str]]:
        """What the browsers print, and which of them print it."""
        names: dict[str, list[str]] = {}
        if self.situation is None or self.proves_nothing:
            return names
        for name in BROWSERS:
            message = self.situation.reason.message(name)
            if message:
                names.setdefault(self.clean(message), []).append(name)
        return names

    def advices(self) -> Iterable[Advice]:
        """What to change."""
        if self.proves_nothing:
            return ()
        if self.situation is not None:
            return advices(self.situation)
        if self.too_open:
            return too_open(self.told, declared=self.declared)
        return not_as_declared(self.told, self.mismatches)

    def decisive(self) -> Exchange | None:
        """The exchange to send once more."""
        if self.situation is not None and self.situation.judged is not None:
            return self.situation.judged
        return self.told.exchanges[-1] if self.told.exchanges else None


def algorithm(situation: Situation) -> str:
    """The algorithm of the standard that decided, by its name."""
    return _ALGORITHMS.get(situation.reason.anchor, situation.reason.anchor)


def demand(situation: Situation) -> str:
    """What the step that decided demands."""
    return _TITLES.get(situation.reason.code, situation.reason.decided.title)
