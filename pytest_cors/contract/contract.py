"""The contract of an app, from a file: in a script as in a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_cors.browser import Browser
from pytest_cors.contract.answers import Answers
from pytest_cors.contract.cell import CellResult, State
from pytest_cors.contract.check import app_at, ask_for_route
from pytest_cors.contract.expand import Group, Note, Place, Plan, expand
from pytest_cors.contract.model import Case
from pytest_cors.contract.rules import ContractFile
from pytest_cors.contract.sweep import Careful, Sweep
from pytest_cors.contract.toml import read_file
from pytest_cors.errors import ConfigurationError, ContractViolation
from pytest_cors.fetch.url import parse
from pytest_cors.survey.named_origins import named_origins
from pytest_cors.survey.url_map import AppRoute, routes_of

MOST_HELD = 10
"""How many origins that an app names in its own configuration are asked for, at most."""


class Contract:
    """Which pages may do what with an app; what is not allowed is denied.

    :param file: what a contract file says.
    """

    def __init__(self, file: ContractFile) -> None:
        self.file = file

    @classmethod
    def from_toml(cls, path: str | Path, *, env: str | None = None) -> Contract:
        """Read a contract file.

        :param env: the ``[env.NAME]`` whose values replace others.
        :raises InvalidFile: with everything that is wrong with it, each with its line and column.
        :raises OSError: it cannot be read.
        """
        return cls(read_file(Path(path), env=env))

    def __repr__(self) -> str:
        return f"<Contract {self.file.path}: {len(self.file.rules)} rules>"

    def browser(self, app: Any) -> Browser:
        """A browser that finds an app where the file says that it lives.

        :param app: a WSGI callable, or a browser, which is taken as it is.
        """
        if isinstance(app, Browser):
            return app
        profile = self.file.browsers[0] if self.file.browsers else "chromium"
        return Browser(app, profile=profile, base_url=self.file.base_url)

    def plan(self, app: Any) -> Plan:
        """The file, held against the routes of an app.

        :param app: a WSGI callable, or a browser that knows one.
        :raises ConfigurationError: there is no URL map to ask.
        """
        browser = self.browser(app)
        named = named_origins(app_at(browser, f"{browser.base_url}/"))
        held = sorted(origin for origin in named.origins if origin.startswith("http"))
        return expand(self.file, routes(browser), held=held[:MOST_HELD])

    def cases(self, app: Any) -> tuple[Case, ...]:
        """Every fetch that the contract decides, each with what must come of it.

        :param app: a WSGI callable, or a browser that knows one.
        :raises ConfigurationError: there is no URL map to ask.
        """
        browser = self.browser(app)
        place = place_of(browser)
        return tuple(cell.case for group in self.plan(browser).groups for cell in group.cells(place))

    def verify(self, app: Any, *, browsers: Sequence[str] = ()) -> Verification:
        """Ask for every cell, and say what came of it.

        :param app: a WSGI callable, or a browser that knows one, perhaps signed in.
        :param browsers: names of the profiles that are asked; none means those of the file, else the browser's own.
        :raises ConfigurationError: there is no URL map to ask.
        """
        browser = self.browser(app)
        plan = self.plan(browser)
        answers = Answers(browser, place_of(browser))
        for group, answer in ask(plan.groups, browser, browsers):
            answers.add(group, answer)
        return Verification(self.file, plan, answers, notes(plan, browser))


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """What came of every cell of a contract.

    :param cells: in a fixed order: by route, rule, method and origin. A fetch comes with the first of those that are
        broken in one way; the others are told without.
    :param notes: what was hardly meant, each with its line.
    """

    file: ContractFile
    plan: Plan
    cells: Answers
    notes: tuple[Note, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is other than declared, and every rule is for some route."""
        return not self.plan.unmatched and not self.broken

    @property
    def broken(self) -> tuple[CellResult, ...]:
        """The cells that are not as declared."""
        return tuple(cell for cell in self.cells.kept if cell.state == "broken")

    @property
    def counts(self) -> Mapping[State, int]:
        """How many cells are in each state that occurs."""
        return self.cells.counts

    def violation(self) -> ContractViolation | None:
        """The error that a test would fail with; None when all is as declared."""
        from pytest_cors.contract.wrong_cells import violation  # noqa: PLC0415  most contracts hold

        return violation(self.cells.kept, path=self.file.path, what="the contract", asked=len(self.cells))

    def explain(self) -> str:
        """What is wrong, cause by cause; empty when nothing is."""
        lines = [no_route(self.file, *unmatched) for unmatched in self.plan.unmatched]
        broken = self.violation()
        return "\n\n".join([*lines, *([] if broken is None else [broken.story])])


def notes(plan: Plan, browser: Browser) -> tuple[Note, ...]:
    """What was hardly meant in a contract file, in the order of its lines."""
    return tuple(sorted({*plan.notes, *plan.sample_notes(place_of(browser))}, key=lambda note: (note.line, note.text)))


def ask(groups: Iterable[Group], browser: Browser, names: Sequence[str] = ()) -> Iterator[tuple[Group, CellResult]]:
    """Ask for the cells of some groups of a plan; each answer comes with its group.

    :param browser: that knows the app; it is left as it is.
    :param names: of the profiles that are asked; none means those of the rule, else of the file.
    """
    place = place_of(browser)
    careful: Careful | None = None
    for group in groups:
        careful = careful or Careful(browser.transport, send_all=group.plan.file.unsafe == "send")
        sweep = Sweep(browser, _asked(group, names), careful=careful, requests=group.plan.requests)
        for cell in group.cells(place):
            for answer in sweep.ask(cell):
                yield group, answer


def how_many(groups: Iterable[Group], browser: Browser, names: Sequence[str] = ()) -> int:
    """How many answers ``ask`` will give for some groups."""
    place = place_of(browser)
    return sum(len(_asked(group, names) or (browser,)) for group in groups for _ in group.cells(place))


def _asked(group: Group, names: Sequence[str]) -> tuple[str, ...]:
    """The profiles that a group is asked of; none means that of the browser."""
    own = group.rule.browsers if group.rule is not None else ()
    return own or tuple(names) or group.plan.file.browsers


def routes(browser: Browser) -> tuple[AppRoute, ...]:
    """The routes of the app that a browser knows.

    :raises ConfigurationError: there is no URL map to ask.
    """
    app = app_at(browser, f"{browser.base_url}/") if browser.base_url else None
    found = None if app is None else routes_of(app)
    if found is None:
        raise ConfigurationError(
            "a contract file is for the routes of a Flask app, and there is no URL map to be found at "
            f"{browser.base_url or 'this browser'}"
        )
    return found


def place_of(browser: Browser) -> Place:
    """Where the app of a browser lives."""

    def matches(route: AppRoute, path: str) -> bool:
        base = parse(browser.base_url)
        host = base.host if base.port is None else f"{base.host}:{base.port}"
        if route.subdomain:
            host = route.subdomain if route.host_matching else f"{route.subdomain}.{host}"
        url = parse(f"{base.scheme}://{host}{path}")
        answer = ask_for_route(browser, url, route.methods[0])
        return answer.kind == "unknown" or answer.rule == route.path

    return Place(browser.base_url, matches)


def no_route(file: ContractFile, rule: Any, nearest: Iterable[str]) -> str:
    """What to say of a rule that is for no route."""
    near = " and ".join(nearest)
    return (
        f"{file.path}:{rule.line}: routes={', '.join(rule.routes.texts)!r} is for no route of the app, so this rule "
        f"proves nothing{f'; there is {near}' if near else ''}"
    )
