"""The app under audit: what it has, what it trusts, and its answers.

Rules ask here and nowhere else. A question is a fetch that a page makes in a browser, so what no browser sends is
never sent; and nothing is sent that may have effects, unless the team has said that it may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from pytest_cors.audit.answer import Answer, Question, Seen, answer_of
from pytest_cors.audit.finding import Evidence
from pytest_cors.audit.views import looked_at
from pytest_cors.audit.wire import Wire, as_sent
from pytest_cors.browser import Browser, FetchResult
from pytest_cors.browser.story.facts import facts_of
from pytest_cors.browser.story.reproduce import curl
from pytest_cors.browser.story.secrets import without_secrets_of
from pytest_cors.contract.check import app_at, page_url, resolve
from pytest_cors.contract.contract import Contract, place_of
from pytest_cors.contract.expand import Plan
from pytest_cors.contract.judge import seems_to_have_effects
from pytest_cors.contract.question import JSON
from pytest_cors.contract.rules import ContractFile
from pytest_cors.errors import NotModelled, RequestError
from pytest_cors.fetch.http import Header, HeaderList
from pytest_cors.fetch.params import CookieNote
from pytest_cors.fetch.url import Url, meant_origin, parse
from pytest_cors.survey.exchanges import cut, recorded_exchanges
from pytest_cors.survey.hostile import SOMEBODY, STRANGER, Hostile, lookalikes
from pytest_cors.survey.named_origins import Named, named_origins
from pytest_cors.survey.pattern import OriginPattern
from pytest_cors.survey.routes import find_route, inner_apps, mapped_app
from pytest_cors.survey.url_map import AppRoute
from pytest_cors.transport.faults import Fault, failing

_FURTHER_LABELS = ("1234", "abcd")
"""What a pattern may ask of a label, when neither a letter nor a name with a digit will do."""

BROWSERS = ("chromium", "firefox", "webkit")

_COMMAND_WIDTH = 80
_MEANT_OR_NOT = frozenset({"development", "shared hosting", "sibling", "subdomain"})

_separator = re.compile(r"[\s,;]+")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Target:
    """One route and one of its methods.

    :param route: the whole URL rule, its subdomain before it where it has one.
    :param url: what to ask for: a path of the app, or an absolute URL where the route is on a host of its own.
    :param guessed: variables of the route whose values nobody has given: a 404 says nothing then.
    :param harmless: a request may be sent; of others only the preflight is asked for.
    """

    route: str
    method: str
    url: str
    guessed: tuple[str, ...] = ()
    harmless: bool = True

    @property
    def name(self) -> str:
        """``"GET /users"``."""
        return f"{self.method} {self.route}"


class Subject:
    """An app, asked through simulated browsers.

    :param browser: that knows the app, perhaps signed in; it is left as it is.
    :param file: the contract of the app, for its samples, its exclusions and the origins that it declares.
    :param unsafe: requests that may have effects are sent, too.
    :raises ConfigurationError: there is no URL map to ask.
    """

    def __init__(self, browser: Browser, *, file: ContractFile | None = None, unsafe: bool = False) -> None:
        self.browser = browser
        self.file = file or ContractFile(path="")
        self.unsafe = unsafe
        self.plan: Plan = Contract(self.file).plan(browser)
        self._place = place_of(browser)
        self._transport = Wire(browser.transport, send_all=unsafe)
        self._browsers = {
            name: self._like_the_first(name) for name in dict.fromkeys((browser.profile.name, *BROWSERS, "standard"))
        }
        self._answers: dict[Question, Answer] = {}
        self._headers: dict[HeaderList, HeaderList] = {}
        self._found: dict[object, object] = {}
        self._origin = ""
        self._members: dict[str, tuple[str, ...]] = {}
        self._front_ends: dict[Target, tuple[str, ...]] = {}
        self._private: dict[str, bool] = {}

    def _like_the_first(self, name: str) -> Browser:
        first = self.browser
        made = Browser(
            self._transport, profile=name, base_url=first.base_url or None, clock=first.clock, mask=first.mask
        )
        made.cookies.copy_from(first.cookies)
        return made

    # What there is

    @property
    def app(self) -> Any:
        """The app itself, for rules that look at its configuration; None when it is somewhere else."""
        return app_at(self.browser, f"{self.browser.base_url}/")

    @cached_property
    def flask_apps(self) -> tuple[Any, ...]:
        """Every Flask app inside, the outermost first; each has ``config``, ``url_map``, ``after_request_funcs``."""
        return tuple(inner for inner, _ in inner_apps(self.app))

    @cached_property
    def uses_flask_cors(self) -> bool:
        """Whether flask-cors sets the headers somewhere: its hook is registered, or a view is decorated."""
        hooks = (each for app in self.flask_apps for each in _hooks(app))
        # A decorated view has the name of the module it was written in, and the globals of the one that wraps it.
        modules = (getattr(hook, "__globals__", {}).get("__name__", "") for hook in hooks)
        return any(module.partition(".")[0] == "flask_cors" for module in modules)

    @property
    def in_development(self) -> bool:
        """Whether the app is in debug mode, which it never is where others use it."""
        return any(getattr(app, "debug", False) for app in self.flask_apps)

    @property
    def own(self) -> str:
        """The origin of the app itself."""
        return self._place.own

    @property
    def routes(self) -> tuple[AppRoute, ...]:
        """Every route, those that are left out included."""
        return self.plan.routes

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every route and method that is audited: GET stands for HEAD, and OPTIONS is asked for by preflights."""
        return tuple(self._targets())

    def _targets(self) -> Iterator[Target]:
        for group in self.plan.groups:
            if group.rule is not None:
                continue
            sampled = self.plan.sampled(group.route, self._place)
            if sampled is None:
                continue
            url = self._place.url(group.route, sampled.path)
            effects = seems_to_have_effects(group.route.name)
            for method in group.methods:
                harmless = self.unsafe or (method in {"GET", "HEAD"} and not effects)
                yield Target(group.route.name, method, url, sampled.guessed, harmless)

    @cached_property
    def unreached(self) -> tuple[str, ...]:
        """Routes that are not audited, because no value of their variables is known to match."""
        groups = (group for group in self.plan.groups if group.rule is None)
        return tuple(group.route.name for group in groups if self.plan.sampled(group.route, self._place) is None)

    def leads_to(self, target: Target, path: str) -> bool:
        """Whether a path is one of those that a target's route is for."""
        route = self._route_of(target)
        return route is not None and self._place.matches(route, path)

    def path_in_app(self, target: Target) -> str:
        """The path of a target as the view and its hooks see it: decoded, without the query, below every mount."""
        route = self._route_of(target)
        path = self._url_of(target).path
        above = parse(self.browser.base_url).path.rstrip("/") + ("" if route is None else route.mount)
        return unquote(path.removeprefix(above)) or "/"

    def endpoint(self, target: Target) -> str | None:
        """Under which the app has registered the view of a target; None when nobody knows."""
        return find_route(self.app, self._url_of(target), target.method).endpoint

    def app_of(self, target: Target) -> Any:
        """The Flask app that answers for a target, perhaps one of several; None when nobody knows."""
        return mapped_app(self.app, self._url_of(target))

    def _route_of(self, target: Target) -> AppRoute | None:
        return next((each for each in self.routes if each.name == target.route), None)

    def _url_of(self, target: Target) -> Url:
        return parse(resolve(self.browser, target.url, page_origin=self.own))

    def once(self, find: Callable[[Subject], Found]) -> Found:
        """What a function finds out about this app, for several rules; it is called once."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast("Found", self._found[find])

    # Whom it trusts

    @cached_property
    def named(self) -> Named:
        """Origins, patterns and headers that the app names somewhere: what is worth asking, and no more."""
        return named_origins(self.app)

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """Origins that the contract file says may come in; nobody need be told that they do."""
        return self.plan.declared()

    def is_declared(self, target: Target) -> bool:
        """Whether the contract says who may come in there: what it does not say is denied on purpose."""
        return any(group.rules for group in self.plan.groups if group.route.name == target.route)

    @cached_property
    def trusted(self) -> tuple[str, ...]:
        """Origins that the app names or the contract declares, and that are treated other than a stranger somewhere."""
        members = (member for pattern in self.named.patterns for member in self.members(pattern))
        meant = (origin for each in self.named.misspelt for origin in each.meant)
        candidates = dict.fromkeys((*self.declared, *self.named.origins, *members, *meant))
        return tuple(origin for origin in candidates if origin not in {self.own, "null"} and self._is_let_in(origin))

    def members(self, pattern: OriginPattern) -> tuple[str, ...]:
        """Two origins that a pattern lets in somewhere; fewer where no more are found."""
        if pattern.text not in self._members:
            tried = dict.fromkeys((*pattern.members(), *(pattern.member(label) for label in _FURTHER_LABELS)))
            let_in = (origin for origin in tried if origin != self.own and self._is_let_in(origin))
            self._members[pattern.text] = tuple(islice(let_in, 2))
        return self._members[pattern.text]

    def _is_let_in(self, origin: str) -> bool:
        return any(self.gives_more(target, origin) for target in self.targets)

    def gives_more(self, target: Target, origin: str) -> bool:
        """Whether the app means to let an origin in where it keeps a stranger out, with credentials or without.

        It may fail to: a preflight that names the origin and has the status 401 lets nobody in.
        """
        return any(
            _is_meant(self.ask(target, origin=origin, credentials=credentials))
            and not _is_meant(self.ask(target, origin=STRANGER, credentials=credentials))
            for credentials in ("same-origin", "include")
        )

    def front_ends(self, target: Target) -> tuple[str, ...]:
        """Origins of pages that the app means to let in there, whether or not they get in.

        They are those it trusts; where it lets everybody in, one stands for all. None where it means nobody.
        """
        if target not in self._front_ends:
            mine = tuple(origin for origin in self.trusted if self.gives_more(target, origin))
            everybody = not mine and any(
                _is_meant(self.ask(target, origin=STRANGER, credentials=mode)) for mode in ("same-origin", "include")
            )
            self._front_ends[target] = (SOMEBODY,) if everybody else mine
        return self._front_ends[target]

    def is_private(self, target: Target) -> bool:
        """Whether users get something of their own there: it asks who they are, or reads or sets their cookies.

        It is told by what a GET of the same route answers, and by what the code of the view looks at.
        """
        known = self._private.get(target.route)
        if known is None:
            alike = [each for each in self.targets if each.route == target.route and each.harmless]
            known = self._private[target.route] = bool(self.looked_at(target)) or any(
                _is_personal(seen) for each in alike for seen in self._at_home(each).seen
            )
        return known

    def looked_at(self, target: Target) -> frozenset[str]:
        """What the code of the view reads or sets of what tells one user from another, such as ``"session"``."""
        views = getattr(self.app_of(target), "view_functions", {})
        return looked_at(views.get(self.endpoint(target)))

    def _at_home(self, target: Target) -> Answer:
        # A stranger's question has been asked already, and who asks changes nothing but the headers of CORS.
        return self.ask(target, origin=STRANGER)

    def hostile(self, trusted: Iterable[str]) -> tuple[Hostile, ...]:
        """Origins that a mistaken allow-list takes for one of these, and those that are tried whatever is trusted.

        None of them is one that the app trusts, that the contract declares, or that a pattern of the app's was meant
        to let in, unless it is of a kind that nobody should mean.
        """
        known = {self.own, *self.trusted}
        found = lookalikes(
            trusted, self.named.globs, known=lambda origin: origin in known or self.file.declares(origin)
        )
        return tuple(each for each in found if each.kind in _MEANT_OR_NOT or not self.is_meant(each.origin))

    def is_meant(self, origin: str) -> bool:
        """Whether a pattern that the app has somewhere was meant to let an origin in."""
        return any(pattern.matches(origin) for pattern in self.named.patterns)

    def is_for_everybody(self, target: Target, *, credentials: bool = False) -> bool:
        """Whether the contract says that any origin may come in there.

        :param credentials: with the user's cookies, too.
        """
        rules = (group.rule for group in self.plan.groups if group.route.name == target.route)
        return any(
            rule.origins.anybody and rule.takes(target.method) and (rule.credentials or not credentials)
            for rule in rules
            if rule is not None
        )

    # Asking

    def lets_in(self, target: Target, origin: str, *, credentials: str = "include") -> bool:
        """Whether a page on an origin may do what a target is for."""
        return self.ask(target, origin=origin, credentials=credentials).approved

    def ask(
        self,
        target: Target,
        *,
        origin: str,
        credentials: str = "include",
        headers: Iterable[Header] = (),
        method: str | None = None,
        url: str | None = None,
        body: bytes | None = None,
        mode: str = "cors",
        browser: str = "",
        fault: int = 0,
        cookie: str = "",
    ) -> Answer:
        """What a page gets that fetches a target; the same is asked once.

        A method that may have effects is asked for by its preflight alone; a POST is made to need one by its JSON.

        :param credentials: the credentials mode.
        :param headers: that script sets.
        :param method: other than the target's.
        :param url: other than the target's: absolute, or a path of the app.
        :param browser: name of the profile; empty is that of the user's browser.
        :param fault: status with which the view is made to answer: 500 by an exception that nobody handles, an error
            as by ``abort()``, 200 with nothing; ``answer.faulty`` says whether it came to that.
        :param cookie: a ``Set-Cookie`` line that a visit to the app was answered with before; what became of the
            cookie is in ``answer.cookies``.
        """
        method = method or target.method
        own = tuple(headers)
        if method == "POST" and mode == "cors" and not self.unsafe and JSON[0].lower() not in _lowered(own):
            own = (JSON, *own)
            body = b"{}" if body is None else body
        question = Question(
            url=url or target.url,
            origin=origin,
            method=method,
            headers=own,
            body=body,
            mode=mode,
            credentials=credentials,
            browser=browser,
            fault=fault,
            cookie=cookie,
        )
        return self.put(question)

    def put(self, question: Question) -> Answer:
        """The answer to a question, which is asked once, and as if it were the only one."""
        known = self._answers.get(question)
        if known is None:
            known = self._answers[question] = self._asked(question)[0]
        return known

    def evidence(self, answer: Answer, shows: str) -> Evidence:
        """An answer as a person may look at it; the question is asked once more.

        :param shows: what is to be seen in it, as a sentence without its full stop.
        """
        answer, result = self._asked(answer.question)
        question = answer.question
        if result is None:
            return Evidence(
                shows, question.origin, question.browser, question.credentials, "not modelled", "", exchanges=()
            )
        facts = facts_of(result)
        exchange = facts.decisive()
        command = "" if exchange is None or answer.faulty else "\n".join(curl(exchange.request, width=_COMMAND_WIDTH))
        return Evidence(
            shows=shows,
            page=question.origin,
            browser=result.profile,
            credentials=question.credentials,
            verdict="allowed" if answer.approved else "denied",
            reason=answer.reason,
            exchanges=recorded_exchanges(without_secrets_of(result), detail="story"),
            curl=cut(facts.clean(command)),
        )

    def _asked(self, question: Question) -> tuple[Answer, FetchResult | None]:
        browser = self._browsers[question.browser or self.browser.profile.name]
        url = resolve(browser, question.url, page_origin=question.origin)
        browser.preflight_cache.clear()
        browser.cookies.copy_from(self.browser.cookies)
        refused = _refused(browser, url, question.cookie)
        if question.origin != self._origin:
            self._transport.forget()
            self._origin = question.origin
        self._transport.held = False
        self._transport.added = question.added
        self._transport.hold_all = question.method in {"GET", "HEAD"} and seems_to_have_effects(question.url)
        page = browser.page(page_url(question.origin), sandboxed=question.origin == "null")
        try:
            with self._failing(question, url) as fault:
                result = page.fetch(
                    url,
                    method=question.method,
                    headers=question.headers,
                    body=question.body,
                    mode=question.mode,
                    credentials=question.credentials,
                )
        except (NotModelled, RequestError) as error:
            return Answer(question, "", None, (), not_modelled=str(error)), None
        result = as_sent(result, question.added)
        held = self._transport.held and result.reason is not None
        return answer_of(
            question,
            result,
            held_back=held,
            kept=lambda each: self._headers.setdefault(each, each),
            faulty=fault is not None and fault.raised,
            refused=refused,
        ), result

    @contextmanager
    def _failing(self, question: Question, url: str) -> Iterator[Fault | None]:
        """While it is asked, the view fails, where it is to fail and where there is a view that can."""
        parsed = parse(url)
        flask = mapped_app(self.app, parsed) if question.fault else None
        endpoint = None if flask is None else find_route(self.app, parsed, question.method).endpoint
        if endpoint is None or not hasattr(flask, "view_functions"):
            yield None
            return
        self._transport.forget()
        try:
            with failing(flask, endpoint, question.fault) as fault:
                yield fault
        finally:
            self._transport.forget()


def _is_meant(answer: Answer) -> bool:
    return answer.approved or any(_names(seen, answer.question.origin) for seen in answer.seen)


def _names(seen: Seen, origin: str) -> bool:
    """Whether an answer names an origin, be it twice, in a list, or with a slash that no origin has."""
    words = [word for line in seen.lines("access-control-allow-origin") for word in _separator.split(line) if word]
    return origin in words or "*" in words or any(_meant(word) == origin for word in words)


def _meant(word: str) -> str:
    origin = meant_origin(word)
    return "" if origin is None else origin.serialized


def _is_personal(seen: Seen) -> bool:
    return (
        seen.status in {401, 407}
        or seen.header("set-cookie") is not None
        or seen.header("www-authenticate") is not None
        or not seen.vary.isdisjoint({"cookie", "authorization"})
    )


def _refused(browser: Browser, url: str, set_cookie: str) -> tuple[CookieNote, ...]:
    """Keep a cookie; a note when the browser does not."""
    why = browser.set_cookie(url, set_cookie) if set_cookie else None
    return () if why is None else (CookieNote(set_cookie.partition("=")[0], "not-stored", why, url),)


def _lowered(headers: Iterable[Header]) -> set[str]:
    return {name.lower() for name, _ in headers}


def _hooks(app: Any) -> Iterator[Any]:
    for functions in getattr(app, "after_request_funcs", {}).values():
        yield from functions
    yield from getattr(app, "view_functions", {}).values()
