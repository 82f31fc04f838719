"""Observing a policy: every origin that is interesting is asked at every route, as a contract's cells are.

Nothing is expected of the answers, so nothing is wrong with any. What has no answer in a contract has none
here: a route that may have effects is not asked, and a guessed value that finds nothing proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_cors.browser import Browser, FetchResult
from pytest_cors.contract.cell import Cell, CellResult
from pytest_cors.contract.check import app_at
from pytest_cors.contract.contract import place_of
from pytest_cors.contract.expand import Group, Plan
from pytest_cors.contract.expand import Place as Where
from pytest_cors.contract.model import Expectation
from pytest_cors.contract.question import JSON, UNDECLARED, Question
from pytest_cors.contract.sweep import Careful, Sweep
from pytest_cors.errors import ConfigurationError
from pytest_cors.fetch.headers import extract_tokens, get, get_all
from pytest_cors.fetch.http import Header, HttpResponse
from pytest_cors.fetch.safelists import is_forbidden_request_header
from pytest_cors.policy.observed import ANY, Decision, Place, Policy, folded
from pytest_cors.survey.named_origins import Named, named_origins
from pytest_cors.survey.record import names

USUAL: tuple[Header, ...] = (
    ("Authorization", "Bearer x"),
    JSON,
    ("X-Requested-With", "XMLHttpRequest"),
)
"""Headers that are tried whether or not the contract names them."""

OF_CORS = frozenset({"*", "origin", "access-control-request-headers", "access-control-request-method"})
"""What may stand in Vary for the sake of CORS."""

_LARGEST = 2**63 - 1
_REFUSED = "HeaderDisallowedByPreflightResponse"


def observe(plan: Plan, browser: Browser, *, profile: str | None = None, origins: Iterable[str] = ()) -> Policy:
    """What every origin gets at every route of a plan.

    Beside the origins that the contract declares, and the hostile ones that follow from them, those are asked
    that the app itself names somewhere.

    :param browser: that knows the app, perhaps signed in; it is left as it is.
    :param profile: that is asked; None is the browser's own.
    :param origins: that are asked, too.
    :raises ConfigurationError: the app answers 429, so that what is seen depends on how much was asked before.
    """
    where = place_of(browser)
    named = named_by(browser)
    due = {*asked_of(plan, where.own), *origins} - {where.own}
    more = {*named.origins, *(member for pattern in named.patterns for member in pattern.members())} - {where.own}
    asked = tuple(sorted(due | more))
    careful = Careful(browser.transport, send_all=plan.file.unsafe == "send")
    sweep = Sweep(browser, () if profile is None else (profile,), careful=careful)
    probe = _Probe(sweep, where, asked, _tried(plan, named))
    groups = (group for group in plan.groups if group.rule is None)
    decisions = {place: decisions for group in groups for place, decisions in probe.ask(group)}
    # What the app only mentions, and treats as it treats strangers, is nobody's business.
    return Policy(profile or browser.profile.name, asked, decisions).keeping(due)


def named_by(browser: Browser) -> Named:
    """The origins and headers that the app of a browser names."""
    return named_origins(app_at(browser, f"{browser.base_url}/"))


def asked_of(plan: Plan, own: str) -> tuple[str, ...]:
    """The origins that are due: those declared, and the hostile ones; not those that the app only mentions."""
    hostile = (each.origin for each in plan.hostile(plan.file.allows, own))
    held = set(plan.held) - set(plan.declared())
    return tuple(sorted({*plan.declared(), *hostile} - {own} - held))


def _tried(plan: Plan, named: Named) -> tuple[Header, ...]:
    declared = (header for rule in plan.file.rules for header in rule.headers)
    mentioned = ((name, "x") for name in named.headers if not is_forbidden_request_header(name, "x"))
    by_name = {name.lower(): (name, value) for name, value in (*mentioned, *declared, *USUAL)}
    return tuple(by_name[lowered] for lowered in sorted(by_name))


class _Probe:
    """Asks one route after the other."""

    def __init__(self, sweep: Sweep, where: Where, asked: Sequence[str], tried: tuple[Header, ...]) -> None:
        self.sweep = sweep
        self.where = where
        self.asked = asked
        self.tried = tried

    def ask(self, group: Group) -> Iterator[tuple[Place, Mapping[str, Decision]]]:
        """What each origin gets at a route, for each of its methods."""
        sampled = group.plan.sampled(group.route, self.where)
        for method in group.methods:
            place = (group.route.name, method)
            if sampled is None:
                yield place, {ANY: Decision(unknown="no value of its variables is known to match: give [samples]")}
                continue
            url = self.where.url(group.route, sampled.path)
            one = _Route(self.sweep, self.tried, group.route.name, url, method, sampled.guessed)
            yield place, folded(_earned({origin: one.decision(origin) for origin in self.asked}))


def _earned(decisions: Mapping[str, Decision]) -> Mapping[str, Decision]:
    """Where somebody gets the headers, those who do not get them are denied, whatever else is in doubt."""
    certain = any(decision.allowed for decision in decisions.values())
    return {
        origin: replace(decision, unknown="")
        if certain and decision.without
        else Decision(unknown=decision.unknown)
        if decision.unknown
        else decision
        for origin, decision in decisions.items()
    }


@dataclass(frozen=True, slots=True)
class _Route:
    """Asks one route by one method."""

    sweep: Sweep
    tried: tuple[Header, ...]
    name: str
    url: str
    method: str
    guessed: tuple[str, ...]

    def decision(self, origin: str) -> Decision:
        """What one origin gets."""
        own: tuple[Header, ...] = (JSON,) if self.method == "POST" else ()
        without = self._ask(origin, "same-origin", own)
        if without.state in {"inconclusive", "undecided", "not modelled"} or without.result is None:
            doubtful = without.state == "inconclusive" and without.result is not None
            code = _code(without) if doubtful else ""
            return Decision(without=code, included=code, unknown=_why(without))
        included = self._ask(origin, "include", own)
        # A form needs no approval: a POST whose JSON is refused may be sent all the same, as the origin has passed.
        codes = tuple("" if own and code == _REFUSED else code for code in (_code(without), _code(included)))
        asked_for = _preflight(without.result)
        if all(codes):
            return Decision(without=codes[0], included=codes[0], vary=_vary(_last(without), asked_for))
        answer = _last(included if codes[0] else without)
        with_headers = self._ask(origin, "same-origin", _merged(own, (*self.tried, UNDECLARED)))
        preflight = _preflight(with_headers.result)
        sent = without.result.sent or (included.result is not None and included.result.sent)
        return Decision(
            verb="read" if sent else "send",
            without=codes[0],
            included=codes[1],
            headers=self._headers(origin, with_headers),
            exposes=_list(answer, "access-control-expose-headers"),
            max_age=_max_age(preflight),
            vary=_vary(answer, asked_for, preflight),
        )

    def _headers(self, origin: str, answer: CellResult) -> tuple[str, ...]:
        preflight = _preflight(answer.result)
        code = _code(answer)
        if preflight is None or (code.startswith("Preflight") and _count_preflights(answer) > 1):
            return ()  # a redirect, and the page may not set them where it leads to
        approved = _list(preflight, "access-control-allow-headers")
        if get(preflight.headers, "access-control-allow-origin") is None or not 200 <= preflight.status <= 299:
            # It may be one of them that the app cannot bear.
            alone = ((header, self._ask(origin, "same-origin", (header,))) for header in (*self.tried, UNDECLARED))
            approved = tuple(name for (name, _), answer in alone if not _code(answer))
        lowered = {name.lower() for name in approved}
        if ANY in lowered or UNDECLARED[0].lower() in lowered:
            return (ANY,)
        # The app gives back what a browser asks for, in lower case; a person reads names as they are written.
        return names((*(name for name, _ in self.tried if name.lower() in lowered), *approved))

    def _ask(self, origin: str, credentials: str, headers: tuple[Header, ...]) -> CellResult:
        question = Question(
            method=self.method,
            origin=origin,
            headers=headers,
            body=b"{}" if JSON in headers and self.method not in {"GET", "HEAD"} else None,
            credentials=credentials,
            expectation=Expectation(word="allowed"),
        )
        [answer] = self.sweep.ask(Cell(self.name, self.url, question, self.guessed))
        if answer.result is not None and any(each.response.status == 429 for each in answer.result.exchanges):
            raise ConfigurationError(
                f"{self.method} {self.name} answers 429, Too Many Requests: with a rate limit what is observed depends "
                "on how much was asked before; switch it off in the tests"
            )
        return answer


def _merged(first: Sequence[Header], more: Sequence[Header]) -> tuple[Header, ...]:
    known = {name.lower() for name, _ in first}
    return (*first, *(header for header in more if header[0].lower() not in known))


def _code(answer: CellResult) -> str:
    """Why a page is denied; empty when it is not, or when its request was approved and not sent."""
    if answer.result is None or answer.result.reason is None or answer.held_back:
        return ""
    return answer.result.reason.code


def _why(answer: CellResult) -> str:
    if answer.state == "undecided":
        return "not asked because it may have effects"
    text = " ".join((answer.why or ("no answer",))[0].split())
    own = f"{answer.cell.method} {answer.cell.route} "
    return text.removeprefix(own).replace(";", ",")


# Reading answers


def _last(answer: CellResult) -> HttpResponse | None:
    if answer.result is None or not answer.result.exchanges:
        return None
    return answer.result.exchanges[-1].response


def _preflight(result: FetchResult | None) -> HttpResponse | None:
    exchanges = () if result is None else result.exchanges
    return next((exchange.response for exchange in exchanges if exchange.kind == "preflight"), None)


def _count_preflights(answer: CellResult) -> int:
    exchanges = () if answer.result is None else answer.result.exchanges
    return sum(exchange.kind == "preflight" for exchange in exchanges)


def _list(response: HttpResponse | None, name: str) -> tuple[str, ...]:
    """A list of names. As in a browser, one that is not valid spoils them all."""
    tokens = extract_tokens(get_all(response.headers, name)) if response is not None else []
    return names(tokens) if isinstance(tokens, list) else ()


def _vary(*responses: HttpResponse | None) -> tuple[str, ...]:
    """What every answer to this page says for the sake of CORS: one without it is enough for a cache to be wrong."""
    lists = [_list(response, "vary") for response in responses if response is not None]
    everywhere = set.intersection(*({name.lower() for name in each} for each in lists)) if lists else set()
    return names(name for each in lists for name in each if name.lower() in everywhere & OF_CORS)


def _max_age(preflight: HttpResponse | None) -> int | None:
    lines = [] if preflight is None else get_all(preflight.headers, "access-control-max-age")
    text = lines[0].lstrip("+-") if len(lines) == 1 else ""
    if not text.isdecimal() or len(text) > 19 or int(text) > _LARGEST:
        return None
    return int(lines[0])
