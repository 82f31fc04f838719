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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_cors.browser.story.advice import Advice
from pytest_cors.browser.story.cookies import cookie_sentences
from pytest_cors.browser.story.facts import Facts, algorithm, demand, facts_of
from pytest_cors.browser.story.raised import raised
from pytest_cors.browser.story.reproduce import curl, fetch_call
from pytest_cors.browser.story.script import hidden_headers, reached
from pytest_cors.browser.story.subject import Told
from pytest_cors.browser.story.text import EMPTY, Line, Span, beside, plain, set_lines, wrapped
from pytest_cors.browser.story.wire import wire

NARROWEST = 40

_INDENT = 12


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
    facts = facts_of(result, declared=declared or "", mismatches=mismatches)
    return set_lines(_Story(facts, max(width, NARROWEST)).lines(), color=color)


@dataclass(frozen=True, slots=True, eq=False)
class _Story:
    """One story, section by section."""

    facts: Facts
    width: int

    def lines(self) -> list[Line]:
        """Every section that has something to say, an empty line between two."""
        facts = self.facts
        judged, spot = facts.spot()
        sections = (
            self.headline(),
            [*self.declaration(), *self.page()],
            wire(facts.told, facts.situation, judged=judged, spot=spot, width=self.width),
            [*self.step(), *self.reached(), *self.raised(), *self.cookies()],
            list(self.consoles()),
            list(self.help()),
            list(self.reproduction()),
        )
        return [line for section in sections if section for line in (*section, EMPTY)][:-1]

    def headline(self) -> list[Line]:
        """What happened, and its code."""
        word, text, tone = self.facts.headline()
        first, *rest = wrapped(word + text, self.width)
        return [
            (Span(word, tone), Span(first.removeprefix(word), "strong")),
            *((Span(f"  {line}", "strong"),) for line in rest),
        ]

    def declaration(self) -> Iterator[Line]:
        """What was declared, and what the headline does not say of how it differs."""
        facts = self.facts
        if facts.declared:
            yield from self._block("declared", [facts.clean(facts.declared)])
        said = ("expected allowed, got denied", "expected denied, got allowed")
        rest = [facts.clean(sentence) for sentence in facts.mismatches if not sentence.startswith(said)]
        if rest:
            yield from self._block("mismatch", rest)

    def page(self) -> Iterator[Line]:
        """Who asked."""
        return self._block("page", [self.facts.page()])

    def step(self) -> Iterator[Line]:
        """The step of the standard that decided."""
        situation = self.facts.situation
        if situation is None:
            return
        number = f", step {situation.reason.step}" if situation.reason.step else ""
        yield from self._block("step", [f"{algorithm(situation)}{number} demands: {demand(situation)}"])
        yield (Span(" " * _INDENT), Span(situation.reason.link, "quiet"))

    def reached(self) -> Iterator[Line]:
        """Whether the app was reached; what script does not see."""
        if self.facts.situation is not None:
            yield from self._block("app", [reached(self.facts.told)])
            return
        hidden = hidden_headers(self.facts.told)
        if hidden:
            yield from self._block("hidden", [f"{', '.join(hidden)}: not in Access-Control-Expose-Headers"])

    def raised(self) -> Iterator[Line]:
        """The exception of the view."""
        error = self.facts.told.error
        if error is not None:
            yield from self._block("raised", raised(error, self.facts.secrets))

    def cookies(self) -> Iterator[Line]:
        """Cookies that stayed behind."""
        sentences = cookie_sentences(self.facts.told.cookies)
        if sentences:
            yield from self._block("cookies", sentences)

    def consoles(self) -> Iterator[Line]:
        """What the browsers print; one line for those that print the same."""
        for message, who in self.facts.consoles().items():
            yield from self._block(", ".join(who), message.splitlines())

    def help(self) -> Iterator[Line]:
        """What to change."""
        lines: list[Line] = []
        for advice in self.facts.advices():
            lines += self._advice(advice)
        if lines:
            yield from beside("help", lines, indent=_INDENT)

    def _advice(self, advice: Advice) -> Iterator[Line]:
        end = ":" if advice.code else "."
        for line in wrapped(advice.text + end, self.width - _INDENT):
            yield plain(line)
        for line in advice.code_lines(self.width - _INDENT - 2):
            yield (Span("  "), Span(line, "code"))

    def reproduction(self) -> Iterator[Line]:
        """The same once more, with curl and in a page."""
        room = self.width - _INDENT
        exchange = self.facts.decisive()
        if exchange is not None:
            lines = curl(exchange.request, width=room)
            yield from beside("curl", [(Span(line, "code"),) for line in lines], indent=_INDENT)
        lines = fetch_call(self.facts.told.request, width=room)
        yield from beside("fetch", [(Span(line, "code"),) for line in lines], indent=_INDENT)

    def _block(self, label: str, texts: Iterable[str]) -> Iterator[Line]:
        """Paragraphs beside a label; the later lines of each are indented no further."""
        lines = [plain(line) for text in texts for line in wrapped(text, self.width - _INDENT)]
        if lines:
            yield from beside(label, lines, indent=_INDENT)
