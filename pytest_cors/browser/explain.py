"""The story of a fetch, as text: what was declared, what crossed the wire, who decided, what to change.

    denied[AllowOriginMismatch]: Access-Control-Allow-Origin names another origin

      declared  GET /users from https://app.example.com is allowed
      page      https://app.example.com/ in chromium

      --> GET https://api.example.net/users
          Origin: https://app.example.com
      <-- 200 OK
          Access-Control-Allow-Origin: https://admin.example.com
                                               ^^^^^^^^^^^^^^^^^ another host
                               wanted: https://app.example.com
      ...

Nothing of it is computed before somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.advice_allowed import not_as_declared, too_open
from pytest_cors.browser.story.advices import advices
from pytest_cors.browser.story.cookies import cookie_sentences
from pytest_cors.browser.story.masks import masked_url, secrets_of, without_secrets
from pytest_cors.browser.story.raised import raised
from pytest_cors.browser.story.reproduce import curl, fetch_call
from pytest_cors.browser.story.script import hidden_headers, reached, verdict
from pytest_cors.browser.story.subject import Situation, Told, situation_of
from pytest_cors.browser.story.text import EMPTY, Line, Span, Tone, beside, plain, set_lines, wrapped
from pytest_cors.browser.story.wire import wire
from pytest_cors.fetch.params import Exchange

NARROWEST = 40
BROWSERS = ("chromium", "firefox", "webkit")

_INDENT = 12
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


def explain(
    result: Told,
    *,
    declared: str | None = None,
    mismatches: Sequence[str] = (),
    color: bool = False,
    width: int = 80,
) -> str:
    """Tell what became of a fetch and why, and what to change.

    :param result: a ``FetchResult``.
    :param declared: what somebody expected, on one line: ``"GET /users from https://app.example.com is allowed"``.
    :param mismatches: what is not as declared, one short sentence each.
    :param color: with ANSI colours. Without them the text has no control character but the line break, whatever
        the server sent; credentials are masked in any case.
    :param width: in columns, 40 at least; only words that cannot be broken, such as URLs, are longer.
    """
    reason = result.reason
    situation = None if reason is None else situation_of(result, reason)
    story = _Story(
        told=result,
        declared=declared or "",
        mismatches=tuple(mismatches),
        width=max(width, NARROWEST),
        situation=situation,
        secrets=_secrets(result),
    )
    return set_lines(story.lines(), color=color)


def _secrets(told: Told) -> frozenset[str]:
    headers = [told.request.headers]
    urls = [told.request.url.href]
    for exchange in told.exchanges:
        headers += [exchange.request.headers, exchange.response.headers]
        urls.append(exchange.request.url)
    return secrets_of(headers, urls)


@dataclass(frozen=True, slots=True, eq=False)
class _Story:
    """One story, section by section.

    :param situation: None when the fetch was allowed.
    """

    told: Told
    declared: str
    mismatches: tuple[str, ...]
    width: int
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

    def lines(self) -> list[Line]:
        """Every section that has something to say, an empty line between two."""
        sections = (
            self.headline(),
            [*self.declaration(), *self.page()],
            wire(self.told, self.situation, too_open=self.too_open, width=self.width),
            [*self.step(), *self.reached(), *self.raised(), *self.cookies()],
            list(self.consoles()),
            list(self.help()),
            list(self.reproduction()),
        )
        return [line for section in sections if section for line in (*section, EMPTY)][:-1]

    def headline(self) -> list[Line]:
        """What happened, and its code."""
        what = verdict(self.told)
        if self.situation is not None:
            return self._head(f"denied[{self.situation.reason.code}]", f": {what}", "wrong")
        if self.too_open:
            return self._head("allowed", f", although declared denied: {what}", "wrong")
        if self.mismatches:
            return self._head("allowed", f", but not as declared: {what}", "wrong")
        return self._head("allowed", f": {what}", "right")

    def _head(self, word: str, text: str, tone: Tone) -> list[Line]:
        first, *rest = wrapped(word + text, self.width)
        return [
            (Span(word, tone), Span(first.removeprefix(word), "strong")),
            *((Span(f"  {line}", "strong"),) for line in rest),
        ]

    def declaration(self) -> Iterator[Line]:
        """What was declared, and what the headline does not say of how it differs."""
        if self.declared:
            yield from self._block("declared", [without_secrets(self.declared, self.secrets)])
        said = ("expected allowed, got denied", "expected denied, got allowed")
        rest = [
            without_secrets(sentence, self.secrets) for sentence in self.mismatches if not sentence.startswith(said)
        ]
        if rest:
            yield from self._block("mismatch", rest)

    def page(self) -> Iterator[Line]:
        """Who asked, and in which mode as far as it is not the default."""
        request = self.told.request
        client = request.client
        where = "by the standard" if self.told.profile == "standard" else f"in {self.told.profile}"
        text = f"{masked_url(client.url.href)} {where}"
        if client.origin.serialized == "null":
            text += ", sandboxed: its origin is null"
        modes = (
            ("mode", request.mode, "cors"),
            ("credentials", request.credentials_mode, "same-origin"),
            ("redirect", request.redirect_mode, "follow"),
        )
        text += "".join(f", {name} {value}" for name, value, default in modes if value != default)
        return self._block("page", [text])

    def step(self) -> Iterator[Line]:
        """The step of the standard that decided."""
        if self.situation is None:
            return
        reason = self.situation.reason
        algorithm = _ALGORITHMS.get(reason.anchor, reason.anchor)
        number = f", step {reason.step}" if reason.step else ""
        title = _TITLES.get(reason.code, reason.decided.title)
        yield from self._block("step", [f"{algorithm}{number} demands: {title}"])
        yield (Span(" " * _INDENT), Span(reason.link, "quiet"))

    def reached(self) -> Iterator[Line]:
        """Whether the app was reached; what script does not see."""
        if self.situation is not None:
            yield from self._block("app", [reached(self.told)])
            return
        hidden = hidden_headers(self.told)
        if hidden:
            yield from self._block("hidden", [f"{', '.join(hidden)}: not in Access-Control-Expose-Headers"])

    def raised(self) -> Iterator[Line]:
        """The exception of the view."""
        if self.told.error is not None:
            lines = raised(self.told.error, self.secrets)
            yield from self._block("raised", lines)

    def cookies(self) -> Iterator[Line]:
        """Cookies that stayed behind."""
        sentences = cookie_sentences(self.told.cookies)
        if sentences:
            yield from self._block("cookies", sentences)

    def consoles(self) -> Iterator[Line]:
        """What the browsers print; one line for those that print the same."""
        if self.situation is None or self.proves_nothing:
            return
        names: dict[str, list[str]] = {}
        for name in BROWSERS:
            message = self.situation.reason.message(name)
            if message:
                names.setdefault(without_secrets(message, self.secrets), []).append(name)
        for message, who in names.items():
            yield from self._block(", ".join(who), message.splitlines())

    def help(self) -> Iterator[Line]:
        """What to change."""
        if self.proves_nothing:
            return
        lines: list[Line] = []
        for advice in self._advices():
            lines += self._advice(advice)
        if lines:
            yield from beside("help", lines, indent=_INDENT)

    def _advices(self) -> Iterable[Advice]:
        if self.situation is not None:
            return advices(self.situation)
        if self.too_open:
            return too_open(self.told)
        return not_as_declared(self.told, self.mismatches)

    def _advice(self, advice: Advice) -> Iterator[Line]:
        end = ":" if advice.code else "."
        for line in wrapped(advice.text + end, self.width - _INDENT):
            yield plain(line)
        for line in advice.code_lines(self.width - _INDENT - 2):
            yield (Span("  "), Span(line, "code"))

    def reproduction(self) -> Iterator[Line]:
        """The same once more, with curl and in a page."""
        room = self.width - _INDENT
        exchange = self._decisive()
        if exchange is not None:
            lines = curl(exchange.request, width=room)
            yield from beside("curl", [(Span(line, "code"),) for line in lines], indent=_INDENT)
        lines = fetch_call(self.told.request, width=room)
        yield from beside("fetch", [(Span(line, "code"),) for line in lines], indent=_INDENT)

    def _decisive(self) -> Exchange | None:
        if self.situation is not None and self.situation.judged is not None:
            return self.situation.judged
        return self.told.exchanges[-1] if self.told.exchanges else None

    def _block(self, label: str, texts: Iterable[str]) -> Iterator[Line]:
        """Paragraphs beside a label; the later lines of each are indented no further."""
        lines = [plain(line) for text in texts for line in wrapped(text, self.width - _INDENT)]
        if lines:
            yield from beside(label, lines, indent=_INDENT)
