"""What a front end asks: the requests of a page that is meant to come in, and the first answer to them.

One page stands for all that are meant at a route: what keeps one of them out as breakage does keeps out the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_cors.audit.answer import Answer, Seen
from pytest_cors.audit.subject import Subject, Target
from pytest_cors.survey.hostile import SOMEBODY

TOKEN = ("Authorization", "Bearer x")
"""A header that makes every request need a preflight, and that most front ends send."""


BROWSER_NAMES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
"""The names of the profiles as people write them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is meant to come in at a target.

    :param origin: of the page.
    """

    subject: Subject
    target: Target
    origin: str

    @property
    def who(self) -> str:
        """The page in words."""
        return "any page" if self.origin == SOMEBODY else f"a page on {self.origin}"

    def ask(self, credentials: str = "same-origin", *, fault: int = 0, browser: str = "") -> Answer:
        """What the page gets that asks without headers of its own."""
        return self.subject.ask(self.target, origin=self.origin, credentials=credentials, fault=fault, browser=browser)

    @property
    def best(self) -> Answer:
        """With credentials when the page gets what it asks for so, else without."""
        included = self.ask("include")
        return included if included.approved else self.ask()

    def all(self) -> tuple[Answer, ...]:
        """With credentials, without, and after a preflight; the most ordinary first."""
        return tuple(dict.fromkeys((self.ask("include"), self.ask(), self.preflighted())))

    def preflighted(self) -> Answer:
        """What comes of a request that needs a preflight: that of its method, else one with a token."""
        answer = self.ask()
        if answer.preflight is not None:
            return answer
        return self.subject.ask(self.target, origin=self.origin, headers=[TOKEN], credentials="same-origin")


def visits(subject: Subject) -> Iterator[Visit]:
    """For every target that is meant for pages, the first of them.

    A method that names nobody is visited by a page that another method of the route is meant for.
    """
    by_route: dict[str, str] = {}
    for target in subject.targets:
        for origin in subject.front_ends(target)[:1]:
            by_route.setdefault(target.route, origin)
    for target in subject.targets:
        origin = next(iter(subject.front_ends(target)), by_route.get(target.route, ""))
        if origin:
            yield Visit(subject, target, origin)


def refused_preflights(subject: Subject) -> Iterator[tuple[Visit, Answer, Seen]]:
    """Preflights of pages that are meant to come in, and that are not answered with 200 to 299.

    A route that tells methods apart by the status, so that some are answered with 2xx, does so on purpose.
    """
    refused: dict[str, list[tuple[Visit, Answer, Seen]]] = {}
    approved: set[str] = set()
    for visit in visits(subject):
        answer = visit.preflighted()
        preflight = answer.preflight
        if preflight is None or (visit.target.guessed and preflight.status == 404):
            continue
        if preflight.ok:
            approved.add(visit.target.route)
        else:
            refused.setdefault(visit.target.route, []).append((visit, answer, preflight))
    for route, all_of_it in refused.items():
        yield from (each for each in all_of_it if route not in approved or names(each[2], each[0].origin))


def names(seen: Seen, origin: str) -> bool:
    """Whether an answer lets in this very origin, or everybody."""
    return seen.allow_origin in {origin, "*"}
